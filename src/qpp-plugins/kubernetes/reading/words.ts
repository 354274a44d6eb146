import { holeAt, Holes, withoutMarks } from './holes.js';

/** A command line as the shell would see it, without any of its powers: words, pipes, one capture. */
export interface CommandLine {
  /** The words of each stage of the pipe, holes as marks. */
  readonly stages: readonly (readonly string[])[];
  /** Names of the holes, in order of first use. */
  readonly holes: readonly string[];
  /** `X` of `X=$(…)`. */
  readonly capture: string | null;
  /** What of the shell's language stands in the way, in words; null where nothing does. */
  readonly obstacle: string | null;
}

/** Splits one command into words. Pure; nothing is ever expanded but holes, which become marks. */
export function readWords(text: string): CommandLine {
  const { body, capture } = uncaptured(withoutMarks(text).replaceAll(/\\\r?\n/gu, ' '));
  return { ...new WordReader(body).read(), capture };
}

const CAPTURE = /^(?:export\s+|local\s+|declare\s+)?([A-Za-z_]\w*)=(?:"\$\(([\s\S]*)\)"|\$\(([\s\S]*)\)|"?`([^`]*)`"?)$/u;

function uncaptured(text: string): { readonly body: string; readonly capture: string | null } {
  const bare = text
    .trim()
    .replace(/^[$#]\s+/u, '')
    .trim();
  const match = CAPTURE.exec(bare);
  if (match === null) return { body: bare, capture: null };
  return { body: (match[2] ?? match[3] ?? match[4] ?? '').trim(), capture: match[1] ?? null };
}

class WordReader {
  private readonly stages: string[][] = [[]];
  private readonly holes = new Holes();
  private word: string | null = null;
  private obstacle: string | null = null;
  private at = 0;

  constructor(private readonly text: string) {}

  read(): Omit<CommandLine, 'capture'> {
    while (this.at < this.text.length && this.obstacle === null) this.step();
    this.endWord();
    return { stages: this.stages, holes: this.holes.names, obstacle: this.obstacle };
  }

  private step(): void {
    const char = this.text.charAt(this.at);
    if (char === '"' || char === "'") this.quoted(char);
    else if (this.hole(null)) return;
    else if (/\s/u.test(char)) this.blank(char);
    else if (char === '#' && this.word === null) this.comment();
    else if (char === '\\') this.escaped();
    else if (this.redirection()) return;
    else if (!this.operator(char)) this.take(char, 1);
  }

  private hole(quote: '"' | "'" | null): boolean {
    const found = holeAt(this.text.slice(this.at, this.at + 200), { program: this.program(), before: this.word ?? '', quote });
    if (found === null) return false;
    this.take(this.holes.markOf(found.name), found.length);
    return true;
  }

  private quoted(quote: '"' | "'"): void {
    const closing = closingQuote(this.text, this.at, quote);
    if (closing < 0) {
      this.obstacle = `a ${quote} is never closed`;
      return;
    }
    this.word ??= '';
    this.at += 1;
    while (this.at < closing) this.insideQuotes(quote);
    this.at = closing + 1;
  }

  private insideQuotes(quote: '"' | "'"): void {
    const char = this.text.charAt(this.at);
    const next = this.text.charAt(this.at + 1);
    if (quote === '"' && char === '\\' && '"\\$`'.includes(next)) this.take(next, 2);
    else if (quote === '"' && char === '$' && next === '(') this.nested();
    else if (!this.hole(quote)) this.take(char, 1);
  }

  private nested(): void {
    this.obstacle = 'one command is nested in another: give each a line of its own, NAME=$(…) first';
    this.at = this.text.length;
  }

  private blank(char: string): void {
    if (char === '\n' && this.text.slice(this.at).trim() !== '') this.obstacle = 'several commands stand in one statement';
    this.endWord();
    this.at += 1;
  }

  private comment(): void {
    const end = this.text.indexOf('\n', this.at);
    this.at = end < 0 ? this.text.length : end;
  }

  private escaped(): void {
    this.take(this.text.charAt(this.at + 1), 2);
  }

  /** `2>/dev/null` and `> file` change where the output goes, not what is asked: the output is kept with the run. */
  private redirection(): boolean {
    const match = /^(?:\d?>{1,2}(?:&\d|\s*[^\s|;&]+)|&>\s*[^\s|;&]+)/u.exec(this.text.slice(this.at));
    if (match === null || (this.word !== null && !/^\d?$/u.test(this.word))) return false;
    if (this.word !== null) this.word = null;
    this.at += match[0].length;
    return true;
  }

  private operator(char: string): boolean {
    const two = this.text.slice(this.at, this.at + 2);
    if (two === '||' || two === '&&' || char === ';' || char === '&') {
      if (char === ';' && this.text.slice(this.at + 1).trim() === '') this.take('', 1);
      else this.obstacle = `${two === '||' || two === '&&' ? two : char} joins several commands in one line`;
      return true;
    }
    if (char === '|') {
      this.endWord();
      this.stages.push([]);
      this.at += 1;
      return true;
    }
    if (two === '$(' || char === '`') this.nested();
    else if (two === '<<' || two === '<(') this.obstacle = 'it reads from a here-document';
    else return false;
    return true;
  }

  private take(text: string, length: number): void {
    this.word = (this.word ?? '') + text;
    this.at += length;
  }

  private endWord(): void {
    if (this.word !== null) this.stages.at(-1)?.push(this.word);
    this.word = null;
  }

  private program(): string {
    return this.stages.at(-1)?.[0] ?? '';
  }
}

function closingQuote(text: string, open: number, quote: string): number {
  for (let at = open + 1; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '\\' && quote === '"') at += 1;
    else if (char === quote) return at;
  }
  return -1;
}
