import { parser } from '@prometheus-io/lezer-promql';
import type { SyntaxNode } from '@lezer/common';
import type { QueryTemplate } from '../../tsg-parser/index.js';
import { valueOf } from '../fill-template.js';
import { renderPromqlValue } from '../prometheus/fill-promql.js';
import { placeOf } from '../prometheus/read-promql.js';
import type { BoundValues } from '../query-plugin.js';
import { findHoles } from '../readers/holes.js';

/** `name{label="value"}` in a query. */
export interface Selector {
  /** Null where only labels select. */
  readonly metric: string | null;
  readonly offset: number;
  readonly matchers: readonly Matcher[];
}

export interface Matcher {
  readonly label: string;
  readonly operator: string;
  /** Null where nobody has given the value. */
  readonly value: string | null;
  readonly offset: number;
  readonly end: number;
}

/** Stands for a value that nobody has given: a matcher that holds it is not asked for. */
const UNKNOWN = 'value-not-given';

/** A PromQL template with the values there are; it parses, and the selectors in it tell which values there were not. */
export function filledPromql(template: QueryTemplate, values: BoundValues): string {
  let filled = '';
  let position = 0;
  for (const hole of findHoles(template.text, 'promql')) {
    const value = valueOf(values, hole.name);
    const rendered = value === undefined ? standIn(template.text, hole) : renderPromqlValue(hole, value, template.text);
    filled += template.text.slice(position, hole.start) + (typeof rendered === 'string' ? rendered : UNKNOWN);
    position = hole.end;
  }
  return filled + template.text.slice(position);
}

function standIn(text: string, { start, end }: { readonly start: number; readonly end: number }): string {
  const place = placeOf(text, start, end);
  if (place === 'duration') return '5m';
  if (place === 'bracket') return '[5m]';
  return place === 'number' ? '0' : UNKNOWN;
}

export function selectorsIn(text: string): Selector[] {
  const selectors: Selector[] = [];
  parser
    .parse(text)
    .topNode.cursor()
    .iterate(({ name, node }) => {
      if (name === 'VectorSelector') selectors.push(selectorOf(node, text));
    });
  return selectors;
}

function selectorOf(node: SyntaxNode, text: string): Selector {
  const identifier = node.getChild('Identifier');
  const matchers = (node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? []).map((matcher) => matcherOf(matcher, text));
  const named = matchers.find(({ label, operator }) => label === '__name__' && operator === '=')?.value ?? null;
  return { metric: identifier === null ? named : text.slice(identifier.from, identifier.to), offset: node.from, matchers };
}

function matcherOf(node: SyntaxNode, text: string): Matcher {
  const part = (name: string): string => {
    const child = node.getChild(name);
    return child === null ? '' : text.slice(child.from, child.to);
  };
  const value = part('StringLiteral').slice(1, -1);
  return {
    label: part('LabelName'),
    operator: part('MatchOp'),
    value: value.includes(UNKNOWN) ? null : value,
    offset: node.from,
    end: node.to,
  };
}

/** The query without matchers whose value nobody has given, and without the comparison at its end: what it has to compare at all. */
export function withoutConditions(text: string): string {
  const unknown = selectorsIn(text)
    .flatMap(({ matchers }) => matchers)
    .filter(({ value }) => value === null);
  let bare = text;
  for (const { offset, end } of unknown.toSorted((left, right) => right.offset - left.offset))
    bare =
      bare.slice(0, offset).replace(/,\s*$/, '') +
      bare.slice(end).replace(bare.slice(0, offset).trimEnd().endsWith('{') ? /^\s*,/ : /^$/, '');
  return bare.replace(/(?:[<>]=?|==|!=)\s*(?:bool\s+)?-?[\d.]+\s*$/, '').trim();
}
