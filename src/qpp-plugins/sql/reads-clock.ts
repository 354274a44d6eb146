import type { Tree } from './sql-tree.js';
import { nodesOf, textOf, treesOf } from './sql-tree.js';

const CLOCKS = new Set(['now', 'clock_timestamp', 'statement_timestamp', 'transaction_timestamp', 'timeofday']);
/** SQLite's, which mean now where they are given nothing. */
const CLOCKS_WITHOUT_ARGUMENTS = new Set(['date', 'time', 'datetime', 'julianday', 'unixepoch']);
const LITERALS = /^(?:now|today|yesterday|tomorrow)$/i;

/** Whether a statement asks the database what time it is: its answer then is about now, whatever instant is meant. */
export function readsClock(statements: readonly Tree[]): boolean {
  return statements.some(
    (statement) =>
      nodesOf(statement, 'SQLValueFunction').some(({ op }) => /DATE|TIME/.test(String(op))) ||
      nodesOf(statement, 'FuncCall').some(isClock) ||
      nodesOf(statement, 'A_Const').some((constant) => LITERALS.test(textOf(constant))),
  );
}

function isClock(call: Tree): boolean {
  const name = textOf(treesOf(call['funcname']).at(-1) ?? {});
  const args = treesOf(call['args']);
  return CLOCKS.has(name) || (name === 'age' && args.length === 1) || (CLOCKS_WITHOUT_ARGUMENTS.has(name) && args.length === 0);
}

/** The same of a text that only SQLite can parse. */
export function mentionsClock(text: string): boolean {
  return /\bcurrent_(?:date|time|timestamp)\b|'now'|\b(?:date|time|datetime|julianday|unixepoch)\s*\(\s*\)/i.test(text);
}
