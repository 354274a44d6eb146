import { labelsKey, METRIC_NAME, onlyLabels, withoutLabels, withoutName } from '../labels.js';
import type { Labels } from '../labels.js';
import { COMPARISONS } from './expression.js';
import type { BinaryExpression, BinaryOperator, VectorMatching } from './expression.js';
import { PromqlExecutionError } from './promql-error.js';
import type { Value, VectorSample } from './value.js';

const NUMBER_OPERATORS: ReadonlyMap<BinaryOperator, (left: number, right: number) => number> = new Map([
  ['+', (left: number, right: number) => left + right],
  ['-', (left: number, right: number) => left - right],
  ['*', (left: number, right: number) => left * right],
  ['/', (left: number, right: number) => left / right],
  ['%', (left: number, right: number) => left % right],
  ['^', (left: number, right: number) => left ** right],
  ['atan2', (left: number, right: number) => Math.atan2(left, right)],
  ['==', (left: number, right: number) => Number(left === right)],
  ['!=', (left: number, right: number) => Number(left !== right)],
  ['>', (left: number, right: number) => Number(left > right)],
  ['<', (left: number, right: number) => Number(left < right)],
  ['>=', (left: number, right: number) => Number(left >= right)],
  ['<=', (left: number, right: number) => Number(left <= right)],
]);

function calculate(operator: BinaryOperator, left: number, right: number): number {
  return NUMBER_OPERATORS.get(operator)?.(left, right) ?? NaN;
}

/** Carries a binary expression out on its two evaluated sides. */
export function binary(expression: BinaryExpression, left: Value, right: Value, nowMs: number): Value {
  if (left.type === 'scalar' && right.type === 'scalar')
    return { type: 'scalar', value: calculate(expression.operator, left.value, right.value) };
  if (left.type === 'vector' && right.type === 'vector')
    return { type: 'vector', samples: betweenVectors(expression, left.samples, right.samples, nowMs) };
  if (left.type === 'vector' && right.type === 'scalar') return withScalar(expression, left.samples, right.value, false, nowMs);
  if (left.type === 'scalar' && right.type === 'vector') return withScalar(expression, right.samples, left.value, true, nowMs);
  throw new PromqlExecutionError(`${left.type} ${expression.operator} ${right.type} cannot be calculated`);
}

/** A comparison without `bool` keeps the vector's own samples; everything else loses the metric's name. */
function withScalar(
  expression: BinaryExpression,
  samples: readonly VectorSample[],
  scalar: number,
  swapped: boolean,
  nowMs: number,
): Value {
  const filters = COMPARISONS.includes(expression.operator) && !expression.returnBool;
  const results = samples.flatMap((sample): VectorSample[] => {
    const value = swapped ? calculate(expression.operator, scalar, sample.value) : calculate(expression.operator, sample.value, scalar);
    if (filters) return value === 1 ? [{ ...sample, timeMs: nowMs }] : [];
    return [{ labels: withoutName(sample.labels), timeMs: nowMs, value }];
  });
  return { type: 'vector', samples: results };
}

function signatureOf(labels: Labels, matching: VectorMatching): string {
  return labelsKey(matching.on ? onlyLabels(labels, matching.labels) : withoutLabels(labels, [METRIC_NAME, ...matching.labels]));
}

function betweenVectors(
  expression: BinaryExpression,
  left: readonly VectorSample[],
  right: readonly VectorSample[],
  nowMs: number,
): VectorSample[] {
  const { matching } = expression;
  const keysOf = (samples: readonly VectorSample[]): Set<string> => new Set(samples.map(({ labels }) => signatureOf(labels, matching)));
  const has = (keys: Set<string>, sample: VectorSample): boolean => keys.has(signatureOf(sample.labels, matching));
  switch (expression.operator) {
    case 'and': {
      const keys = keysOf(right);
      return left.filter((sample) => has(keys, sample));
    }
    case 'unless': {
      const keys = keysOf(right);
      return left.filter((sample) => !has(keys, sample));
    }
    case 'or': {
      const keys = keysOf(left);
      return [...left, ...right.filter((sample) => !has(keys, sample))];
    }
    default:
      return matched(expression, left, right, nowMs);
  }
}

/** Arithmetic and comparison: each sample of the "many" side finds its one partner. */
function matched(
  expression: BinaryExpression,
  left: readonly VectorSample[],
  right: readonly VectorSample[],
  nowMs: number,
): VectorSample[] {
  const { matching } = expression;
  const flipped = matching.cardinality === 'one-to-many';
  const partners = uniqueBySignature(flipped ? left : right, matching, flipped ? 'left' : 'right');
  const seen = new Set<string>();
  return (flipped ? right : left).flatMap((many): VectorSample[] => {
    const key = signatureOf(many.labels, matching);
    const one = partners.get(key);
    if (!one) return [];
    const value = keptValue(expression, flipped ? one.value : many.value, flipped ? many.value : one.value);
    if (value === null) return [];
    const labels = resultLabels(expression, many.labels, one.labels);
    rememberOnce(seen, matching.cardinality === 'one-to-one' ? key : labelsKey(labels), matching);
    return [{ labels, timeMs: nowMs, value }];
  });
}

function uniqueBySignature(samples: readonly VectorSample[], matching: VectorMatching, side: string): Map<string, VectorSample> {
  const found = new Map<string, VectorSample>();
  for (const sample of samples) {
    const key = signatureOf(sample.labels, matching);
    if (found.has(key)) {
      throw new PromqlExecutionError(
        `found duplicate series for the match group on the ${side} hand-side of the operation;many-to-many matching not allowed: matching labels must be unique on one side`,
      );
    }
    found.set(key, sample);
  }
  return found;
}

function rememberOnce(seen: Set<string>, key: string, matching: VectorMatching): void {
  if (seen.has(key)) {
    throw new PromqlExecutionError(
      matching.cardinality === 'one-to-one'
        ? 'multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)'
        : 'multiple matches for labels: grouping labels must ensure unique matches',
    );
  }
  seen.add(key);
}

function keptValue(expression: BinaryExpression, left: number, right: number): number | null {
  const value = calculate(expression.operator, left, right);
  if (!COMPARISONS.includes(expression.operator) || expression.returnBool) return value;
  return value === 1 ? left : null;
}

function resultLabels(expression: BinaryExpression, many: Labels, one: Labels): Labels {
  const { matching, operator, returnBool } = expression;
  const named = COMPARISONS.includes(operator) && !returnBool ? many : withoutName(many);
  const kept =
    matching.cardinality !== 'one-to-one'
      ? named
      : matching.on
        ? onlyLabels(named, matching.labels)
        : withoutLabels(named, matching.labels);
  if (matching.include.length === 0) return kept;
  return { ...withoutLabels(kept, matching.include), ...onlyLabels(one, matching.include) };
}
