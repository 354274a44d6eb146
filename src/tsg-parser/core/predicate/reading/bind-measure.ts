import type { ColumnReference } from '../predicate.js';
import type { Token } from '../tokens.js';
import type { Dimension, Unit } from '../units.js';
import { dimensionOf } from '../units.js';
import { stemOf } from '../words/inflections.js';
import { measureNamed } from '../words/measures.js';
import type { Objection } from './clause.js';
import { isBareCounter, metricObjection } from './metric-fit.js';
import type { ColumnProfile, QueryProfile } from './query-profile.js';
import { columnNamed, isMetric, mentions } from './query-profile.js';

/** Columns a sentence may mean: one, or several where nothing tells them apart. */
export interface Binding {
  readonly columns: readonly ColumnProfile[];
  /** The words that named them. */
  readonly words: readonly Token[];
}

/** Finds the column a condition measures, from the words around its number and the number's unit. */
export function bindMeasure(cues: readonly Token[], unit: Unit | null, query: QueryProfile): Binding | Objection {
  if (isMetric(query)) return bindMetric(cues, unit, query);
  const exact = exactColumns(cues, query);
  const [one, two] = exact;
  if (one !== undefined) {
    if (two !== undefined) return { objection: `it names several columns, ${exact.map(({ column }) => column.name).join(' and ')}` };
    return { columns: [one.column], words: cues.filter((cue) => cue === one.word || measureNamed(cue.text)?.dimension === null) };
  }
  if (query.columns === null) return { objection: 'nothing says which columns the result has' };
  const candidates = query.columns.filter((column) => column.role === 'number' && fits(unit, column, query));
  const ofUnit = unit === null ? [] : candidates.filter((column) => column.unit !== null);
  const ranked = (ofUnit.length > 0 ? ofUnit : candidates).map((column) => rank(column, cues)).filter((one) => one !== null);
  const found = best(ranked) ?? sole(candidates, cues, unit, query) ?? total(candidates, cues, query);
  return found ?? { objection: `no column of the result (${query.columns.map(({ name }) => name).join(', ')}) measures that` };
}

export function referenceTo(column: ColumnProfile): ColumnReference {
  return { name: column.name, unit: column.unit };
}

/** Columns written as such: `error_rate`, "FreeGB", READY, "completion rate" for completion_rate. */
export function exactColumns(
  cues: readonly Token[],
  query: QueryProfile,
): readonly { readonly column: ColumnProfile; readonly word: Token }[] {
  const found = cues.flatMap((word) => {
    const written = word.kind === 'literal' || /[A-Z_]/.test(word.raw.slice(1)) || /[%()]/.test(word.raw);
    const column = written ? columnNamed(query, word.raw) : null;
    return column === null || column.role === 'label' ? [] : [{ column, word }];
  });
  return found.filter(({ column }, index) => found.findIndex((other) => other.column === column) === index);
}

/** The one number of a metric query is what is meant, unless the words name what it does not measure. */
function bindMetric(cues: readonly Token[], unit: Unit | null, query: QueryProfile): Binding | Objection {
  const objection = metricObjection(cues, query);
  if (objection !== null) return { objection };
  if (unit !== null && dimensionOf(unit) === 'rate' && isBareCounter(query))
    return { objection: 'the query yields a count that only grows, not a rate' };
  const unlike = unit === null ? null : unlikeUnit(unit, query);
  if (unlike !== null) return { objection: unlike };
  const value = columnNamed(query, 'value') ?? {
    name: 'value',
    words: ['value'],
    stems: new Set(['value']),
    unit: null,
    role: 'number' as const,
  };
  return { columns: [value], words: cues.filter((cue) => measureNamed(cue.text) !== null) };
}

const SPEAKS: Readonly<Partial<Record<Dimension, RegExp>>> = {
  time: /second|duration|latency|time|delay|age|lag|milli|_ms|timestamp|expir/i,
  bytes: /byte|size|memory|disk|storage|heap|rss/i,
};

/** A number whose query says nothing of time is not so many seconds. */
function unlikeUnit(unit: Unit, query: QueryProfile): string | null {
  const dimension = dimensionOf(unit);
  const pattern = SPEAKS[dimension];
  if (columnNamed(query, 'value')?.unit != null || pattern === undefined) return null;
  return pattern.test(query.facts.text.replace(/\[[^\]]*\]/g, '')) ? null : `the query measures no ${dimension}`;
}

