import type { Cell, Hole, QueryTemplate } from '../../tsg-parser/index.js';
import type { Filled, Refusal } from '../fill-template.js';
import { fillTemplate } from '../fill-template.js';
import type { BoundValues } from '../query-plugin.js';
import { isSound, placeOf, quoteAround, shapeOf, standIns } from './read-promql.js';

/**
 * Fills a PromQL template. Values are label values (escaped, and literal also in `=~`), durations or numbers; the parsed
 * expression keeps its shape whatever the values are.
 */
export function fillPromql(template: QueryTemplate, values: BoundValues): Filled {
  const filled = fillTemplate(template, values, renderPromqlValue);
  if (filled.kind !== 'filled') return filled;
  if (!isSound(filled.text)) return { kind: 'refused', reason: 'the query is not PromQL', hint: 'Check it with periplus lint.' };
  const asWritten = standIns(template.text);
  if (shapeOf(asWritten) !== shapeOf(filled.text)) return { kind: 'refused', reason: 'a value would change the query itself', hint: null };
  return filled;
}

const DURATION = /^(?:\d+(?:ms|s|m|h|d|w|y))+$/;
const NUMBER = /^[+]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** A value in the quoting of its place; LogQL's places are the same. */
export function renderPromqlValue(hole: Hole, value: Cell, around: string): string | Refusal {
  const text = value === null ? '' : String(value);
  switch (placeOf(around, hole.start, hole.end)) {
    case 'string':
      return labelValue(hole, text, around);
    case 'bracket':
      return DURATION.test(text) ? `[${text}]` : notA('duration such as 5m', hole, text);
    case 'duration':
      return DURATION.test(text) ? text : notA('duration such as 5m', hole, text);
    case 'comment':
      return text.toWellFormed().replaceAll(/[\r\n]/g, ' ');
    case 'number':
      return NUMBER.test(text) ? text : notA('number', hole, text);
  }
}

function notA(what: string, hole: Hole, text: string): Refusal {
  const shown = text.length > 40 ? `${text.slice(0, 37)}…` : text;
  return { reason: `the value of ${hole.name} (“${shown}”) is no ${what}`, hint: 'Names of metrics and labels cannot be parameters.' };
}

function labelValue(hole: Hole, text: string, around: string): string | Refusal {
  const quote = quoteAround(around, hole.start);
  const pattern = quote !== null && /(?:=~|!~|\|~)\s*$/.test(around.slice(0, quote.at));
  const literal = pattern ? text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&') : text;
  if (quote?.mark === '`') return literal.includes('`') ? notA('value that can stand in backticks', hole, text) : literal;
  const escaped = JSON.stringify(literal.toWellFormed()).slice(1, -1);
  return quote?.mark === "'" ? escaped.replaceAll('\\"', '"').replaceAll("'", "\\'") : escaped;
}
