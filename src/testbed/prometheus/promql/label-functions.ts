import { anchored } from '../label-matcher.js';
import type { Labels } from '../labels.js';
import { METRIC_NAME } from '../labels.js';
import type { Expression } from './expression.js';
import { PromqlExecutionError } from './promql-error.js';
import type { VectorSample } from './value.js';

export interface LabelReplacement {
  readonly target: string;
  readonly replacement: string;
  readonly source: string;
  readonly pattern: string;
}

/** label_replace: writes the target label wherever the pattern matches the whole source label. */
export function labelReplace(samples: readonly VectorSample[], { target, replacement, source, pattern }: LabelReplacement): VectorSample[] {
  const regex = compiled(pattern);
  if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(target))
    throw new PromqlExecutionError(`invalid destination label name in label_replace(): ${target}`);
  return samples.map((sample) => {
    const match = regex.exec(sample.labels[source] ?? '');
    if (!match) return sample;
    const { [target]: _replaced, ...rest } = sample.labels;
    const value = expanded(replacement, match);
    return { ...sample, labels: value === '' ? rest : { ...rest, [target]: value } };
  });
}

function compiled(pattern: string): RegExp {
  try {
    return anchored(pattern);
  } catch {
    throw new PromqlExecutionError(`invalid regular expression in label_replace(): ${pattern}`);
  }
}

function expanded(replacement: string, match: RegExpExecArray): string {
  return replacement.replace(/\$(?:\{(\w+)\}|(\w+)|\$)/g, (whole, braced: string | undefined, bare: string | undefined) => {
    const name = braced ?? bare;
    if (name === undefined) return whole === '$$' ? '$' : whole;
    return /^\d+$/.test(name) ? (match[Number(name)] ?? '') : (match.groups?.[name] ?? '');
  });
}

/** The labels that absent() can promise: those a plain selector fixes by equality, once. */
export function labelsOfAbsence(expression: Expression | undefined): Labels {
  const selector = expression?.kind === 'matrix-selector' ? expression.selector : expression;
  if (selector?.kind !== 'vector-selector') return {};
  const labels: Record<string, string> = {};
  const conflicting = new Set<string>();
  for (const { name, operator, value } of selector.matchers) {
    if (name === METRIC_NAME) continue;
    if (operator === '=' && !(name in labels)) labels[name] = value;
    else conflicting.add(name);
  }
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !conflicting.has(name)));
}