interface Ranked {
  readonly column: ColumnProfile;
  readonly strict: number;
  readonly soft: number;
  readonly extra: number;
  readonly words: readonly Token[];
}

/** How well a column answers to the words; null where they exclude it. */
function rank(column: ColumnProfile, cues: readonly Token[]): Ranked | null {
  const answering = cues.filter((cue) => answersTo(column, cue));
  const strict = cues.filter((cue) => measureNamed(cue.text)?.dimension != null);
  const met = strict.filter((cue) => answering.includes(cue));
  const own = column.words.some((word) => measureNamed(word)?.dimension != null);
  if (strict.length > 0 && met.length === 0 && own) return null;
  if (answering.length === 0) return null;
  const known = new Set(answering.flatMap((cue) => stemsOf(cue)));
  const extra = column.words.filter((word) => !known.has(stemOf(word)) && !known.has(measureNamed(word)?.stem ?? word)).length;
  return { column, strict: met.length, soft: answering.length - met.length, extra, words: answering };
}

export function stemsOf(cue: Token): readonly string[] {
  return [stemOf(cue.text), measureNamed(cue.text)?.stem ?? cue.text];
}

export function answersTo(column: ColumnProfile, cue: Token): boolean {
  if (measureNamed(cue.text)?.stem === 'lag' && column.words.some((word) => /^(?:delay|lag|staleness|behind)$/.test(word))) return true;
  return (
    stemsOf(cue).some((stem) => column.stems.has(stem)) ||
    (cue.text.length > 3 && column.words.some((word) => word.length > 2 && stemOf(cue.text).startsWith(word) && word.length >= 3))
  );
}

function best(ranked: readonly Ranked[]): Binding | null {
  const order = (left: Ranked, right: Ranked): number => right.strict - left.strict || right.soft - left.soft || left.extra - right.extra;
  const sorted = [...ranked].sort(order);
  const [first] = sorted;
  if (first === undefined) return null;
  const equal = sorted.filter((one) => order(one, first) === 0);
  return { columns: equal.map((one) => one.column), words: [...new Set(equal.flatMap((one) => one.words))] };
}

/** Where no word names a column, the only number there is, or the only one in that unit, unless the words measure something else. */
function sole(candidates: readonly ColumnProfile[], cues: readonly Token[], unit: Unit | null, query: QueryProfile): Binding | null {
  const strange = cues.some(
    (cue) =>
      measureNamed(cue.text)?.dimension != null && !mentions(query, cue.text) && !mentions(query, measureNamed(cue.text)?.dimension ?? ''),
  );
  if (strange) return null;
  const numbers = query.columns?.filter((column) => column.role === 'number') ?? [];
  const ofUnit = unit === null ? [] : candidates.filter((column) => column.unit !== null && dimensionOf(column.unit) === dimensionOf(unit));
  const [only, second] = numbers.length === 1 ? candidates : ofUnit;
  return only === undefined || second !== undefined ? null : { columns: [only], words: [] };
}

/** "< 1000 payments" of the table of payments: the column that counts all of them. */
function total(candidates: readonly ColumnProfile[], cues: readonly Token[], query: QueryProfile): Binding | null {
  const spoken = cues.some((cue) => cue.kind === 'word' && mentions(query, cue.text));
  const counts = candidates.filter((column) => /^(?:total|count|n|num|cnt)$/.test(column.words.join(' ')));
  const [only, second] = counts;
  return only !== undefined && second === undefined && spoken ? { columns: [only], words: [] } : null;
}

/** A column known to be in another dimension is not meant, nor a count where a share is asked for. */
export function fits(unit: Unit | null, column: ColumnProfile, query: QueryProfile): boolean {
  if (unit === null) return true;
  if (
    column.unit === null &&
    dimensionOf(unit) === 'share' &&
    new RegExp(`count\\s*\\([^)]*\\)(?:[^,]*\\bas\\s+|\\s*=\\s*)?${column.name}\\b|\\b${column.name}\\s*=\\s*d?count`, 'i').test(
      query.facts.text,
    )
  )
    return false;
  if (column.unit === null) return dimensionOf(unit) !== 'share' || !/\b(?:count|total|requests|num)\b/.test(column.words.join(' '));
  return dimensionOf(unit) === dimensionOf(column.unit);
}
