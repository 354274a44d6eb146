import { assertNever } from '../../../platform/errors.js';
import { agreed, answerOf, either, every, not } from './answers.js';
import { holds } from './compare-amount.js';
import type { RowOutcome } from './evaluate-row.js';
import { evaluateRow } from './evaluate-row.js';
import type { Answer, Comparator, Quantifier, RowsPredicate, RowTest, Verdict } from './predicate.js';
import type { ScopedTable } from './table-view.js';
import { nameRank, rowLabel } from './table-view.js';
import { newestRow } from './newest-row.js';

export interface ScopedResult {
  readonly id: string;
  readonly table: ScopedTable;
}

interface Judged extends RowOutcome {
  readonly row: number;
}

/** Decides a statement about rows: which are spoken of, what each says, what the quantifier makes of it. */
export function evaluateRows(predicate: RowsPredicate, result: ScopedResult): Verdict {
  const { table } = result;
  const spoken = rowsSpokenOf(predicate.where, table);
  if ('doubt' in spoken) return undecided(result.id, spoken.doubt);
  const narrowed = narrow(predicate.prefer, table, spoken.rows);
  const chosen = predicate.quantifier.kind === 'latest' ? newestRow(table, narrowed) : narrowed;
  if (!Array.isArray(chosen)) return undecided(result.id, chosen as string);
  if (chosen.length === 0) return emptyVerdict(predicate, result);
  const judged = chosen.map((row: number) => ({ row, ...evaluateRow(predicate.test, table, row) }));
  const answer = quantify(
    predicate.quantifier,
    judged.map((one) => one.answer),
    table.truncated === true,
  );
  return explain(answer, judged, result, predicate);
}

function emptyVerdict(predicate: RowsPredicate, result: ScopedResult): Verdict {
  const spokenOf = predicate.where === null ? 'There are no rows to speak of.' : 'No row is about what the condition names.';
  const answer = predicate.where === null ? predicate.whenEmpty : 'undecidable';
  return { answer, reason: spokenOf, queryId: result.id, rows: [] };
}

/** Indexes of the rows the condition is about. A row that may or may not be one of them is a doubt. */
export function rowsSpokenOf(where: RowTest | null, table: ScopedTable): { readonly rows: readonly number[] } | { readonly doubt: string } {
  let rows: readonly number[] = table.rows.map((_, row) => row);
  for (const test of conjuncts(where)) {
    const outcomes = rows.map((row) => ({ row, outcome: evaluateRow(test, table, row) }));
    const doubtful = outcomes.find(({ outcome }) => outcome.answer === 'undecidable');
    if (doubtful !== undefined) return { doubt: doubtful.outcome.doubt ?? 'it cannot be told which rows are meant' };
    rows = closest(
      test,
      table,
      outcomes.filter(({ outcome }) => outcome.answer === 'true').map(({ row }) => row),
    );
  }
  return { rows };
}

function conjuncts(test: RowTest | null): readonly RowTest[] {
  if (test === null) return [];
  return test.kind === 'every' ? test.of.flatMap(conjuncts) : [test];
}

/** A name means the rows that bear it most exactly: "orders" is not `orders-db` where there is an `orders`. */
function closest(test: RowTest, table: ScopedTable, rows: readonly number[]): readonly number[] {
  if (test.kind !== 'any-cell' || test.test.match !== 'names') return rows;
  const { words } = test.test;
  const ranked = rows.map((row) => ({
    row,
    rank: Math.max(...(table.rows[row] ?? []).flatMap((cell) => words.map((word) => nameRank(cell, word)))),
  }));
  const most = Math.max(...ranked.map(({ rank }) => rank));
  return ranked.filter(({ rank }) => rank === most).map(({ row }) => row);
}

function narrow(prefer: RowTest | null, table: ScopedTable, rows: readonly number[]): readonly number[] {
  return conjuncts(prefer).reduce((left, test) => {
    const passing = left.filter((row) => evaluateRow(test, table, row).answer === 'true');
    return passing.length === 0 ? left : closest(test, table, passing);
  }, rows);
}

