import { blocksOf, sectionsOf, type ListBlock, type Section } from '../document.js';
import { stepLabel } from '../grammar/step-label.js';
import type { Severity } from '../guide.js';
import type { Subject } from './subject.js';

/** A step by the number its author gave it. */
export interface NumberedStep {
  readonly number: string;
  readonly line: number;
  readonly title: string;
}

/** Steps that are counted together. */
export interface NumberedRun {
  readonly steps: readonly NumberedStep[];
  /** Markdown counts the items of a list anew, so a wrong number there is a note. */
  readonly severity: Severity | undefined;
}

/** "Step N" headings of one section, and the items of one numbered list. */
export function numberedRuns({ parts, lines }: Subject): NumberedRun[] {
  return [...sectionsOf(parts.document.root)].flatMap((section) => [
    { steps: headings(section), severity: undefined },
    ...lists(section, lines).map((steps) => ({ steps, severity: 'info' as const })),
  ]);
}

function headings({ sections }: Section): NumberedStep[] {
  return sections.flatMap((child): NumberedStep[] => {
    const label = stepLabel(child.title.text);
    return label?.series === 'step' ? [{ number: label.number, line: child.lines[0], title: child.title.text }] : [];
  });
}

function lists({ blocks }: Section, lines: readonly string[]): NumberedStep[][] {
  return [...blocksOf(blocks)].flatMap((block) => {
    if (block.kind !== 'list' || !block.ordered) return [];
    const steps = itemsOf(block, lines);
    return isLazy(steps) ? [] : [steps];
  });
}

/** "1." before every item: Markdown does the counting. */
function isLazy(steps: readonly NumberedStep[]): boolean {
  return steps.every(({ number }) => number === steps[0]?.number) || steps.filter(({ number }) => number === '1').length > 1;
}

function itemsOf({ items }: ListBlock, lines: readonly string[]): NumberedStep[] {
  return items.flatMap((item) => {
    const [line] = item.lines;
    const written = /^[\s>]*(\d+)[.)]\s*(.*)$/.exec(lines[line - 1] ?? '');
    return written?.[1] === undefined ? [] : [{ number: written[1], line, title: written[2] ?? '' }];
  });
}
