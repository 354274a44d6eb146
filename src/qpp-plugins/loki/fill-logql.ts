import type { QueryTemplate } from '../../tsg-parser/index.js';
import type { Filled } from '../fill-template.js';
import { fillTemplate } from '../fill-template.js';
import { renderPromqlValue } from '../prometheus/fill-promql.js';
import type { BoundValues } from '../query-plugin.js';

/** Fills a LogQL template as a PromQL one: values are escaped strings, durations or numbers, and nothing else of the text moves. */
export function fillLogql(template: QueryTemplate, values: BoundValues): Filled {
  const filled = fillTemplate(template, values, renderPromqlValue);
  if (filled.kind !== 'filled') return filled;
  const asWritten = fillTemplate(
    template,
    Object.fromEntries(template.parameters.map((name) => [name, { value: '1', source: '' }])),
    (hole, value, around) => {
      const plain = renderPromqlValue(hole, value, around);
      return typeof plain === 'string' ? plain : renderPromqlValue(hole, '1m', around);
    },
  );
  const shape = asWritten.kind === 'filled' ? outline(asWritten.text) : null;
  return shape === outline(filled.text) ? filled : { kind: 'refused', reason: 'a value would change the query itself', hint: null };
}

/** The text without its strings, numbers and durations. */
export function outline(text: string): string {
  return text.replace(/"(?:\\.|[^"\\])*"|`[^`]*`/gs, '""').replace(/\b\d[\w.]*/g, '0');
}

/** Whether the query asks for numbers over time rather than for lines. */
export function asksForNumbers(text: string): boolean {
  return /^\s*(?:[a-z_]+\s*(?:by|without)?\s*\(|[a-z_]+\s*\()/.test(text.trim()) && !text.trim().startsWith('{');
}

/** The first stream selector, `{app="shop"}`; null where there is none. */
export function streamSelector(text: string): string | null {
  return /\{(?:[^{}"`]|"(?:\\.|[^"\\])*"|`[^`]*`)*\}/.exec(text)?.[0] ?? null;
}
