/**
 * A hole keeps its place through reading as one private-use mark, so that no value can ever change how the words
 * around it are read: the mark is replaced in the typed command, never in the text.
 */
const OPEN = '\uE000';
const CLOSE = '\uE001';
const MARK = /\uE000(\d+)\uE001/gu;

/** The names of the holes met so far, in order of first use; a mark carries the index. */
export class Holes {
  readonly names: string[] = [];

  markOf(name: string): string {
    const known = this.names.indexOf(name);
    const index = known >= 0 ? known : this.names.push(name) - 1;
    return `${OPEN}${String(index)}${CLOSE}`;
  }
}

/** What surrounds a place in the text, as far as it decides whether brackets there are a hole. */
export interface HoleContext {
  /** The program of the stage: `kubectl`, `awk`, `grep`, … */
  readonly program: string;
  /** The word so far. */
  readonly before: string;
  /** The quotes the place stands in: between single ones a shell leaves `$x` to the program. */
  readonly quote: '"' | "'" | null;
}

interface Pattern {
  readonly expression: RegExp;
  /** Whether the brackets mean a hole there, and not the syntax of what stands around them. */
  readonly holds: (context: HoleContext, name: string) => boolean;
}

const PATTERNS: readonly Pattern[] = [
  { expression: /^\{\{-?\s*\$?\.?(?:[A-Za-z_]\w*\.)*([A-Za-z_][\w-]*)\s*-?\}\}/u, holds: () => true },
  { expression: /^\$\{([A-Za-z_]\w*)\}/u, holds: () => true },
  { expression: /^\$([A-Za-z_]\w*)/u, holds: ({ program, quote }) => program !== 'awk' && (program !== 'jq' || quote !== "'") },
  { expression: /^<([A-Za-z][\w-]*(?:[ ._/-][\w-]+)*)>/u, holds: (_context, name) => !PRINTED.has(name) },
  {
    expression: /^\{([A-Za-z_][\w-]*)\}/u,
    holds: ({ program }, name) => program !== 'awk' && program !== 'jq' && name !== 'end',
  },
  {
    expression: /^\[([A-Za-z][\w-]*)\]/u,
    holds: ({ program, before }) => !FILTERS.has(program) && /(?:^|[=/:,"'])$/u.test(before),
  },
];

/** What kubectl itself prints in brackets. */
const PRINTED = new Set(['none', 'unset', 'unknown', 'nil', 'pending', 'invalid']);

const FILTERS = new Set(['awk', 'jq', 'grep', 'egrep', 'fgrep', 'sed', 'tr', 'cut']);

/** The hole that begins at the start of `text`; null where none does. */
export function holeAt(text: string, context: HoleContext): { readonly name: string; readonly length: number } | null {
  for (const { expression, holds } of PATTERNS) {
    const match = expression.exec(text);
    const name = match?.[1];
    if (match !== null && name !== undefined && holds(context, name)) return { name, length: match[0].length };
  }
  return null;
}

/** Marks that a text brings along itself mean nothing. */
export function withoutMarks(text: string): string {
  return text.replaceAll(/[\uE000-\uE002]/gu, '\uFFFD');
}

export function hasHole(text: string): boolean {
  return text.includes(OPEN);
}

/** Exactly one hole and nothing else. */
export function isHole(text: string): boolean {
  return /^\uE000\d+\uE001$/u.test(text);
}

/** Replaces each mark by what `valueOf` says for its index. */
export function replaceHoles(text: string, valueOf: (index: number) => string): string {
  return text.replaceAll(MARK, (_mark, index: string) => valueOf(Number(index)));
}

/** The text with the names of its holes, for sentences. */
export function withNames(text: string, names: readonly string[]): string {
  return replaceHoles(text, (index) => `<${names[index] ?? '?'}>`);
}
