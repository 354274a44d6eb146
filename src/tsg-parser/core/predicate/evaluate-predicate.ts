import { assertNever } from '../../../platform/errors.js';
import { answerOf, either, every, not } from './answers.js';
import type { ScopedResult } from './evaluate-rows.js';
import { countBetween, evaluateRows, rowsSpokenOf, undecided } from './evaluate-rows.js';
import type { AlertState, Answer, Predicate, RowCountPredicate, TextPattern, TextPredicate, Verdict } from './predicate.js';
import type { ScopedTable } from './table-view.js';

/** What a condition may look at: the results in scope by query id, and the alert's own state as it was last read. */
export interface EvaluationScope {
  readonly results: ReadonlyMap<string, ScopedTable>;
  readonly alertState: AlertState | 'unknown';
}

/** Decides a predicate. Never says `false` for what cannot be known; the reason is a sentence that quotes the values. */
export function evaluatePredicate(predicate: Predicate, scope: EvaluationScope): Verdict {
  switch (predicate.kind) {
    case 'every':
    case 'either':
      return combine(
        predicate.kind,
        predicate.of.map((part) => evaluatePredicate(part, scope)),
      );
    case 'not': {
      const inner = evaluatePredicate(predicate.of, scope);
      return { ...inner, answer: not(inner.answer) };
    }
    case 'alert':
      return evaluateAlert(predicate.state, scope.alertState);
    case 'rows':
    case 'row-count':
    case 'text': {
      const result = resultOf(predicate.query, scope);
      if (typeof result === 'string') return undecided(predicate.query, result);
      if (result.table.fill === 'no-data') return undecided(result.id, 'no data: the source knows nothing of what was asked');
      if (predicate.kind === 'rows') return evaluateRows(predicate, result);
      return predicate.kind === 'text' ? evaluateText(predicate, result) : evaluateRowCount(predicate, result);
    }
    default:
      return assertNever(predicate);
  }
}

function combine(kind: 'every' | 'either', verdicts: readonly Verdict[]): Verdict {
  const answer = (kind === 'every' ? every : either)(verdicts.map((verdict) => verdict.answer));
  const telling = verdicts.filter((verdict) => verdict.answer === answer);
  const [first] = telling;
  const sameQuery = telling.every((verdict) => verdict.queryId === first?.queryId);
  return {
    answer,
    reason: telling.map((verdict) => verdict.reason).join(' '),
    queryId: first?.queryId ?? null,
    rows: sameQuery ? [...new Set(telling.flatMap((verdict) => verdict.rows))] : (first?.rows ?? []),
  };
}

function evaluateAlert(wanted: AlertState, state: AlertState | 'unknown'): Verdict {
  if (state === 'unknown') return undecided(null, 'the state of the alert is not known');
  return { answer: answerOf(state === wanted), reason: `The alert is ${state}.`, queryId: null, rows: [] };
}

function resultOf(query: string | null, scope: EvaluationScope): ScopedResult | string {
  if (query !== null) {
    const table = scope.results.get(query);
    return table === undefined ? `the query ${query} brought nothing back` : { id: query, table };
  }
  const [only, second] = scope.results.entries();
  if (only === undefined) return 'there is no result to look at';
  if (second !== undefined) return 'it is not said which of the results is meant';
  return { id: only[0], table: only[1] };
}

function evaluateRowCount(predicate: RowCountPredicate, result: ScopedResult): Verdict {
  const { table } = result;
  const counted = countRows(predicate, table);
  if (typeof counted === 'string') return undecided(result.id, counted);
  const most = table.truncated === true ? Number.POSITIVE_INFINITY : counted.length;
  const answer = countBetween(counted.length, most, predicate.comparator, predicate.count);
  if (answer === 'undecidable') return undecided(result.id, 'rows beyond the cap are not known');
  const what = counted.length === 1 ? '1 row' : `${counted.length === 0 ? 'no' : counted.length} rows`;
  return {
    answer,
    reason: `The result has ${what}${predicate.where === null ? '' : ' of that kind'}.`,
    queryId: result.id,
    rows: counted,
  };
}

/** Where a source printed text alone, its lines are the rows. */
function countRows(predicate: RowCountPredicate, table: ScopedTable): readonly number[] | string {
  if (table.rows.length === 0 && predicate.where === null && table.text !== null) {
    return table.text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [index]));
  }
  const spoken = rowsSpokenOf(predicate.where, table);
  return 'doubt' in spoken ? spoken.doubt : spoken.rows;
}

function evaluateText(predicate: TextPredicate, result: ScopedResult): Verdict {
  const lines = linesOf(result.table);
  const found = lines.findIndex((line) => predicate.patterns.some((pattern) => occurs(pattern, line)));
  if (found >= 0)
    return { answer: 'true', reason: `It says “${shorten(lines[found] ?? '')}”.`, queryId: result.id, rows: rowsOf(result.table, found) };
  const answer: Answer = result.table.truncated === true ? 'undecidable' : 'false';
  const reason =
    answer === 'false' ? `It does not occur in ${lines.length} lines.` : 'It does not occur in what was kept, and more was cut off.';
  return { answer, reason, queryId: result.id, rows: [] };
}

function linesOf(table: ScopedTable): readonly string[] {
  const rows = table.rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell))).join(' '));
  return [...rows, ...(table.text ?? '').split('\n').filter((line) => line.trim() !== '')];
}

function rowsOf(table: ScopedTable, line: number): readonly number[] {
  return line < table.rows.length ? [line] : [];
}

function occurs(pattern: TextPattern, line: string): boolean {
  if (pattern.kind === 'contains') return line.toLowerCase().includes(pattern.text.toLowerCase());
  return new RegExp(pattern.expression, 'i').test(line);
}

function shorten(line: string): string {
  return line.length > 160 ? `${line.slice(0, 157)}…` : line;
}
