import { parser } from '@prometheus-io/lezer-promql';
import type { SyntaxNode } from '@lezer/common';
import { secondsOf } from './durations.js';

/** The farthest a PromQL text looks back before the instant it is asked about, in hours: its ranges, sub-queries and offsets, nested ones added up. */
export function lookbackHours(text: string, at: Date): number {
  return lookbackOf(parser.parse(text).topNode, text, at.getTime() / 1000) / 3600;
}

function lookbackOf(node: SyntaxNode, text: string, atSeconds: number): number {
  const children = childrenOf(node);
  const inner = Math.max(0, ...children.map((child) => lookbackOf(child, text, atSeconds)));
  switch (node.name) {
    case 'MatrixSelector':
    case 'SubqueryExpr':
      return inner + durationIn(node.getChild('DurationExpr'), text);
    case 'OffsetExpr':
      return Math.max(0, inner + durationIn(node.getChild('OffsetDurationExpr'), text));
    case 'StepInvariantExpr': {
      const fixed = node.getChild('NumberDurationLiteral');
      return fixed === null ? inner : inner + Math.max(0, atSeconds - Number(text.slice(fixed.from, fixed.to)));
    }
    default:
      return inner;
  }
}

/** An offset may be negative: it looks ahead. */
function durationIn(node: SyntaxNode | null, text: string): number {
  if (node === null) return 0;
  const written = text.slice(node.from, node.to).replaceAll(/\s/g, '');
  return (written.startsWith('-') ? -1 : 1) * (secondsOf(written.replace(/^[+-]/, '')) ?? Number.POSITIVE_INFINITY);
}

function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}
