import { unitOfColumn } from './column-unit.js';
import type { ColumnReference } from './predicate.js';
import type { ConditionFacts } from './query-facts.js';
import type { TokenCursor } from './tokens.js';

export function readColumnName(cursor: TokenCursor): string | null {
  const token = cursor.peek();
  if (token === null || (token.kind !== 'literal' && token.kind !== 'word')) return null;
  cursor.next();
  return token.raw;
}

export function readLiterals(cursor: TokenCursor): readonly string[] {
  const words: string[] = [];
  const bracketed = cursor.take('(') !== null;
  while (cursor.peek()?.kind === 'literal') {
    words.push(cursor.next()?.raw ?? '');
    if (!bracketed || cursor.take(',') === null) break;
  }
  return bracketed && cursor.take(')') === null ? [] : words;
}

export function referenceTo(name: string, facts: ConditionFacts): ColumnReference {
  const owners = facts.queries.filter((query) => query.columns === null || query.columns.includes(name));
  const [owner] = owners;
  return { name, unit: owner === undefined || owners.length > 1 ? null : unitOfColumn(name, owner) };
}
