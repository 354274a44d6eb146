import type { SyntaxNode } from '@lezer/common';

import { COMPARISONS, SET_OPERATORS } from './expression.js';
import type { BinaryOperator, Cardinality, Expression, VectorMatching } from './expression.js';
import { PromqlParseError } from './promql-error.js';
import { childrenOf, namesIn, textOf } from './syntax.js';

const OPERATORS: readonly string[] = ['+', '-', '*', '/', '%', '^', 'atan2', ...COMPARISONS, ...SET_OPERATORS];

/** Reads `left operator right` with its `bool`, `on`/`ignoring` and `group_left`/`group_right`. */
export function readBinary(node: SyntaxNode, query: string, read: (node: SyntaxNode, query: string) => Expression): Expression {
  const parts = childrenOf(node);
  const left = parts[0];
  const operatorNode = parts[1];
  const right = parts.at(-1);
  if (!left || !operatorNode || !right) throw new PromqlParseError('an operator needs two sides');
  const operator = operatorOf(textOf(operatorNode, query));
  const returnBool = parts.some((part) => part.name === 'BoolModifier');
  if (returnBool && !COMPARISONS.includes(operator)) throw new PromqlParseError('bool modifier can only be used on comparison operators');
  if (parts.some((part) => part.name === 'FillModifier')) throw new PromqlParseError('fill modifiers are not supported by this server');
  const clause = parts.find((part) => part.name === 'MatchingModifierClause');
  const matching = matchingOf(clause, operator, query);
  return signedPower(
    { kind: 'binary', operator, returnBool, matching, left: read(left, query), right: read(right, query) },
    textOf(left, query),
  );
}

/** The grammar reads the sign of `-2 ^ 2` into the number; the power binds tighter. */
function signedPower(expression: Extract<Expression, { kind: 'binary' }>, leftText: string): Expression {
  if (expression.operator !== '^' || expression.left.kind !== 'number' || !leftText.startsWith('-')) return expression;
  return { kind: 'negation', expression: { ...expression, left: { kind: 'number', value: -expression.left.value } } };
}

function operatorOf(text: string): BinaryOperator {
  const word = text.toLowerCase();
  if (!OPERATORS.includes(word)) throw new PromqlParseError(`the operator "${text}" is not supported by this server`);
  return word as BinaryOperator;
}

function matchingOf(clause: SyntaxNode | undefined, operator: BinaryOperator, query: string): VectorMatching {
  const plain: Cardinality = SET_OPERATORS.includes(operator) ? 'many-to-many' : 'one-to-one';
  if (!clause) return { cardinality: plain, on: false, labels: [], include: [] };
  const [labels, include] = clause.getChildren('GroupingLabels');
  const grouped: Cardinality | null = clause.getChild('GroupLeft') ? 'many-to-one' : clause.getChild('GroupRight') ? 'one-to-many' : null;
  if (grouped && plain === 'many-to-many') throw new PromqlParseError(`no grouping allowed for "${operator}" operation`);
  return {
    cardinality: grouped ?? plain,
    on: clause.getChild('On') !== null,
    labels: namesIn(labels ?? null, query),
    include: namesIn(include ?? null, query),
  };
}
