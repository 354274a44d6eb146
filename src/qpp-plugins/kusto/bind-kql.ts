import type { Cell, Hole, QueryTemplate } from '../../tsg-parser/index.js';
import type { Refusal } from '../fill-template.js';
import { fillTemplate, valueOf } from '../fill-template.js';
import type { BoundValues, Preparation } from '../query-plugin.js';
import { quoteAround } from '../prometheus/read-promql.js';

/** A KQL text whose parameters are declared at its head, so that values never touch the query. */
export type BoundKql = { readonly kind: 'bound'; readonly text: string } | Exclude<Preparation, { readonly kind: 'prepared' }>;

/** `where Name == "{name}"` becomes `declare query_parameters(name:string = "…"); … where Name == name`. */
export function bindKql(template: QueryTemplate, values: BoundValues): BoundKql {
  const filled = fillTemplate(template, values, (hole, _value, around) => mark(hole, around));
  if (filled.kind !== 'filled') return filled;
  if (template.parameters.length === 0) return { kind: 'bound', text: filled.text };
  const declared = template.parameters.map((name) => `${identifier(name)}:${literalOf(valueOf(values, name) ?? null)}`);
  return { kind: 'bound', text: `declare query_parameters(${declared.join(', ')});\n${withoutQuotes(filled.text)}` };
}

const OPEN = '\u0001';
const CLOSE = '\u0002';

function mark(hole: Hole, around: string): string | Refusal {
  const quote = quoteAround(around, hole.start);
  if (quote?.mark === '`') return { reason: `the parameter ${hole.name} stands in a multi-line literal`, hint: 'Use plain quotes.' };
  return quote === null ? identifier(hole.name) : `${OPEN}${identifier(hole.name)}${CLOSE}`;
}

/** A literal that was nothing but the hole is the parameter; a longer one is put together with `strcat`. */
function withoutQuotes(text: string): string {
  return text.replace(/@?(["'])((?:(?!\1)[^\u0001])*\u0001(?:(?!\1)[\s\S])*)\1/g, (_match, quote: string, inside: string) => {
    const parts = inside
      .split(/\u0001([^\u0002]*)\u0002/)
      .map((part, index) => (index % 2 === 1 ? part : part === '' ? '' : `${quote}${part}${quote}`))
      .filter((part) => part !== '');
    return parts.length === 1 ? (parts[0] ?? '') : `strcat(${parts.join(', ')})`;
  });
}

function identifier(name: string): string {
  return `_${name.replace(/\W/g, '_')}`;
}

/** Type and default of a parameter: numbers, times and spans by their look, else text. */
function literalOf(value: Cell): string {
  if (typeof value === 'number') return `real = ${value}`;
  if (typeof value === 'boolean') return `bool = ${value}`;
  const text = (value ?? '').toWellFormed();
  if (/^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?$/.test(text)) return `datetime = datetime(${text})`;
  if (/^\d+(?:d|h|m|s|ms)$/.test(text)) return `timespan = ${text}`;
  return `string = ${JSON.stringify(text)}`;
}
