import { parser } from '@prometheus-io/lezer-promql';
import type { SyntaxNode, Tree } from '@lezer/common';
import type { QueryFlaw } from '../../tsg-parser/index.js';
import { firstError } from '../readers/first-error.js';
import { findHoles } from '../readers/holes.js';
import { treeShape } from '../readers/tree-shape.js';
import { askedRange } from './asked-range.js';
import type { AskedRange } from './asked-range.js';
import { typeFlaws } from './promql-types.js';

export interface PromqlReading {
  readonly flaws: readonly QueryFlaw[];
  /** Label columns and `value`; null where the labels are not known before the query is run. */
  readonly columns: readonly string[] | null;
}

/** Reads a PromQL expression with its holes: is it sound, and which labels will its answer have? */
export function readPromql(text: string): PromqlReading {
  const filled = standIns(text);
  const tree = parser.parse(filled);
  const flaws = flawsOf(tree, filled);
  const expression = expressionIn(tree);
  if (flaws.length > 0 || expression === null) return { flaws, columns: null };
  const labels = labelsOf(expression, filled);
  const values = askedRange(tree, filled) === null ? ['value'] : ['timestamp', 'value'];
  return { flaws, columns: labels === null ? null : [...labels, ...values] };
}

function flawsOf(tree: Tree, text: string): readonly QueryFlaw[] {
  const syntax = firstError(tree, text, 'PromQL');
  if (syntax.length > 0) return syntax;
  const range = askedRange(tree, text);
  return typeof range === 'string' ? [{ message: range, line: 0 }] : typeFlaws(tree.topNode, text);
}

/** The expression, behind whatever comments stand before it. */
function expressionIn(tree: Tree): SyntaxNode | null {
  return childrenOf(tree.topNode).find(({ name }) => name !== 'LineComment') ?? null;
}

/** The range a comment asks for; a sentence where it cannot be read. */
export function promqlRange(text: string): AskedRange | string | null {
  return askedRange(parser.parse(text), text);
}

/** Equal shapes are the same expression. */
export function shapeOf(text: string): string {
  return treeShape(parser.parse(text));
}

export function isSound(text: string): boolean {
  const tree = parser.parse(text);
  return expressionIn(tree) !== null && firstError(tree, text, 'PromQL').length === 0;
}

/** The text with something parseable in each hole: a label value, a duration or a number. Same number of lines. */
export function standIns(text: string, language: 'promql' | 'logql' = 'promql'): string {
  let filled = '';
  let position = 0;
  for (const hole of findHoles(text, language)) {
    filled += text.slice(position, hole.start) + STAND_INS[placeOf(text, hole.start, hole.end)];
    position = hole.end;
  }
  return filled + text.slice(position);
}

const STAND_INS: Readonly<Record<Place, string>> = { string: 'x', duration: '5m', bracket: '[5m]', number: '1', comment: 'x' };

/** Where a hole stands: in a label's value, in `[…]`, as `[WINDOW]` with its own brackets, in a comment, or elsewhere. */
export type Place = 'string' | 'duration' | 'bracket' | 'number' | 'comment';

export function placeOf(text: string, start: number, end: number): Place {
  if (quoteAround(text, start) !== null) return 'string';
  const comment = commentBefore(text, start);
  if (comment !== null) return /\b(?:range|step):\s*$/i.test(comment) ? 'duration' : 'comment';
  if (text[start] === '[' && text[end - 1] === ']') return 'bracket';
  const before = text.slice(0, start).replace(/\s+$/, '');
  if (/\boffset$/i.test(before)) return 'duration';
  const open = before.lastIndexOf('[');
  return open > before.lastIndexOf(']') ? 'duration' : 'number';
}

/** The comment a position stands in, up to it; null outside of comments. */
function commentBefore(text: string, position: number): string | null {
  const from = text.lastIndexOf('\n', position - 1) + 1;
  for (let at = text.indexOf('#', from); at >= 0 && at < position; at = text.indexOf('#', at + 1)) {
    if (quoteAround(text, at) === null) return text.slice(at, position);
  }
  return null;
}

