import { labelsKey, METRIC_NAME, onlyLabels, withoutLabels } from '../labels.js';
import type { Labels } from '../labels.js';
import { descending, mean, preciseSum, quantile, variance } from './arithmetic.js';
import type { Grouping } from './expression.js';
import { formatNumber } from './format-number.js';
import { PromqlExecutionError } from './promql-error.js';
import type { Value, VectorSample } from './value.js';

type Reduction = (values: readonly number[]) => number;

const REDUCTIONS: ReadonlyMap<string, Reduction> = new Map<string, Reduction>([
  ['sum', preciseSum],
  ['avg', mean],
  ['count', (values) => values.length],
  ['group', () => 1],
  ['stdvar', variance],
  ['stddev', (values) => Math.sqrt(variance(values))],
  ['min', (values) => values.reduce((best, value) => (value < best || Number.isNaN(best) ? value : best))],
  ['max', (values) => values.reduce((best, value) => (value > best || Number.isNaN(best) ? value : best))],
]);

interface Group {
  readonly labels: Labels;
  readonly samples: VectorSample[];
}

/** One aggregation over one instant vector. The parameter is topk's count, quantile's q or count_values' label. */
export function aggregate(
  operator: string,
  grouping: Grouping,
  parameter: Value | null,
  samples: readonly VectorSample[],
  nowMs: number,
): VectorSample[] {
  const groups = grouped(samples, grouping);
  const reduction = REDUCTIONS.get(operator);
  if (reduction) return groups.map(({ labels, samples: members }) => ({ labels, timeMs: nowMs, value: reduction(valuesOf(members)) }));
  if (operator === 'count_values') return groups.flatMap((group) => countValues(group, textOf(parameter), nowMs));
  const number = parameter?.type === 'scalar' ? parameter.value : NaN;
  if (operator === 'quantile') {
    return groups.map(({ labels, samples: members }) => ({ labels, timeMs: nowMs, value: quantile(number, valuesOf(members)) }));
  }
  return groups.flatMap((group) => ranked(operator, number, group.samples));
}

function grouped(samples: readonly VectorSample[], grouping: Grouping): Group[] {
  const groups = new Map<string, Group>();
  for (const sample of samples) {
    const labels =
      grouping.mode === 'by' ? onlyLabels(sample.labels, grouping.labels) : withoutLabels(sample.labels, [METRIC_NAME, ...grouping.labels]);
    const key = labelsKey(labels);
    const group = groups.get(key) ?? { labels, samples: [] };
    group.samples.push(sample);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function valuesOf(samples: readonly VectorSample[]): number[] {
  return samples.map((sample) => sample.value);
}

function textOf(parameter: Value | null): string {
  return parameter?.type === 'string' ? parameter.value : '';
}

/** topk and bottomk give the chosen samples back as they are, best first. */
function ranked(operator: string, parameter: number, samples: readonly VectorSample[]): VectorSample[] {
  if (Number.isNaN(parameter)) throw new PromqlExecutionError('Parameter value is NaN');
  const count = Math.max(0, Math.trunc(parameter));
  const order =
    operator === 'topk'
      ? descending
      : (left: number, right: number): number => (Number.isNaN(left) || Number.isNaN(right) ? descending(left, right) : left - right);
  return [...samples].sort((left, right) => order(left.value, right.value)).slice(0, count);
}

function countValues(group: Group, label: string, nowMs: number): VectorSample[] {
  const counts = new Map<string, number>();
  for (const { value } of group.samples) counts.set(formatNumber(value), (counts.get(formatNumber(value)) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ labels: { ...group.labels, [label]: value }, timeMs: nowMs, value: count }));
}
