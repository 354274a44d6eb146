/** A probe: one GET or HEAD of one address. */
export interface Probe {
  readonly method: 'GET' | 'HEAD';
  readonly url: string;
  readonly follow: boolean;
  /** `-f`: an error status is a failure of the command. */
  readonly failing: boolean;
  readonly timeoutMs: number | null;
}

/** Flags that change nothing of what is asked. */
const QUIET = new Set([
  '-s',
  '-S',
  '-v',
  '-i',
  '-k',
  '-sS',
  '-Ss',
  '--silent',
  '--show-error',
  '--verbose',
  '--include',
  '--compressed',
  '--http1.1',
  '-4',
  '--no-progress-meter',
]);
const WITH_VALUE_IGNORED = new Set(['-o', '--output', '-w', '--write-out', '--retry', '--connect-timeout', '-A', '--user-agent']);

/**
 * Reads `GET http://…`, a bare address, or a `curl` command that only reads. Null: anything else (other methods, bodies,
 * files, credentials, pipes), which a person runs.
 */
export function readProbe(text: string): Probe | null {
  const line = text
    .trim()
    .replace(/^\$\s+/, '')
    .replace(/\\\n/g, ' ');
  const plain = /^(GET|HEAD)\s+(\S+)(?:\s+HTTP\/\d\S*)?$/i.exec(line);
  if (plain !== null) return probeOf(plain[2] ?? '', (plain[1] ?? '').toUpperCase() === 'HEAD' ? 'HEAD' : 'GET');
  if (/^https?:\/\/\S+$/.test(line)) return probeOf(line, 'GET');
  const words = wordsOf(line);
  return words?.[0] === 'curl' ? readCurl(words.slice(1)) : null;
}

function probeOf(url: string, method: 'GET' | 'HEAD'): Probe {
  return { method, url, follow: false, failing: false, timeoutMs: null };
}

function readCurl(words: readonly string[]): Probe | null {
  let probe: Probe | null = null;
  let options: Partial<Probe> = {};
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const flag = flagOf(word, words[index + 1] ?? '');
    if (flag === null) return null;
    if (flag === 'address') {
      if (probe !== null) return null;
      probe = probeOf(/^https?:\/\//.test(word) ? word : `http://${word}`, 'GET');
    } else {
      options = { ...options, ...flag.options };
      index += flag.takesNext ? 1 : 0;
    }
  }
  return probe === null ? null : { ...probe, ...options };
}

interface Flag {
  readonly options: Partial<Probe>;
  readonly takesNext: boolean;
}

function flagOf(word: string, next: string): Flag | 'address' | null {
  if (!word.startsWith('-')) return 'address';
  if (QUIET.has(word)) return { options: {}, takesNext: false };
  if (WITH_VALUE_IGNORED.has(word)) return { options: {}, takesNext: true };
  if (word === '-I' || word === '--head') return { options: { method: 'HEAD' }, takesNext: false };
  if (word === '-L' || word === '--location') return { options: { follow: true }, takesNext: false };
  if (word === '-f' || word === '--fail') return { options: { failing: true }, takesNext: false };
  if (word === '-m' || word === '--max-time')
    return /^\d+(?:\.\d+)?$/.test(next) ? { options: { timeoutMs: Number(next) * 1000 }, takesNext: true } : null;
  if (word === '-X' || word === '--request') return next === 'GET' ? { options: {}, takesNext: true } : null;
  if (word === '-H' || word === '--header') return /^accept\s*:/i.test(next) ? { options: {}, takesNext: true } : null;
  if (!/^-[a-zA-Z]{2,}$/.test(word)) return null;
  return together(Array.from(word.slice(1), (letter) => flagOf(`-${letter}`, next)));
}

/** `-sSfL`: single letters in one word; the last may take a value. */
function together(flags: readonly (Flag | 'address' | null)[]): Flag | null {
  let options: Partial<Probe> = {};
  for (const [index, flag] of flags.entries()) {
    if (flag === null || flag === 'address' || (flag.takesNext && index < flags.length - 1)) return null;
    options = { ...options, ...flag.options };
  }
  const last = flags.at(-1);
  return { options, takesNext: typeof last === 'object' && last !== null && last.takesNext };
}

/** Words of one simple command; null where the shell would do more than split it. */
function wordsOf(line: string): readonly string[] | null {
  const words: string[] = [];
  const pattern = /\s*(?:"((?:[^"\\`$]|\\.)*)"|'([^']*)'|([^\s"'|&;<>()`$\\]+))(?=\s|$)/gy;
  let end = 0;
  for (const match of line.matchAll(pattern)) {
    words.push(match[1] ?? match[2] ?? match[3] ?? '');
    end = match.index + match[0].length;
  }
  return line.slice(end).trim() === '' ? words : null;
}
