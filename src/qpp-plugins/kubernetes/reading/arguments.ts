/** A flag a verb takes: `name` without dashes. `maybe`: a value only in the form `--flag=value`. */
export interface Flag {
  readonly name: string;
  readonly short?: string;
  readonly takes: 'value' | 'nothing' | 'maybe';
}

/** `-n, --namespace` as one word each: "n namespace=" takes a value, "A all-namespaces" none, "prefix=?" maybe. */
export function flags(...specifications: readonly string[]): readonly Flag[] {
  return specifications.map((specification) => {
    const [first = '', second] = specification.split(' ');
    const long = second ?? first;
    const name = long.replace(/=\??$/u, '');
    const takes = long.endsWith('=?') ? 'maybe' : long.endsWith('=') ? 'value' : 'nothing';
    return second === undefined ? { name, takes } : { name, short: first, takes };
  });
}

/** Flags every verb takes. */
export const GLOBAL_FLAGS = flags(
  'n namespace=',
  'context=',
  'kubeconfig=',
  'cluster=',
  'user=',
  'request-timeout=',
  'as=',
  'as-group=',
  'v v=',
  's server=',
  'token=',
  'insecure-skip-tls-verify=?',
);

/** The arguments of a command, read against the flags its verb takes. */
export class Arguments {
  private constructor(
    readonly words: readonly string[],
    private readonly given: ReadonlyMap<string, readonly string[]>,
    /** Words after `--`. */
    readonly rest: readonly string[],
    /** Flags the verb does not take. */
    readonly unknown: readonly string[],
  ) {}

  static read(words: readonly string[], known: readonly Flag[]): Arguments {
    const all = [...known, ...GLOBAL_FLAGS];
    const given = new Map<string, string[]>();
    const plain: string[] = [];
    const unknown: string[] = [];
    const end = words.indexOf('--');
    const own = end < 0 ? words : words.slice(0, end);
    for (let index = 0; index < own.length; index += 1) {
      const word = own[index] ?? '';
      if (!word.startsWith('-') || word === '-' || /^-\d/u.test(word)) plain.push(word);
      else index += readFlag(word, own[index + 1], all, given, unknown);
    }
    return new Arguments(plain, given, end < 0 ? [] : words.slice(end + 1), unknown);
  }

  /** The last value given for a flag; null where it was not given. */
  value(name: string): string | null {
    return this.given.get(name)?.at(-1) ?? null;
  }

  values(name: string): readonly string[] {
    return this.given.get(name) ?? [];
  }

  has(name: string): boolean {
    const value = this.value(name);
    return value !== null && value !== 'false';
  }
}

/** @returns how many further words it took. */
function readFlag(word: string, next: string | undefined, known: readonly Flag[], given: Map<string, string[]>, unknown: string[]): number {
  if (!word.startsWith('--')) return readShort(word.slice(1), next, known, given, unknown);
  const equals = word.indexOf('=');
  const name = equals < 0 ? word.slice(2) : word.slice(2, equals);
  const flag = known.find((candidate) => candidate.name === name);
  if (flag === undefined) unknown.push(`--${name}`);
  else if (equals >= 0) add(given, name, word.slice(equals + 1));
  else if (flag.takes === 'value') add(given, name, next ?? '');
  else add(given, name, 'true');
  return equals < 0 && flag?.takes === 'value' ? 1 : 0;
}

/** `-n shop`, `-nshop`, `-n=shop`, `-oyaml`, `-it`. */
function readShort(
  letters: string,
  next: string | undefined,
  known: readonly Flag[],
  given: Map<string, string[]>,
  unknown: string[],
): number {
  const flag = known.find((candidate) => candidate.short === letters.charAt(0));
  const rest = letters.slice(1);
  if (flag === undefined) {
    unknown.push(`-${letters.charAt(0)}`);
    return 0;
  }
  if (flag.takes === 'value') {
    add(given, flag.name, rest === '' ? (next ?? '') : rest.replace(/^=/u, ''));
    return rest === '' ? 1 : 0;
  }
  add(given, flag.name, rest.startsWith('=') ? rest.slice(1) : 'true');
  return rest === '' || rest.startsWith('=') ? 0 : readShort(rest, next, known, given, unknown);
}

function add(given: Map<string, string[]>, name: string, value: string): void {
  const list = given.get(name);
  if (list === undefined) given.set(name, [value]);
  else list.push(value);
}
