import { TerminalError } from '../../platform/errors.js';
import { distance, meantBy } from '../../platform/slips.js';
import type { Problem } from '../../tsg-parser/index.js';
import { lookUp, type Lookup } from '../prometheus/catalogue.client.js';
import { askPrometheus } from '../prometheus/prometheus.client.js';
import type { BoundValues } from '../query-plugin.js';
import type { Source } from '../sources.js';
import { lineAtOffset, problem, type CheckedQuery } from './checked-query.js';
import { filledPromql, selectorsIn, withoutConditions, type Matcher, type Selector } from './promql-selectors.js';

/** Looks up what a Prometheus knows; the same question is asked once. */
export type Catalogue = (lookup: Lookup) => Promise<readonly string[]>;

export function catalogueOf(source: Source, signal: AbortSignal): Catalogue {
  const known = new Map<string, Promise<readonly string[]>>();
  return (lookup) => {
    const key = JSON.stringify(lookup);
    const asked = known.get(key) ?? lookUp(source, lookup, signal);
    known.set(key, asked);
    return asked;
  };
}

/** Metrics, labels and values that a Prometheus does not know, and queries that it answers with nothing. */
export async function checkPromql(
  query: CheckedQuery,
  source: Source,
  catalogue: Catalogue,
  values: BoundValues,
  signal: AbortSignal,
): Promise<Problem[]> {
  const text = filledPromql(query.template, values);
  const problems: Problem[] = [];
  for (const selector of selectorsIn(text)) problems.push(...(await checkSelector(query, text, selector, catalogue)));
  return problems.length > 0 ? problems : checkAnswer(query, text, source, signal);
}

async function checkSelector(query: CheckedQuery, text: string, selector: Selector, catalogue: Catalogue): Promise<Problem[]> {
  const { metric, offset, matchers } = selector;
  if (metric === null) return [];
  const metrics = await catalogue({ kind: 'metrics' });
  const line = lineAtOffset(query, text, offset);
  if (!metrics.includes(metric))
    return [problem('unknown-metric', 'error', line, `The source has no metric "${metric}".`, likeIn(metric, metrics))];
  const labels = await catalogue({ kind: 'labels', metric });
  const found: Problem[] = [];
  for (const matcher of matchers)
    found.push(...(await checkMatcher(matcher, metric, labels, catalogue, lineAtOffset(query, text, matcher.offset))));
  return found;
}

async function checkMatcher(
  { label, operator, value }: Matcher,
  metric: string,
  labels: readonly string[],
  catalogue: Catalogue,
  line: number,
): Promise<Problem[]> {
  if (label === '__name__' || operator.startsWith('!') || value === '') return [];
  if (!labels.includes(label))
    return [
      problem('unknown-label', 'error', line, `"${metric}" has no label "${label}".`, likeIn(label, labels) ?? `It has ${listed(labels)}.`),
    ];
  if (operator !== '=' || value === null) return [];
  const values = await catalogue({ kind: 'values', metric, label });
  if (values.includes(value)) return [];
  return [
    problem(
      'no-data',
      'warning',
      line,
      `No series of "${metric}" has ${label}="${value}".`,
      likeIn(value, values) ?? `There are ${listed(values)}.`,
    ),
  ];
}

async function checkAnswer(query: CheckedQuery, text: string, source: Source, signal: AbortSignal): Promise<Problem[]> {
  const line = query.template.lines[0];
  try {
    const { data } = await askPrometheus(source, { query: withoutConditions(text), at: null, range: null }, signal);
    const isEmpty = (data.resultType === 'vector' || data.resultType === 'matrix') && data.result.length === 0;
    return isEmpty
      ? [
          problem(
            'no-data',
            'warning',
            line,
            'The source answers with nothing: there is no value to compare.',
            'Are the series still written, and do both sides of the query share their labels?',
          ),
        ]
      : [];
  } catch (error) {
    if (!(error instanceof TerminalError) || error.code !== 'query-refused') throw error;
    return [problem('query-refused', 'error', line, error.message, error.hint ?? null)];
  }
}

/** "Is … meant?": a slip of the finger, or a name that goes on, as `_total` and `_bucket` do. */
function likeIn(name: string, known: readonly string[]): string | null {
  const near =
    meantBy(name, known) ?? known.find((other) => other.startsWith(`${name}_`) || name.startsWith(`${other}_`)) ?? closest(name, known);
  return near === null ? null : `Is "${near}" meant?`;
}

function closest(name: string, known: readonly string[]): string | null {
  const [best] = known
    .filter((other) => Math.abs(other.length - name.length) <= 4)
    .map((other) => ({ other, letters: distance(name, other) }))
    .toSorted((left, right) => left.letters - right.letters);
  return best !== undefined && best.letters <= Math.max(2, name.length / 5) ? best.other : null;
}

function listed(names: readonly string[]): string {
  const shown = names.filter((name) => !name.startsWith('__')).slice(0, 8);
  return `${shown.join(', ')}${names.length > shown.length + 1 ? ', …' : ''}`;
}
