import type { Section } from '../document.js';
import { stepLabel } from '../grammar/step-label.js';

export interface NumberedHeading {
  readonly number: string;
  readonly line: number;
  readonly title: string;
}

/** "Step N" headings, by the section they stand in. */
export function numberedHeadings(section: Section): NumberedHeading[][] {
  const own = section.sections.flatMap((child): NumberedHeading[] => {
    const label = stepLabel(child.title.text);
    return label?.series === 'step' ? [{ number: label.number, line: child.lines[0], title: child.title.text }] : [];
  });
  return [...(own.length > 1 ? [own] : []), ...section.sections.flatMap(numberedHeadings)];
}
