import type { SyntaxNode } from '@lezer/common';
import type { QueryFlaw } from '../../tsg-parser/index.js';
import { lineOf } from '../readers/first-error.js';

/** Functions over a range of time; every other function and every aggregation takes one instant. */
const OVER_RANGE =
  /^(?:rate|irate|increase|delta|idelta|deriv|changes|resets|predict_linear|double_exponential_smoothing|holt_winters|\w+_over_time)$/;

/** What Prometheus refuses though it can be parsed: `rate(x)` without a range, `sum(x[5m])` with one. */
export function typeFlaws(top: SyntaxNode, text: string): readonly QueryFlaw[] {
  const flaws: QueryFlaw[] = [];
  top.cursor().iterate(({ node }) => {
    if (flaws.length > 0) return;
    const message = node.name === 'FunctionCall' ? ofCall(node, text) : node.name === 'MatrixSelector' ? ofRange(node, text) : null;
    if (message !== null) flaws.push({ message, line: lineOf(text, node.from) });
  });
  return flaws;
}

function ofCall(call: SyntaxNode, text: string): string | null {
  const name = nameOf(call, text);
  if (!OVER_RANGE.test(name)) return null;
  const body = call.getChild('FunctionCallBody');
  const arguments_ = childrenOf(body).filter(({ name: kind }) => !/^(?:NumberDurationLiteral|StringLiteral|\(|\)|,)$/.test(kind));
  return arguments_.some(isRange) ? null : `${name} needs a range, as in ${name}(metric[5m])`;
}

function ofRange(range: SyntaxNode, text: string): string | null {
  let parent = range.parent;
  while (parent !== null && /^(?:ParenExpr|OffsetExpr|StepInvariantExpr|FunctionCallBody)$/.test(parent.name)) parent = parent.parent;
  if (parent === null || parent.name === 'PromQL') return null;
  if (parent.name === 'FunctionCall') {
    const name = nameOf(parent, text);
    return OVER_RANGE.test(name) ? null : `${name} takes no range: leave the [ ] out`;
  }
  const outer = text.slice(parent.from, parent.from + 30).split(/[\s(]/)[0] ?? '';
  return parent.name === 'AggregateExpr' ? `${outer} takes no range: leave the [ ] out, or take a rate` : null;
}

/** A range, a sub-query, or one of them in brackets or with an offset. */
function isRange(node: SyntaxNode): boolean {
  if (node.name === 'MatrixSelector' || node.name === 'SubqueryExpr') return true;
  return /^(?:ParenExpr|OffsetExpr|StepInvariantExpr)$/.test(node.name) && childrenOf(node).some(isRange);
}

function nameOf(call: SyntaxNode, text: string): string {
  return text.slice(call.from, call.getChild('FunctionIdentifier')?.to ?? call.from);
}

function childrenOf(node: SyntaxNode | null): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node?.firstChild ?? null; child !== null; child = child.nextSibling) children.push(child);
  return children;
}
