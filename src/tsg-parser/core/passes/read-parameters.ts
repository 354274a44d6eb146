import { blocksOf, sectionsOf, type Block, type LineRange, type Section } from '../document.js';
import { stepLabel } from '../grammar/step-label.js';
import type { PlanParameter } from '../plan.js';

/** A parameter with the list item that declares it. */
export interface DeclaredParameter {
  readonly parameter: PlanParameter;
  readonly lines: LineRange;
  /** Under a heading of its own; a list that a sentence announces may be of something else's parameters. */
  readonly titled: boolean;
}

/** Parameters the text declares: `- `namespace`: …, from the alert label `namespace`` under a Parameters heading or after "the following parameters". */
export function readParameters(root: Section): PlanParameter[] {
  return readDeclarations(root).map(({ parameter }) => parameter);
}

/** Each name once, by its first declaration. */
export function readDeclarations(root: Section): DeclaredParameter[] {
  const found = new Map<string, DeclaredParameter>();
  for (const section of sectionsOf(root)) {
    const titled = isTitled(section.title.text);
    for (const [index, block] of section.blocks.entries()) {
      if (block.kind !== 'list' || !(titled || announced(section.blocks[index - 1]))) continue;
      for (const { blocks, lines } of block.items)
        for (const parameter of readItem(blocks)) if (!found.has(parameter.name)) found.set(parameter.name, { parameter, lines, titled });
    }
  }
  return [...found.values()];
}

/** "Parameters", "Step 1 - Collect the parameters". */
function isTitled(title: string): boolean {
  const bare = stepLabel(title)?.title ?? title;
  return /^(?:(?:collect|gather|obtain|get|retrieve|determine|identify|note)\s+(?:(?:the|all|these|required|incident)\s+)*)?(?:parameters?|inputs?|variables|arguments)\b/i.test(
    bare,
  );
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