function quantify(quantifier: Quantifier, answers: readonly Answer[], truncated: boolean): Answer {
  const rest: readonly Answer[] = truncated ? [...answers, 'undecidable'] : answers;
  switch (quantifier.kind) {
    case 'any':
      return either(rest);
    case 'all':
      return every(rest);
    case 'none':
      return not(either(rest));
    case 'the':
    case 'latest':
      return every(rest) === not(either(rest)) ? 'undecidable' : unanimous(rest);
    case 'most':
      return bounded(rest, (count) => count * 2 > rest.length);
    case 'share':
      return bounded(rest, (count) => holds(rounded(count / rest.length), quantifier.comparator, rounded(quantifier.share)));
    case 'count':
      return countOf(rest, quantifier.comparator, quantifier.count, truncated);
    default:
      return assertNever(quantifier);
  }
}

/** A third is written as 33.3333%. */
function rounded(share: number): number {
  return Math.round(share * 1e5) / 1e5;
}

function unanimous(answers: readonly Answer[]): Answer {
  if (answers.every((answer) => answer === 'true')) return 'true';
  return answers.every((answer) => answer === 'false') ? 'false' : 'undecidable';
}

/** The answer if the unknown rows turn out all false and if they turn out all true, where both agree. */
function bounded(answers: readonly Answer[], decide: (count: number) => boolean): Answer {
  const least = answers.filter((answer) => answer === 'true').length;
  const most = answers.filter((answer) => answer !== 'false').length;
  return decide(least) === decide(most) ? answerOf(decide(least)) : 'undecidable';
}

function countOf(answers: readonly Answer[], comparator: Comparator, count: number, truncated: boolean): Answer {
  const least = answers.filter((answer) => answer === 'true').length;
  const most = truncated ? Number.POSITIVE_INFINITY : answers.filter((answer) => answer !== 'false').length;
  return countBetween(least, most, comparator, count);
}

/** The answer where every count between the two gives the same one. */
export function countBetween(least: number, most: number, comparator: Comparator, count: number): Answer {
  const outcomes = [least, most, ...(count > least && count < most ? [count] : [])].map((size) => answerOf(holds(size, comparator, count)));
  return agreed(outcomes);
}

function explain(answer: Answer, judged: readonly Judged[], result: ScopedResult, predicate: RowsPredicate): Verdict {
  const yes = judged.filter((one) => one.answer === 'true');
  const unknown = judged.filter((one) => one.answer === 'undecidable');
  const no = judged.filter((one) => one.answer === 'false');
  if (answer === 'undecidable') {
    const doubt =
      unknown.find((one) => one.doubt !== null)?.doubt ?? disagreement(yes.length, judged.length, result.table.truncated === true);
    return undecided(result.id, `${doubt}${unknown.length === 0 ? `: ${quote(yes.slice(0, 1).concat(no.slice(0, 1)), result)}` : ''}`);
  }
  const telling = yes.length > 0 && (answer === 'true' || predicate.quantifier.kind === 'none') ? yes : no.length > 0 ? no : yes;
  const reason = `${telling.length} of ${judged.length} ${judged.length === 1 ? 'row' : 'rows'}: ${quote(telling, result)}.`;
  return { answer, reason, queryId: result.id, rows: telling.map((one) => one.row) };
}

function disagreement(yes: number, all: number, truncated: boolean): string {
  return truncated ? 'rows beyond the cap are not known' : `the rows disagree, ${yes} of ${all} would say yes`;
}

const QUOTED_ROWS = 3;

function quote(judged: readonly Judged[], result: ScopedResult): string {
  const quoted = judged.slice(0, QUOTED_ROWS).map((one) => `${rowLabel(result.table, one.row, -1)} (${one.shown.join(', ')})`);
  return judged.length > QUOTED_ROWS ? `${quoted.join('; ')}; …` : quoted.join('; ');
}

export function undecided(queryId: string | null, doubt: string): Verdict {
  return { answer: 'undecidable', reason: `${doubt.charAt(0).toUpperCase()}${doubt.slice(1)}.`.replace(/\.\.$/, '.'), queryId, rows: [] };
}
