import type { Cell, Hole, QueryTemplate } from '../tsg-parser/index.js';
import type { BoundValues, Preparation } from './query-plugin.js';
import { findHoles } from './readers/holes.js';

/** A value that cannot stand where its hole is, and why. */
export interface Refusal {
  readonly reason: string;
  readonly hint: string | null;
}

/** Text for a hole, in its language's own quoting. `around` is the whole template, so that the place can be looked at. */
export type RenderValue = (hole: Hole, value: Cell, around: string) => string | Refusal;

export type Filled = { readonly kind: 'filled'; readonly text: string } | Exclude<Preparation, { readonly kind: 'prepared' }>;

/** Fills the template's parameters. All missing ones are named at once; a refused value stops it. Holes that are no parameters stay. */
export function fillTemplate(template: QueryTemplate, values: BoundValues, render: RenderValue): Filled {
  const holes = findHoles(template.text, template.language).filter((hole) => template.parameters.includes(hole.name));
  const missing = [...new Set(holes.map((hole) => hole.name).filter((name) => valueOf(values, name) === undefined))];
  if (missing.length > 0) return { kind: 'missing', parameters: missing };
  let text = '';
  let position = 0;
  for (const hole of holes) {
    const rendered = render(hole, valueOf(values, hole.name) ?? null, template.text);
    if (typeof rendered !== 'string') return { kind: 'refused', reason: rendered.reason, hint: rendered.hint };
    text += template.text.slice(position, hole.start) + rendered;
    position = hole.end;
  }
  return { kind: 'filled', text: text + template.text.slice(position) };
}

/** Fills those parameters that have a value; the others stay as they are written. For what people read. */
export function fillKnown(
  template: QueryTemplate,
  values: BoundValues,
  render: (hole: Hole, value: Cell, around: string) => string,
): string {
  const known = template.parameters.filter((name) => valueOf(values, name) !== undefined);
  const filled = fillTemplate({ ...template, parameters: known }, values, render);
  return filled.kind === 'filled' ? filled.text : template.text;
}

/** A parameter's value; `NAMESPACE`, `name-space` and `name_space` are told apart only where both are bound. */
export function valueOf(values: BoundValues, name: string): Cell | undefined {
  if (Object.hasOwn(values, name)) return values[name]?.value;
  const wanted = plain(name);
  return Object.entries(values).find(([other]) => plain(other) === wanted)?.[1].value;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
