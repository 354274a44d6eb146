import { nearestName } from '../yaml/nearest-name.js';
import type { AuthorError } from './author-error.js';
import type { Predicate, RowTest } from './predicate.js';
import type { ConditionFacts, QueryFacts } from './query-facts.js';
import { columnIndex } from './table-view.js';
import type { TokenCursor } from './tokens.js';

/** `q2:`, the second query of the step, or `s3.q2:` as the plan calls it; null where none is named. */
export function readQueryName(cursor: TokenCursor, { queries }: ConditionFacts): QueryFacts | AuthorError | null {
  const name = cursor.peek()?.raw.toLowerCase() ?? '';
  if (!/^(?:[\w-]+\.)?q\d+$/.test(name) || cursor.peek(1)?.text !== ':') return null;
  const found = queries.filter(({ queryId }) => queryId === name || queryId.endsWith(`.${name}`));
  const [only] = found;
  if (only === undefined || found.length > 1) return { error: `“${name}” is no one query here: ${choicesOf(queries)}` };
  cursor.next();
  cursor.next();
  return only;
}

/** The query that alone has the columns a predicate speaks of; one whose columns nobody knows may have any. */
export function ownerOf(predicate: Predicate, queries: readonly QueryFacts[]): QueryFacts | AuthorError {
  const names = columnsIn(predicate);
  const having = queries.filter((query) => names.length > 0 && has(query, names) === true);
  const owners = having.length > 0 ? having : queries.filter((query) => has(query, names) !== false);
  const [only] = owners;
  if (only !== undefined && owners.length === 1) return only;
  if (owners.length > 1) return { error: `several queries stand here, so say which is meant: ${choicesOf(owners)}` };
  const known = queries.flatMap(({ columns }) => columns ?? []);
  const strange = names.find((name) => columnIndex(known, name) < 0) ?? names[0] ?? '';
  const near = nearestName(strange, known);
  return {
    error: `no query here has a column “${strange}”${near === null ? `: it is one of ${[...new Set(known)].join(', ')}` : `, did you mean “${near}”?`}`,
  };
}

function has({ columns, language }: QueryFacts, names: readonly string[]): boolean | 'perhaps' {
  if (columns !== null) return names.every((name) => columnIndex(columns, name) >= 0);
  return language === 'promql' && names.every((name) => name === 'value') ? true : 'perhaps';
}

function choicesOf(queries: readonly QueryFacts[]): string {
  return queries.map(({ queryId, text }) => `${queryId.replace(/^.*\./, '')}: (${firstWords(text)})`).join(' or ');
}

function firstWords(text: string): string {
  const line = text.trim().split('\n')[0] ?? '';
  return line.length > 50 ? `${line.slice(0, 49)}…` : line;
}

function columnsIn(predicate: Predicate): string[] {
  switch (predicate.kind) {
    case 'rows':
      return columnsOfTests([predicate.test, predicate.where, predicate.prefer]);
    case 'row-count':
      return columnsOfTests([predicate.where]);
    case 'aggregate':
    case 'trend':
      return [predicate.column.name, ...columnsOfTests([predicate.where])];
    case 'versus':
      return [predicate.column.name, ...columnsOfTests([predicate.left, predicate.right])];
    case 'readings':
    case 'every':
    case 'either':
    case 'not':
    case 'alert':
    case 'text':
    case 'line-count':
    case 'field':
      return [];
  }
}

function columnsOfTests(tests: readonly (RowTest | null)[]): string[] {
  return tests.flatMap((test) => (test === null ? [] : columnsOfTest(test)));
}

function columnsOfTest(test: RowTest): string[] {
  switch (test.kind) {
    case 'every':
    case 'either':
    case 'readings':
      return test.of.flatMap(columnsOfTest);
    case 'not':
      return columnsOfTest(test.of);
    case 'cell':
      return [test.column.name];
    case 'columns':
      return [test.left.name, test.right.name];
    case 'sums':
      return [...test.left, ...test.right].map(({ column }) => column.name);
    case 'any-cell':
    case 'restarts-within':
      return [];
  }
}
