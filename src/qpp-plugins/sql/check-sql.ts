import { splitSql } from '../readers/split-block.js';
import type { Dialect } from './bind-sql.js';
import type { SqlReading } from './read-sql.js';
import { readSql } from './read-sql.js';
import { mentionsClock } from './reads-clock.js';

/** What becomes of a bound statement: it is asked, a person carries it out, or it makes no sense. */
export type SqlCheck =
  | { readonly kind: 'asked'; readonly functions: readonly string[]; readonly readsClock: boolean }
  | { readonly kind: 'by-hand'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string; readonly hint: string };

const MOST_CHECKED = 1000;
const checked = new Map<string, SqlCheck>();

/** The bound text depends on the template alone, so each is parsed once, whatever the values. */
export function checkSql(text: string, dialect: Dialect): SqlCheck {
  const key = `${dialect} ${text}`;
  const known = checked.get(key) ?? check(text, dialect);
  if (checked.size >= MOST_CHECKED) checked.clear();
  checked.set(key, known);
  return known;
}

function check(text: string, dialect: Dialect): SqlCheck {
  const reading = readSql(dialect === 'sqlite' ? text.replace(/\?(\d+)/g, '$$$1') : text);
  const [flaw] = reading.flaws;
  if (flaw === undefined) return checkReading(reading);
  if (dialect === 'sqlite') return checkWords(text, flaw.message);
  return { kind: 'refused', reason: flaw.message, hint: 'Names of tables and columns cannot be parameters.' };
}

function checkReading({ statements, mutating, changing, leaving, functions, readsClock }: SqlReading): SqlCheck {
  if (statements !== 1) return severalStatements(statements);
  if (mutating) return { kind: 'by-hand', reason: 'this statement changes the database, and Periplus only reads databases' };
  const [changer] = changing;
  if (changer !== undefined)
    return { kind: 'by-hand', reason: `the function ${changer} changes something, and Periplus only reads databases` };
  const [leaver] = leaving;
  if (leaver !== undefined) return { kind: 'by-hand', reason: `the function ${leaver} does more than read` };
  return { kind: 'asked', functions, readsClock };
}

function severalStatements(count: number): SqlCheck {
  return { kind: 'refused', reason: `a query is one statement, and this has ${String(count)}`, hint: 'Split it into several blocks.' };
}

/**
 * SQLite's own syntax is beyond PostgreSQL's parser; there its first word decides, and SQLite itself: the file is open for
 * reading alone, and it refuses whatever else a statement would do before it begins.
 */
function checkWords(text: string, flaw: string): SqlCheck {
  const statements = splitSql(text);
  if (statements.length > 1) return severalStatements(statements.length);
  const bare = text.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ').trim();
  if (/^(?:insert|update|delete|replace|create|drop|alter|vacuum|reindex|analyze|begin|attach|detach|pragma)\b/i.test(bare))
    return { kind: 'by-hand', reason: 'this statement does more than read, and Periplus only reads databases' };
  if (/^(?:select|with|values|explain)\b/i.test(bare) && !/\b(?:from|join)\s+\?\d/i.test(bare))
    return { kind: 'asked', functions: [], readsClock: mentionsClock(bare) };
  return { kind: 'refused', reason: flaw, hint: 'Names of tables and columns cannot be parameters.' };
}
