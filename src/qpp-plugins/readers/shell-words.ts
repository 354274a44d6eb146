/** One simple command of a shell text: its words with quotes taken off, and what the words held in `$(…)`. */
export interface ShellCommand {
  readonly words: readonly string[];
  /** Names assigned before or instead of a command: `X=1 cmd`, `X=$(…)`, `export X=…`, `for X in`, `read X`. */
  readonly assigned: readonly string[];
  /** Texts of command substitutions within it. */
  readonly inner: readonly string[];
  readonly writesFile: boolean;
}

const KEYWORDS = new Set([
  'if',
  'then',
  'else',
  'elif',
  'fi',
  'do',
  'done',
  'while',
  'until',
  '{',
  '}',
  '!',
  'time',
  'case',
  'esac',
  '(',
  ')',
]);
const PREFIXES = new Set(['sudo', 'env', 'nohup', 'time', 'command', 'exec', 'watch', 'xargs', 'timeout', 'nice', 'doas']);
const ASSIGNMENT = /^([A-Za-z_]\w*)\+?=/;

/** Splits a shell text into its simple commands, quote- and substitution-aware. Never throws: an open quote ends with the text. */
export function shellCommands(text: string): ShellCommand[] {
  const commands: ShellCommand[] = [];
  for (const words of splitCommands(text.replace(/\\\r?\n/g, ' '))) {
    const command = readCommand(words);
    if (command !== null) commands.push(command);
  }
  return commands;
}

interface Word {
  readonly text: string;
  readonly quoted: boolean;
  readonly inner: readonly string[];
}

function readCommand(words: readonly Word[]): ShellCommand | null {
  const assigned: string[] = [];
  const kept: string[] = [];
  let writesFile = false;
  for (const [index, word] of words.entries()) {
    const name = kept.length === 0 ? ASSIGNMENT.exec(word.text)?.[1] : undefined;
    if (name !== undefined && !word.quoted) assigned.push(name);
    else if (/^\d?>>?$/.test(word.text) && !word.quoted)
      writesFile = writesFile || !/^(?:&\d|\/dev\/null)$/.test(words[index + 1]?.text ?? '');
    else if (kept.length === 0 && !word.quoted && KEYWORDS.has(word.text)) continue;
    else kept.push(word.text);
  }
  const inner = words.flatMap((word) => word.inner);
  if (kept.length === 0 && assigned.length === 0 && inner.length === 0) return null;
  return { words: kept, assigned: [...assigned, ...declared(kept)], inner, writesFile };
}

function declared(words: readonly string[]): string[] {
  if (words[0] === 'for' && words[1] !== undefined) return [words[1]];
  if (words[0] === 'read') return words.slice(1).filter((word) => /^[A-Za-z_]\w*$/.test(word));
  if (words[0] !== 'export' && words[0] !== 'local' && words[0] !== 'declare' && words[0] !== 'set') return [];
  return words.slice(1).flatMap((word) => ASSIGNMENT.exec(word)?.[1] ?? []);
}

/** The program a command runs, without `sudo` and the like; null for a bare assignment. */
export function programOf(words: readonly string[]): { readonly program: string; readonly args: readonly string[] } | null {
  let at = 0;
  while (
    at < words.length &&
    (PREFIXES.has(words[at] ?? '') || (at > 0 && (words[at] ?? '').startsWith('-')) || (at > 0 && ASSIGNMENT.test(words[at] ?? '')))
  )
    at += 1;
  const program = words[at] ?? words[0];
  return program === undefined ? null : { program: program.replace(/^.*[/\\]/, ''), args: words.slice(at + 1) };
}

function splitCommands(text: string): Word[][] {
  const commands: Word[][] = [[]];
  let at = 0;
  while (at < text.length) {
    const character = text[at] ?? '';
    if (character === '#' && (at === 0 || /\s/.test(text[at - 1] ?? ''))) {
      while (at < text.length && text[at] !== '\n') at += 1;
    } else if (/[\n;|&]/.test(character)) {
      if (!(character === '&' && text[at - 1] === '>')) commands.push([]);
      at += 1;
    } else if (/\s/.test(character)) {
      at += 1;
    } else {
      const { word, next } = readWord(text, at);
      commands.at(-1)?.push(word);
      at = next;
    }
  }
  return commands.filter((words) => words.length > 0);
}

function readWord(text: string, start: number): { word: Word; next: number } {
  let at = start;
  let value = '';
  let quoted = false;
  const inner: string[] = [];
  const redirect = /^\d?>>?|^<<?<?/.exec(text.slice(at, at + 4));
  if (redirect !== null && text[at + redirect[0].length] !== '(' && !/^<[A-Za-z]/.test(text.slice(at, at + 2))) {
    return { word: { text: redirect[0], quoted: false, inner }, next: at + redirect[0].length };
  }
  while (at < text.length) {
    const character = text[at] ?? '';
    if (/[\s;|]/.test(character) || (character === '&' && text[at - 1] !== '>') || (character === '>' && !value.includes('<'))) break;
    if (character === '<' && text[at + 1] !== '(') {
      const hole = /^<[A-Za-z][^<>\n]*>/.exec(text.slice(at, at + 80));
      value += hole?.[0] ?? character;
      at += hole?.[0].length ?? 1;
    } else if (character === '\\') {
      value += text[at + 1] ?? '';
      at += 2;
    } else if (character === "'") {
      const end = endOf(text, at + 1, "'");
      value += text.slice(at + 1, end);
      quoted = true;
      at = end + 1;
    } else if (character === '"') {
      const end = endOfDouble(text, at + 1);
      const body = text.slice(at + 1, end);
      value += body;
      inner.push(...substitutions(body));
      quoted = true;
      at = end + 1;
    } else if ((character === '$' || character === '<') && text[at + 1] === '(') {
      const end = endOfParenthesis(text, at + 2);
      inner.push(text.slice(at + 2, end));
      value += text.slice(at, end + 1);
      at = end + 1;
    } else if (character === '`') {
      const end = endOf(text, at + 1, '`');
      inner.push(text.slice(at + 1, end));
      value += text.slice(at, end + 1);
      at = end + 1;
    } else {
      value += character;
      at += 1;
    }
  }
  return { word: { text: value, quoted, inner }, next: Math.max(at, start + 1) };
}

function endOf(text: string, from: number, mark: string): number {
  const at = text.indexOf(mark, from);
  return at === -1 ? text.length : at;
}

function endOfDouble(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '$' && text[at + 1] === '(') at = endOfParenthesis(text, at + 2);
    else if (text[at] === '"') return at;
  }
  return text.length;
}

function endOfParenthesis(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (character === "'") at = endOf(text, at + 1, "'");
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    if (depth === 0) return at;
  }
  return text.length;
}

function substitutions(body: string): string[] {
  const found: string[] = [];
  for (let at = body.indexOf('$('); at !== -1; at = body.indexOf('$(', at)) {
    const end = endOfParenthesis(body, at + 2);
    found.push(body.slice(at + 2, end));
    at = end;
  }
  return found;
}
