import { isCommandLine } from './command-line.js';

/** A piece of a block with its 0-based first and last line. */
export interface Piece {
  readonly text: string;
  readonly lines: readonly [number, number];
}

const PROMPT = /^\s*(?:\$|%|PS [^>\n]*>|[\w.-]{1,60}@[\w.-]{1,80}[^$#\n]{0,80}[$#]|[\w.~/:-]{1,80} ?[$#])\s+(?=\S)/;
/** Before these any word is a program. */
const SURE_PROMPT = /^\s*(?:\$|[\w.-]{1,60}@[\w.-]{1,80}[^$#\n]{0,80}[$#])\s+[a-z(./~]/;
const ROOT_PROMPT = /^\s*#\s+(?=\S)/;

/**
 * Splits a shell block into its logical commands: prompts taken off, output between prompts left out, comments kept with
 * the command they stand before, continuations, here-documents and loops kept whole.
 */
export function splitShell(text: string): Piece[] {
  const lines = text.split('\n');
  const prompted = lines.some((line) => promptedCommand(line) !== null);
  const pieces: Piece[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const command = prompted ? behindPrompt(line) : unprompted(line);
    if (command === null) {
      at += 1;
      continue;
    }
    const end = endOfCommand(lines, at, command);
    const text = [command, ...lines.slice(at + 1, end + 1).map((next) => next.replace(/^\s*>\s/, ''))].join('\n').trim();
    pieces.push({ text, lines: [at, end] });
    at = end + 1;
  }
  return pieces;
}

/** What stands behind a prompt, or null where the line has none. `$ ` before a word is a prompt whatever the program is called. */
export function promptedCommand(line: string): string | null {
  const bare = line.replace(PROMPT, '');
  if (bare !== line) return isCommandLine(bare) || SURE_PROMPT.test(line) ? bare : null;
  return isCrampedPrompt(line) ? line.trim().slice(1) : null;
}

/** `$sudo lsblk`: the author left the blank out. */
function isCrampedPrompt(line: string): boolean {
  return /^\s*[$%][a-z][\w-]*\s+\S/.test(line) && isCommandLine(line.trim().slice(1));
}

function behindPrompt(line: string): string | null {
  if (PROMPT.test(line)) return line.replace(PROMPT, '');
  const prompted = promptedCommand(line);
  if (prompted !== null) return prompted;
  const root = line.replace(ROOT_PROMPT, '');
  return root !== line && isCommandLine(root) ? root : null;
}

function unprompted(line: string): string | null {
  const bare = line.trim();
  if (bare === '' || /^(?:\/\/|\.\.\.$)/.test(bare)) return null;
  return bare.startsWith('#') ? rootCommand(bare) : line;
}

/** `# ls -l /var/log`: a command behind the prompt of root; without a flag, a path or a pipe it is a comment. */
export function rootCommand(line: string): string | null {
  const bare = line.trim();
  const root = bare.replace(/^#\s+/, '');
  return root !== bare && isCommandLine(root) && /\s-|[|/]/.test(root) && !/\.$/.test(root) ? root : null;
}

function endOfCommand(lines: readonly string[], start: number, command: string): number {
  let end = start;
  const document = /<<-?\s*['"]?(\w+)['"]?/.exec(command)?.[1];
  if (document !== undefined) {
    const close = lines.findIndex((line, index) => index > start && line.trim() === document);
    return close === -1 ? lines.length - 1 : close;
  }
  let text = command;
  while (
    end + 1 < lines.length &&
    (/\\\s*$/.test(lines[end] ?? '') || openQuote(text) || depthOf(text) > 0 || /(?:\||&&|\|\|)\s*$/.test(text))
  ) {
    end += 1;
    text += `\n${lines[end] ?? ''}`;
  }
  return end;
}

/** Loops and conditionals still open. */
function depthOf(text: string): number {
  const bare = text.replace(/'[^']*'|"[^"]*"|#[^\n]*/g, ' ');
  const opens = bare.match(/(?:^|[\n;|&])\s*(?:for|while|until|if|case)\b/g)?.length ?? 0;
  const closes = bare.match(/(?:^|[\n;\s])(?:done|fi|esac)\b/g)?.length ?? 0;
  return opens - closes;
}

function openQuote(text: string): boolean {
  let mark = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '\\' && mark !== "'") at += 1;
    else if (mark === '' && (character === "'" || character === '"')) mark = character;
    else if (character === mark) mark = '';
  }
  return mark !== '';
}

/** SQL statements at their semicolons; quotes, dollar quotes and comments are respected. */
export function splitSql(text: string): Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  let at = 0;
  const push = (end: number): void => {
    const raw = text.slice(start, end);
    const trimmed = raw.trim();
    if (
      trimmed
        .replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, '')
        .replace(/;/g, '')
        .trim() !== ''
    ) {
      const from = lineOf(text, start + (raw.length - raw.trimStart().length));
      pieces.push({ text: trimmed, lines: [from, from + trimmed.split('\n').length - 1] });
    }
    start = end;
  };
  while (at < text.length) {
    const character = text[at] ?? '';
    if (character === "'" || character === '"') at = after(text, at + 1, character);
    else if (text.startsWith('--', at)) at = after(text, at, '\n');
    else if (text.startsWith('/*', at)) at = after(text, at + 2, '*/');
    else if (character === '$' && /^\$\w*\$/.test(text.slice(at, at + 40)))
      at = after(text, at + 1 + text.slice(at + 1).indexOf('$') + 1, /^\$\w*\$/.exec(text.slice(at, at + 40))?.[0] ?? '$$');
    else if (character === ';') {
      at += 1 + (/^[ \t]*--[^\n]*/.exec(text.slice(at + 1, at + 200))?.[0].length ?? 0);
      push(at);
    } else at += 1;
  }
  push(text.length);
  return pieces;
}

function after(text: string, from: number, mark: string): number {
  const at = text.indexOf(mark, from);
  return at === -1 ? text.length : at + mark.length;
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length - 1;
}

/** The whole block as one piece, blank lines and comment lines at its ends left out. */
export function wholeBlock(text: string): Piece[] {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => line.trim() !== '');
  if (first === -1) return [];
  const last = lines.findLastIndex((line) => line.trim() !== '');
  return [
    {
      text: lines
        .slice(first, last + 1)
        .join('\n')
        .trim(),
      lines: [first, last],
    },
  ];
}

/** The commands behind the prompts of a client's session as one piece, its output left out; null where there are none. */
export function behindPrompts(text: string, prompt: RegExp): Piece | null {
  const lines = text.split('\n');
  const prompted = lines.flatMap((line, index) => (prompt.test(line) ? [index] : []));
  const [first, last] = [prompted[0], prompted.at(-1)];
  if (first === undefined || last === undefined) return null;
  return { text: prompted.map((index) => (lines[index] ?? '').replace(prompt, '')).join('\n'), lines: [first, last] };
}
