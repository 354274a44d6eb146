import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';

import { checkTypes } from './check-types.js';
import type { AtModifier, Expression, Grouping } from './expression.js';
import { readDurationMs, readNumber, readString } from './literals.js';
import { PromqlParseError } from './promql-error.js';
import { readBinary } from './read-binary.js';
import { readSelector } from './read-selector.js';
import { childrenOf, namesIn, textOf } from './syntax.js';

/**
 * Reads a PromQL query with Prometheus's own grammar and checks its types.
 * @throws PromqlParseError with line and column, for bad syntax as well as for what this engine does not know
 */
export function parsePromql(query: string): Expression {
  const tree = parser.parse(query);
  tree.iterate({
    enter: (node) => {
      if (node.type.isError)
        throw new PromqlParseError(`${positionOf(query, node.from)}: parse error: unexpected ${wordAt(query, node.from)}`);
    },
  });
  const [top, more] = childrenOf(tree.topNode);
  if (!top || more) throw new PromqlParseError('1:1: parse error: no expression found in input');
  try {
    const expression = readExpression(top, query);
    checkTypes(expression);
    return expression;
  } catch (error) {
    if (error instanceof PromqlParseError) throw new PromqlParseError(`${positionOf(query, top.from)}: parse error: ${error.message}`);
    throw error;
  }
}

function readExpression(node: SyntaxNode, query: string): Expression {
  switch (node.name) {
    case 'NumberDurationLiteral':
      return { kind: 'number', value: readNumber(textOf(node, query)) };
    case 'StringLiteral':
      return { kind: 'string', value: readString(textOf(node, query)) };
    case 'VectorSelector':
      return readSelector(node, query);
    case 'MatrixSelector':
      return readMatrix(node, query);
    case 'SubqueryExpr':
      return readSubquery(node, query);
    case 'OffsetExpr':
      return readOffset(node, query);
    case 'StepInvariantExpr':
      return readAt(node, query);
    case 'ParenExpr':
      return readExpression(only(node), query);
    case 'UnaryExpr':
      return readUnary(node, query);
    case 'BinaryExpr':
      return readBinary(node, query, readExpression);
    case 'FunctionCall':
      return readCall(node, query);
    case 'AggregateExpr':
      return readAggregation(node, query);
    default:
      throw new PromqlParseError(`${node.name} is not supported by this server`);
  }
}

function readMatrix(node: SyntaxNode, query: string): Expression {
  const [inner, range] = childrenOf(node);
  const selector = inner && readExpression(inner, query);
  if (selector?.kind !== 'vector-selector') throw new PromqlParseError('ranges only allowed for vector selectors');
  return { kind: 'matrix-selector', selector, rangeMs: durationOf(range, query) };
}

function readSubquery(node: SyntaxNode, query: string): Expression {
  const [inner, range, step] = childrenOf(node);
  if (!inner) throw new PromqlParseError('a subquery needs an expression');
  const stepMs = step ? durationOf(step, query) : null;
  return { kind: 'subquery', expression: readExpression(inner, query), rangeMs: durationOf(range, query), stepMs, offsetMs: 0, at: null };
}

function readOffset(node: SyntaxNode, query: string): Expression {
  const [inner, , offset] = childrenOf(node);
  if (!inner || !offset) throw new PromqlParseError('offset needs a duration');
  const text = textOf(offset, query).replace(/\s/g, '');
  const offsetMs = readDurationMs(text.replace(/^[+-]/, ''));
  if (offsetMs === null) throw new PromqlParseError(`the duration "${text}" is not supported by this server`);
  return modified(readExpression(inner, query), { offsetMs: text.startsWith('-') ? -offsetMs : offsetMs }, 'offset');
}

function readAt(node: SyntaxNode, query: string): Expression {
  const [inner, , time] = childrenOf(node);
  if (!inner || !time) throw new PromqlParseError('@ needs a time');
  const text = textOf(time, query);
  const at: AtModifier = time.name === 'AtModifierPreprocessors' ? (text.startsWith('start') ? 'start' : 'end') : readNumber(text) * 1000;
  return modified(readExpression(inner, query), { at }, '@');
}

function modified(expression: Expression, change: { readonly offsetMs?: number; readonly at?: AtModifier }, word: string): Expression {
  if (expression.kind === 'vector-selector' || expression.kind === 'subquery') return { ...expression, ...change };
  if (expression.kind === 'matrix-selector') return { ...expression, selector: { ...expression.selector, ...change } };
  throw new PromqlParseError(`${word} modifier must be preceded by an instant vector selector or range vector selector or a subquery`);
}

function readUnary(node: SyntaxNode, query: string): Expression {
  const [operator, operand] = childrenOf(node);
  if (!operator || !operand) throw new PromqlParseError('a sign needs an expression');
  const expression = readExpression(operand, query);
  if (textOf(operator, query) === '+') return expression;
  return expression.kind === 'number' ? { kind: 'number', value: -expression.value } : { kind: 'negation', expression };
}

function readCall(node: SyntaxNode, query: string): Expression {
  const [name, body] = childrenOf(node);
  if (!name || !body) throw new PromqlParseError('a call needs a function');
  return { kind: 'call', name: textOf(name, query).toLowerCase(), args: childrenOf(body).map((arg) => readExpression(arg, query)) };
}

function readAggregation(node: SyntaxNode, query: string): Expression {
  const parts = childrenOf(node);
  const operator = parts.find((part) => part.name === 'AggregateOp');
  const body = parts.find((part) => part.name === 'FunctionCallBody');
  const args = body ? childrenOf(body).map((arg) => readExpression(arg, query)) : [];
  const expression = args.at(-1);
  if (!operator || !expression || args.length > 2)
    throw new PromqlParseError('wrong number of arguments for aggregate expression provided');
  const parameter = args.length === 2 ? (args[0] ?? null) : null;
  const modifier = parts.find((part) => part.name === 'AggregateModifier');
  return {
    kind: 'aggregation',
    operator: textOf(operator, query).toLowerCase(),
    grouping: groupingOf(modifier, query),
    parameter,
    expression,
  };
}

function groupingOf(modifier: SyntaxNode | undefined, query: string): Grouping {
  if (!modifier) return { mode: 'by', labels: [] };
  return { mode: /^by/i.test(textOf(modifier, query)) ? 'by' : 'without', labels: namesIn(modifier.getChild('GroupingLabels'), query) };
}

function durationOf(node: SyntaxNode | undefined, query: string): number {
  const text = node ? textOf(node, query) : '';
  const duration = readDurationMs(text);
  if (duration === null) throw new PromqlParseError(`the duration "${text}" is not supported by this server`);
  if (duration <= 0) throw new PromqlParseError('duration must be greater than 0');
  return duration;
}

function only(node: SyntaxNode): SyntaxNode {
  const child = node.firstChild;
  if (!child) throw new PromqlParseError('empty parentheses');
  return child;
}

function positionOf(query: string, offset: number): string {
  const before = query.slice(0, offset).split('\n');
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

function wordAt(query: string, offset: number): string {
  const word = /^\s*(\S+)/.exec(query.slice(offset))?.[1];
  return word === undefined ? 'end of input' : `"${word}"`;
}
