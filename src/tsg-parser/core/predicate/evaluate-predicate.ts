import { assertNever } from '../../../platform/errors.js';
import { agreed, answerOf, either, every, not } from './answers.js';
import { evaluateAggregate, evaluateTrend, evaluateVersus } from './evaluate-aggregate.js';
import type { ScopedResult } from './evaluate-rows.js';
import { countBetween, evaluateRows, rowsSpokenOf, undecided } from './evaluate-rows.js';
import { evaluateField, evaluateLineCount, evaluateText } from './evaluate-text.js';
import type { AlertState, Predicate, RowCountPredicate, Verdict } from './predicate.js';
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
    case 'readings':
      return agree(predicate.of.map((part) => evaluatePredicate(part, scope)));
    case 'rows':
    case 'row-count':
    case 'aggregate':
    case 'trend':
    case 'versus':
    case 'text':
    case 'line-count':
    case 'field':
      return evaluateOver(predicate, scope);
    default:
      return assertNever(predicate);
  }
}

type ResultPredicate = Extract<Predicate, { readonly query: string | null }>;

function evaluateOver(predicate: ResultPredicate, scope: EvaluationScope): Verdict {
  const result = resultOf(predicate.query, scope);
  if (typeof result === 'string') return undecided(predicate.query, result);
  const literal = predicate.kind === 'row-count' && predicate.ofNoData === true;
  if (result.table.fill === 'no-data' && !literal) return undecided(result.id, 'no data: the source knows nothing of what was asked');
  switch (predicate.kind) {
    case 'rows':
      return evaluateRows(predicate, result);
    case 'row-count':
      return evaluateRowCount(predicate, result);
    case 'aggregate':
      return evaluateAggregate(predicate, result);
    case 'trend':
      return evaluateTrend(predicate, result);
    case 'versus':
      return evaluateVersus(predicate, result);
    case 'text':
      return evaluateText(predicate, result);
    case 'line-count':
      return evaluateLineCount(predicate, result);
    case 'field':
      return evaluateField(predicate, result);
    default:
      return assertNever(predicate);
  }
}

/** Where every reading that can be decided comes to one answer and none is open, that is the answer. */
function agree(verdicts: readonly Verdict[]): Verdict {
  const [first] = verdicts;
  const answer = agreed(verdicts.map((verdict) => verdict.answer));
  if (first !== undefined && answer !== 'undecidable') return first;
  const open = verdicts.find((verdict) => verdict.answer === 'undecidable');
  return undecided(first?.queryId ?? null, open?.reason ?? `it may be read in ${verdicts.length} ways that come to different answers`);
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
