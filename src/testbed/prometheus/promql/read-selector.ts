import type { SyntaxNode } from '@lezer/common';

import { labelMatcher } from '../label-matcher.js';
import type { LabelMatcher, MatchOperator } from '../label-matcher.js';
import { METRIC_NAME } from '../labels.js';
import type { VectorSelector } from './expression.js';
import { readString } from './literals.js';
import { PromqlParseError } from './promql-error.js';
import { childrenOf, textOf } from './syntax.js';

/** Reads `metric{label="value", …}` into matchers. */
export function readSelector(node: SyntaxNode, query: string): VectorSelector {
  const identifier = node.getChild('Identifier');
  const list = node.getChild('LabelMatchers');
  const matchers = list ? childrenOf(list).map((matcher) => readMatcher(matcher, query)) : [];
  if (identifier) {
    if (matchers.some((matcher) => matcher.name === METRIC_NAME)) throw new PromqlParseError('metric name must not be set twice');
    matchers.unshift(labelMatcher(METRIC_NAME, '=', textOf(identifier, query)));
  }
  if (matchers.every((matcher) => matcher.matches(''))) {
    throw new PromqlParseError('vector selector must contain at least one non-empty matcher');
  }
  return { kind: 'vector-selector', matchers, offsetMs: 0, at: null };
}

function readMatcher(node: SyntaxNode, query: string): LabelMatcher {
  if (node.name === 'QuotedLabelName') return labelMatcher(METRIC_NAME, '=', readString(textOf(node, query)));
  const [name, operator, value] = childrenOf(node);
  if (!name || !operator || !value) throw new PromqlParseError('a label matcher needs a name, an operator and a value');
  const label = name.name === 'QuotedLabelName' ? readString(textOf(name, query)) : textOf(name, query);
  try {
    return labelMatcher(label, textOf(operator, query) as MatchOperator, readString(textOf(value, query)));
  } catch (error) {
    if (error instanceof SyntaxError) throw new PromqlParseError(error.message);
    throw error;
  }
}
