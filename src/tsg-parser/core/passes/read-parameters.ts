import { blocksOf, sectionsOf, type Block, type Section } from '../document.js';
import type { PlanParameter } from '../plan.js';

/** Parameters the text declares: `- `namespace`: …, from the alert label `namespace`` under a Parameters heading or after "the following parameters". */
export function readParameters(root: Section): PlanParameter[] {
  const found = new Map<string, PlanParameter>();
  for (const section of sectionsOf(root)) {
    const titled = /^(?:parameters?|inputs?|variables|arguments)\b/i.test(section.title.text);
    for (const [index, block] of section.blocks.entries()) {
      if (block.kind !== 'list' || !(titled || announced(section.blocks[index - 1]))) continue;
      for (const item of block.items)
        for (const parameter of readItem(item.blocks)) if (!found.has(parameter.name)) found.set(parameter.name, parameter);
    }
  }
  return [...found.values()];
}

function announced(block: Block | undefined): boolean {
  return block?.kind === 'paragraph' && /\bparameters?\b.*:\s*$/i.test(block.content.text);
}

function readItem(blocks: readonly Block[]): PlanParameter[] {
  const first = [...blocksOf(blocks)].find((block) => block.kind === 'paragraph');
  if (first?.kind !== 'paragraph') return [];
  const match = /^`[<${[]*([A-Za-z_][\w.-]*)[>}\]]*`\s*(?:[:–—-]\s*)?(.*)$/s.exec(first.content.text);
  const name = match?.[1];
  if (name === undefined) return [];
  const description = match?.[2]?.trim() ?? '';
  const label = /\balert label `?([A-Za-z_]\w*)`?/i.exec(description)?.[1];
  const source =
    label === undefined ? (/\bincident\b|\balert\b/i.test(description) ? 'the incident' : 'the person') : `alert label ${label}`;
  return [{ name, source, required: true, type: typeOfName(name), default: null, description: description === '' ? null : description }];
}

export function typeOfName(name: string): PlanParameter['type'] {
  if (/(?:^|_)(?:start|end|since|until|from|to)?_?(?:time|date|timestamp)$/i.test(name)) return 'time';
  if (/(?:duration|window|interval|timeout)$/i.test(name)) return 'duration';
  return /(?:threshold|count|limit|replicas|port|number|ordinal|index|percent)$/i.test(name) ? 'number' : 'string';
}
