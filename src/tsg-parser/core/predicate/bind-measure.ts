import { unitOfColumn } from './column-unit.js';
import { measureNamed } from './lexicon.js';
import type { ColumnReference } from './predicate.js';
import type { QueryFacts } from './query-facts.js';
import { columnsOf } from './query-profile.js';
import { normalName } from './table-view.js';
import type { Unit } from './units.js';
import { dimensionOf } from './units.js';

const SOFT = new Set(['count', 'value', 'usage', 'max', 'replica', 'request', 'mean']);

/**
 * Finds the column a condition measures. Every telling word must be in the column's name (synonyms count), the unit
 * must fit, and one column must fit best; otherwise null: nobody can say which column is meant.
 */
export function bindMeasure(words: readonly string[], unit: Unit | null, query: QueryFacts): ColumnReference | null {
  if (query.language === 'promql') return bindPromql(words, query);
  const columns = columnsOf(query);
  if (columns === null) return words.length === 0 ? null : { name: words.join('_'), unit: unitOfColumn(words.join('_'), query) };
  const named = columns.filter((column) => words.some((word) => normalName(word) === normalName(column)));
  const [exact, another] = named;
  if (exact !== undefined && another === undefined && words.length === 1) return reference(exact, query);
  if (words.every((word) => SOFT.has(stemOf(word)))) {
    const [only, second] = columns;
    if (only !== undefined && second === undefined) return reference(only, query);
  }
  return best(words, unit, columns, query);
}

function reference(name: string, query: QueryFacts): ColumnReference {
  return { name, unit: unitOfColumn(name, query) };
}

function best(words: readonly string[], unit: Unit | null, columns: readonly string[], query: QueryFacts): ColumnReference | null {
  const stems = [...new Set(words.map(stemOf))];
  const strict = stems.filter((stem) => !SOFT.has(stem));
  const hard = strict.length > 0 ? strict : stems.filter((stem) => stem !== 'count' && stem !== 'value');
  if (hard.length === 0) return null;
  const fitting = columns
    .map((name) => ({ name, stems: new Set(normalName(name).split(' ').map(stemOf)), column: reference(name, query) }))
    .filter((candidate) => hard.every((stem) => candidate.stems.has(stem)) && fits(unit, candidate.name, candidate.column.unit))
    .map((candidate) => ({ ...candidate, extra: surplus(candidate.stems, stems) }))
    .sort((left, right) => left.extra - right.extra);
  const [first, second] = fitting;
  return first === undefined || second?.extra === first.extra ? null : first.column;
}

/** How far a name goes beyond, or falls short of, the words; hard misses are out already. */
function surplus(column: ReadonlySet<string>, words: readonly string[]): number {
  const more = [...column].filter((stem) => !words.includes(stem)).length;
  const less = words.filter((stem) => !column.has(stem)).length;
  return more + less / 10;
}

function stemOf(word: string): string {
  if (word === '%') return 'rate';
  return measureNamed(word)?.stem ?? word.replace(/(?<=[a-z]{3})s$/, '');
}

/** `%` stands for a percentage in a column's name; a column known to be in another dimension is not meant. */
function fits(unit: Unit | null, name: string, columnUnit: Unit | null): boolean {
  if (unit === null || columnUnit === null)
    return unit === null || !/\b(count|total)\b/.test(normalName(name)) || dimensionOf(unit) !== 'share';
  return dimensionOf(unit) === dimensionOf(columnUnit);
}

/**
 * A PromQL answer has one number, `value`. Words of one dimension ("memory") do not bind to a query about another
 * ("cpu"), nor "p99" to a query of another quantile.
 */
function bindPromql(words: readonly string[], query: QueryFacts): ColumnReference | null {
  const spoken = words.map((word) => measureNamed(word)).filter((measure) => measure !== null);
  const wanted = spoken.map((measure) => measure.dimension).filter((dimension) => dimension !== null);
  const there = dimensionsOf(query.text);
  if (wanted.length > 0 && there.size > 0 && !wanted.some((dimension) => there.has(dimension))) return null;
  if (contradicts(words, query.text) || meanOfQuantile(words, query.text)) return null;
  if (
    quantileClash(
      spoken.map((measure) => measure.stem),
      query.text,
    )
  )
    return null;
  return reference('value', query);
}

const OPPOSITES: readonly (readonly [word: string, text: RegExp, opposite: string])[] = [
  ['usage', /avail|free|idle|remaining/i, 'free'],
  ['free', /usage|used|utili[sz]ation|working_set/i, 'usage'],
  ['error', /(?:code|status)\w*\s*(?:!~?\s*"5|=~?\s*"2)|success|availab/i, 'success'],
  ['success', /(?:code|status)\w*\s*(?:=~?\s*"5|!~?\s*"2)|error|fail/i, 'error'],
];

/** "disk usage" says nothing of a query for free space, nor "error rate" of one for successes; `1 - …` turns it round. */
function contradicts(words: readonly string[], text: string): boolean {
  const stems = new Set(words.map(stemOf));
  const turned = /(?:^|[^\w.])100?\s*-|(?:^|[^\w.])1\s*-/.test(text);
  return OPPOSITES.some(([word, pattern, opposite]) => {
    const [said, other] = turned ? [opposite, word] : [word, opposite];
    const own = OPPOSITES.find(([stem]) => stem === opposite)?.[1];
    return stems.has(said) && !stems.has(other) && pattern.test(text) && own?.test(text) !== true;
  });
}

function dimensionsOf(text: string): ReadonlySet<string> {
  const words = text.split(/[^A-Za-z0-9]+/).flatMap((word) => measureNamed(word)?.dimension ?? []);
  if (/5\.\.|5xx|!~?"\(?2|code|status/.test(text)) words.push('error', 'success');
  if (/[<>-]/.test(text) && /timestamp|expiry|time\(\)/.test(text)) words.push('age');
  return new Set(words);
}

/** "average latency" says nothing of a query for a quantile. */
function meanOfQuantile(words: readonly string[], text: string): boolean {
  const stems = words.map(stemOf);
  return stems.includes('mean') && /quantile/.test(text) && !/\bavg/.test(text);
}

function quantileClash(stems: readonly string[], text: string): boolean {
  const spoken = stems.map((stem) => /^p(\d+)$/.exec(stem)?.[1]).filter((digits) => digits !== undefined);
  const asked = [...text.matchAll(/(?:quantile(?:_over_time)?\(\s*|quantile\s*=~?\s*")(0?\.\d+)/g)].map((match) => Number(match[1]));
  return (
    spoken.length > 0 &&
    asked.length > 0 &&
    !spoken.some((digits) => asked.some((quantile) => Math.abs(quantile - Number(digits) / 100) < 1e-6))
  );
}