/** The quote a position stands in, and where it opened; null outside of strings. */
export function quoteAround(text: string, position: number): { readonly mark: '"' | "'" | '`'; readonly at: number } | null {
  let open: { readonly mark: '"' | "'" | '`'; readonly at: number } | null = null;
  for (let index = 0; index < position; index += 1) {
    const character = text[index];
    if (open !== null) {
      if (character === '\\' && open.mark !== '`') index += 1;
      else if (character === open.mark) open = null;
    } else if (character === '"' || character === "'" || character === '`') open = { mark: character, at: index };
    else if (character === '#') index = endOfLine(text, index);
  }
  return open;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** Labels of an expression's answer: aggregations name them, `histogram_quantile` eats `le`, everything else passes on. */
function labelsOf(node: SyntaxNode, text: string): readonly string[] | null {
  switch (node.name) {
    case 'AggregateExpr':
      return aggregated(node, text);
    case 'FunctionCall':
      return ofFunction(node, text);
    case 'BinaryExpr':
      return ofBinary(node, text);
    case 'ParenExpr':
    case 'UnaryExpr':
    case 'OffsetExpr':
    case 'StepInvariantExpr':
    case 'SubqueryExpr': {
      const inner = childrenOf(node).find((child) => labelled(child));
      return inner === undefined ? [] : labelsOf(inner, text);
    }
    case 'NumberDurationLiteral':
      return [];
    default:
      return null;
  }
}

const KEEPING = /^(Topk|Bottomk|Limitk|LimitRatio)$/;

function aggregated(node: SyntaxNode, text: string): readonly string[] | null {
  const modifier = node.getChild('AggregateModifier');
  const operator = node.getChild('AggregateOp')?.firstChild?.name ?? '';
  if (KEEPING.test(operator)) {
    const inner = childrenOf(node.getChild('FunctionCallBody')).at(-1);
    return inner === undefined ? null : labelsOf(inner, text);
  }
  if (modifier === null) return [];
  if (modifier.getChild('By') === null) return null;
  const labels = childrenOf(modifier.getChild('GroupingLabels')).filter((child) => child.name === 'LabelName');
  return labels.map((label) => text.slice(label.from, label.to));
}

function ofFunction(node: SyntaxNode, text: string): readonly string[] | null {
  const name = text.slice(node.from, node.getChild('FunctionIdentifier')?.to ?? node.from);
  if (/^(absent|absent_over_time|label_replace|label_join|info)$/.test(name)) return null;
  if (/^(vector|scalar|time|pi)$/.test(name)) return [];
  const body = childrenOf(node.getChild('FunctionCallBody'));
  const argument = body.find((child) => child.name !== 'NumberDurationLiteral' && child.name !== 'StringLiteral');
  const labels = argument === undefined ? [] : labelsOf(argument, text);
  return name === 'histogram_quantile' && labels !== null ? labels.filter((label) => label !== 'le') : labels;
}

function ofBinary(node: SyntaxNode, text: string): readonly string[] | null {
  const sides = childrenOf(node).filter(labelled);
  const labels = sides.map((side) => ({ scalar: side.name === 'NumberDurationLiteral', labels: labelsOf(side, text) }));
  const vectors = labels.filter((side) => !side.scalar);
  const [first, second] = vectors;
  if (first === undefined) return [];
  if (second === undefined || node.getChild('Unless') !== null || node.getChild('And') !== null) return first.labels;
  const same = first.labels !== null && second.labels !== null && [...first.labels].sort().join() === [...second.labels].sort().join();
  return same ? first.labels : null;
}

function labelled(node: SyntaxNode): boolean {
  return /^(AggregateExpr|FunctionCall|BinaryExpr|ParenExpr|UnaryExpr|OffsetExpr|StepInvariantExpr|SubqueryExpr|NumberDurationLiteral|VectorSelector|MatrixSelector)$/.test(
    node.name,
  );
}

function childrenOf(node: SyntaxNode | null): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node?.firstChild ?? null; child !== null; child = child.nextSibling) children.push(child);
  return children;
}

/**
 * The selectors of an expression with their equality matchers alone: they select what must exist for an empty answer to
 * mean "none" rather than "no such series".
 */
export function baseSelectors(text: string): readonly string[] {
  const selectors = new Set<string>();
  parser
    .parse(text)
    .topNode.cursor()
    .iterate((node) => {
      if (node.name === 'VectorSelector') selectors.add(baseSelector(node.node, text));
    });
  return [...selectors];
}

function baseSelector(node: SyntaxNode, text: string): string {
  const name = node.getChild('Identifier');
  const matchers = childrenOf(node.getChild('LabelMatchers')).filter(
    (matcher) => matcher.getChild('MatchOp')?.firstChild?.name === 'EqlSingle' || matcher.name === 'QuotedLabelName',
  );
  const kept = matchers
    .map((matcher) => text.slice(matcher.from, matcher.to))
    .filter((matcher) => !/^\s*\w*(?:code|status)\w*\s*=/i.test(matcher));
  return `${name === null ? '' : text.slice(name.from, name.to)}{${kept.join(',')}}`;
}
