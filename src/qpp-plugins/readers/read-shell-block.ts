import type { QueryLanguage, QueryStatement } from '../../tsg-parser/index.js';
import { holeNames } from './holes.js';
import { mutatingShell } from './mutating-shell.js';
import { programOf, shellCommands } from './shell-words.js';
import { splitShell, type Piece } from './split-block.js';

const NO_SHELL = 'Periplus runs no shell: a person runs this command.';

/**
 * A shell block, command by command. What `kubectl` and `oc` can say through the API stays one statement a command;
 * neighbouring commands for a person become one, as long as they all read or all change something.
 */
export function readShellBlock(text: string, language: QueryLanguage): QueryStatement[] {
  const constants = new Map<string, string>();
  const bound = new Set<string>();
  const statements: QueryStatement[] = [];
  let pending: Piece | null = null;
  const pieces = splitShell(text);
  const lastCommand = pieces.findLastIndex((piece) => constantOf(piece.text) === null);
  for (const [index, piece] of pieces.entries()) {
    const constant = constantOf(piece.text);
    if (constant !== null && (index < lastCommand || !isHole(constant.value))) {
      constants.set(constant.name, constant.value);
      bound.add(constant.name);
      pending ??= piece;
      continue;
    }
    const statement = readCommand(piece, pending, { language, constants, bound });
    pending = null;
    append(statements, statement);
  }
  return pending === null || statements.length > 0 ? statements : [];
}

interface Scope {
  readonly language: QueryLanguage;
  readonly constants: ReadonlyMap<string, string>;
  readonly bound: Set<string>;
}

function readCommand(piece: Piece, pending: Piece | null, { language, constants, bound }: Scope): QueryStatement {
  const text = withConstants(piece.text, constants);
  const commands = shellCommands(text);
  const own = languageOf(text, language);
  const parameters = holeNames(text, own).filter((name) => !bound.has(name) && !loopNames(commands).includes(name));
  const binds = commands.flatMap(({ assigned }) => assigned);
  for (const name of binds) bound.add(name);
  return {
    language: own,
    text,
    lines: [pending?.lines[0] ?? piece.lines[0], piece.lines[1]],
    mutating: mutatingShell(text),
    parameters,
    binds: binds.filter((name) => !loopNames(commands).includes(name)),
    columns: null,
    statusWords: [],
    byHand: own === 'shell' ? NO_SHELL : null,
    flaws: [],
  };
}

function loopNames(commands: ReturnType<typeof shellCommands>): string[] {
  return commands.filter(({ words }) => words[0] === 'for' || words[0] === 'read').flatMap(({ assigned }) => assigned);
}

/** `NAMESPACE="kube-etcd"`: a name for a text, no query. */
function constantOf(text: string): { name: string; value: string } | null {
  const match = /^\s*(?:export\s+)?([A-Za-z_]\w*)=(?:"([^"$`]*)"|'([^']*)'|(<[^<>\n]*>|[^\s"'$`<>(){}]*))\s*$/.exec(text);
  if (match?.[1] === undefined) return null;
  const value = match[2] ?? match[3] ?? match[4] ?? '';
  return value === '' ? null : { name: match[1], value };
}

/** `NODE=<node>`: a name for what a person says. Where no command follows, asking for it is all the block does. */
function isHole(value: string): boolean {
  return /^<.*>$/.test(value);
}

function withConstants(text: string, constants: ReadonlyMap<string, string>): string {
  if (constants.size === 0) return text;
  return text.replace(
    /\$\{(\w+)\}|\$(\w+)/g,
    (all, braced: string | undefined, bare: string | undefined) => constants.get(braced ?? bare ?? '') ?? all,
  );
}

function languageOf(text: string, block: QueryLanguage): QueryLanguage {
  const [first] = shellCommands(text.replace(/^\s*(?:export\s+)?\w+=["']?\$\(([\s\S]*)\)["']?\s*$/, '$1'));
  const program = first === undefined ? undefined : programOf(first.words)?.program;
  if (program === 'oc') return 'oc';
  if (program === 'kubectl' || program === 'k') return 'kubectl';
  return block === 'kubectl' || block === 'oc' ? 'shell' : block;
}

/** Commands for a person that stand together and do the same sort of thing are one. */
function append(statements: QueryStatement[], next: QueryStatement): void {
  const last = statements.at(-1);
  if (last === undefined || last.byHand === null || next.byHand === null || last.mutating !== next.mutating) {
    statements.push(next);
    return;
  }
  statements[statements.length - 1] = {
    ...last,
    text: `${last.text}\n${next.text}`,
    lines: [last.lines[0], next.lines[1]],
    parameters: [...new Set([...last.parameters, ...next.parameters])],
    binds: [...new Set([...last.binds, ...next.binds])],
  };
}
