import type { RowTest } from '../predicate.js';
import type { Clause } from './clause.js';
import type { ColumnProfile, QueryProfile } from './query-profile.js';
import { isMetric } from './query-profile.js';
import { every, number } from './row-tests.js';

/** The column of HTTP's answers, where there is one. */
export function statusCodeColumn(query: QueryProfile): ColumnProfile | null {
  if (isMetric(query)) return null;
  return (
    query.columns?.find((column) =>
      /(?:^|\b)(?:status code|response code|http code|http status|status|code|statuscode|responsecode)$/.test(column.words.join(' ')),
    ) ?? null
  );
}

/** "the status is 5xx", "ends in a 4xx", "a server error", "not a 2xx": a class of answers. Null: not of this kind. */
export function readStatusClass(clause: Clause): RowTest | null {
  const column = statusCodeColumn(clause.query);
  if (column === null) return null;
  const written = clause.words.find((word) => !clause.isRead(word) && /^[1-5]xx$/.test(word.text));
  const spoken =
    written === undefined && clause.query.facts.language === 'http' ? clause.take('server error', 'client error', 'redirect') : null;
  if (written === undefined && spoken === null) return null;
  if (written !== undefined) clause.read(written);
  clause.take('a', 'an', 'any');
  clause.take('status code', 'status', 'code', 'response', 'error');
  const digit =
    written === undefined ? { 'server error': 5, 'client error': 4, redirect: 3 }[spoken?.phrase ?? ''] : Number(written.text[0]);
  if (digit === undefined) return null;
  return every([number(column, '>=', digit * 100), number(column, '<', digit * 100 + 100)]);
}
