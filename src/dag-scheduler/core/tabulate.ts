import type { QueryResult } from '../../qpp-plugins/index.js';

/** Fewer rows than this can be read as they are. */
const WORTH_COUNTING = 12;
const MOST_KINDS = 24;
const MOST_OUTCOMES = 8;
const MOST_LINES = 15;
const OUTCOME = /(?:^|_)(?:status|state|result|outcome|verdict|phase)(?:_|$)/iu;
const GENERIC = new Set(['name', 'id', 'type', 'key', 'code', 'status', 'state']);

type Column = { readonly name: string; readonly index: number; readonly values: ReadonlySet<string> };

/**
 * Rows that nobody reads one by one, counted by what a question speaks of: "any CRITICAL scenario with completion < 99%" over
 * 6,000 workflows becomes a line a scenario with how its workflows ended. Null where the question names no column of them.
 */
export function tabulate({ columns, rows }: Pick<QueryResult, 'columns' | 'rows'>, question: string): string | null {
  if (rows.length < WORTH_COUNTING) return null;
  const kinds = columns.flatMap((name, index) => kindsOf(name, index, rows));
  const outcome = kinds.find(({ name, values }) => OUTCOME.test(name) && values.size <= MOST_OUTCOMES) ?? null;
  const subjects = kinds.filter((kind) => kind !== outcome && isSpokenOf(kind, question)).slice(0, 2);
  if (subjects.length === 0) return null;
  const groups = groupsOf(rows, subjects, outcome);
  const by = [...subjects, ...(outcome === null ? [] : [outcome])].map(({ name }) => name).join(', ');
  const more = groups.length > MOST_LINES ? [`… and ${groups.length - MOST_LINES} more`] : [];
  return [`${rows.length} rows by ${by}:`, ...groups.slice(0, MOST_LINES).map(lineOf), ...more].join('\n');
}

/** A column of few different words. */
function kindsOf(name: string, index: number, rows: QueryResult['rows']): readonly Column[] {
  const values = new Set<string>();
  for (const row of rows) {
    const cell = row[index] ?? null;
    if (cell === null) continue;
    if (typeof cell !== 'string') return [];
    values.add(cell);
    if (values.size > MOST_KINDS) return [];
  }
  return values.size > 1 ? [{ name, index, values }] : [];
}

function isSpokenOf({ name, values }: Column, question: string): boolean {
  const words = new Set(
    question
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.map(singular),
  );
  const named = name
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .some((part) => !GENERIC.has(part) && words.has(singular(part)));
  return named || [...values].some((value) => value.length > 2 && words.has(singular(value.toLowerCase())));
}

function singular(word: string): string {
  return word.replace(/(?<=\p{L}{3})s$/u, '');
}

interface Group {
  readonly label: string;
  total: number;
  readonly outcomes: Map<string, number>;
}

/** Worst first: the outcome that is most common over all stands for "as it should be". */
function groupsOf(rows: QueryResult['rows'], subjects: readonly Column[], outcome: Column | null): readonly Group[] {
  const groups = new Map<string, Group>();
  const overall = new Map<string, number>();
  for (const row of rows) {
    const label = subjects.map(({ index }) => String(row[index] ?? '-')).join(', ');
    const group = groups.get(label) ?? { label, total: 0, outcomes: new Map<string, number>() };
    const ended = outcome === null ? null : String(row[outcome.index] ?? '-');
    group.total += 1;
    if (ended !== null) {
      group.outcomes.set(ended, (group.outcomes.get(ended) ?? 0) + 1);
      overall.set(ended, (overall.get(ended) ?? 0) + 1);
    }
    groups.set(label, group);
  }
  const [usual] = [...overall].toSorted((a, b) => b[1] - a[1]);
  const shareOf = ({ outcomes, total }: Group): number => (outcomes.get(usual?.[0] ?? '') ?? 0) / total;
  return [...groups.values()].toSorted((a, b) => shareOf(a) - shareOf(b) || b.total - a.total);
}

function lineOf({ label, total, outcomes }: Group): string {
  const ended = [...outcomes]
    .toSorted((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
    .map(([word, count]) => `${word} ${count} (${percent(count / total)})`);
  return `${label}: ${total}${ended.length === 0 ? '' : `; ${ended.join(', ')}`}`;
}

function percent(share: number): string {
  return `${Math.round(share * 10_000) / 100} %`;
}
