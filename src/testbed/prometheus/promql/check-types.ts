import { COMPARISONS, SET_OPERATORS } from './expression.js';
import type { Aggregation, BinaryExpression, Expression, FunctionCall, ValueType } from './expression.js';
import { PromqlParseError } from './promql-error.js';
import { SIGNATURES } from './signatures.js';

const WORDS: Readonly<Record<ValueType, string>> = { scalar: 'scalar', string: 'string', vector: 'instant vector', matrix: 'range vector' };
const PARAMETER_TYPES: ReadonlyMap<string, ValueType | null> = new Map<string, ValueType | null>([
  ...['sum', 'avg', 'min', 'max', 'count', 'group', 'stddev', 'stdvar'].map((name): [string, null] => [name, null]),
  ...['topk', 'bottomk', 'quantile'].map((name): [string, ValueType] => [name, 'scalar']),
  ['count_values', 'string'],
]);

/**
 * The type of an expression, after checking that every part of it fits where it stands.
 * @throws PromqlParseError in Prometheus's words
 */
export function checkTypes(expression: Expression): ValueType {
  switch (expression.kind) {
    case 'number':
      return 'scalar';
    case 'string':
      return 'string';
    case 'vector-selector':
      return 'vector';
    case 'matrix-selector':
      return 'matrix';
    case 'subquery':
      expect(expression.expression, 'vector', 'subquery');
      return 'matrix';
    case 'negation':
      return checkNegation(expression.expression);
    case 'call':
      return checkCall(expression);
    case 'aggregation':
      return checkAggregation(expression);
    case 'binary':
      return checkBinary(expression);
  }
}

function expect(expression: Expression, wanted: ValueType, place: string): void {
  const found = checkTypes(expression);
  if (found !== wanted) throw new PromqlParseError(`expected type ${WORDS[wanted]} in ${place}, got ${WORDS[found]}`);
}

function checkNegation(expression: Expression): ValueType {
  const type = checkTypes(expression);
  if (type !== 'scalar' && type !== 'vector') {
    throw new PromqlParseError(`unary expression only allowed on expressions of type scalar or instant vector, got "${WORDS[type]}"`);
  }
  return type;
}

function checkCall(call: FunctionCall): ValueType {
  const signature = SIGNATURES.get(call.name);
  if (!signature) throw new PromqlParseError(`function "${call.name}" is not supported by this server`);
  const least = signature.args.length - signature.optional;
  if (call.args.length < least || call.args.length > signature.args.length) {
    throw new PromqlParseError(`expected ${signature.args.length} argument(s) in call to "${call.name}", got ${call.args.length}`);
  }
  call.args.forEach((arg, index) => {
    expect(arg, signature.args[index] ?? 'vector', `call to function "${call.name}"`);
  });
  return signature.returns;
}

function checkAggregation(aggregation: Aggregation): ValueType {
  const parameter = PARAMETER_TYPES.get(aggregation.operator);
  if (parameter === undefined) throw new PromqlParseError(`aggregation "${aggregation.operator}" is not supported by this server`);
  if ((parameter === null) !== (aggregation.parameter === null)) {
    throw new PromqlParseError(`wrong number of arguments for aggregate expression provided, expected ${parameter === null ? 1 : 2}`);
  }
  if (parameter !== null && aggregation.parameter) expect(aggregation.parameter, parameter, 'aggregation parameter');
  expect(aggregation.expression, 'vector', 'aggregation expression');
  return 'vector';
}

function checkBinary(expression: BinaryExpression): ValueType {
  const left = checkTypes(expression.left);
  const right = checkTypes(expression.right);
  for (const type of [left, right]) {
    if (type !== 'scalar' && type !== 'vector')
      throw new PromqlParseError('binary expression must contain only scalar and instant vector types');
  }
  const scalar = left === 'scalar' || right === 'scalar';
  if (scalar && SET_OPERATORS.includes(expression.operator)) {
    throw new PromqlParseError(`set operator "${expression.operator}" not allowed in binary scalar expression`);
  }
  if (scalar && expression.matching.labels.length > 0) throw new PromqlParseError('vector matching only allowed between instant vectors');
  if (left === 'vector' || right === 'vector') return 'vector';
  if (COMPARISONS.includes(expression.operator) && !expression.returnBool) {
    throw new PromqlParseError('comparisons between scalars must use BOOL modifier');
  }
  return 'scalar';
}
