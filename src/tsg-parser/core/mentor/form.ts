import { sectionsOf, type Section } from '../document.js';
import { isPhaseHeading, phaseOf, type Phase } from '../grammar/section-role.js';
import { stepLabel } from '../grammar/step-label.js';
import { readDeclarations } from '../passes/read-parameters.js';
import type { GuideParts } from '../read-parts.js';

/**
 * How strictly a document is read: what may hurt in a guide is common in a manual.
 * `normal`: numbered step headings or declared parameters. `guide`: headings such as Diagnosis and Mitigation. `page`: anything else.
 */
export type Form = 'normal' | 'guide' | 'page';

export function formOf({ document, reading }: GuideParts): Form {
  const titles = [...sectionsOf(document.root)].map(({ title }) => title.text);
  const declares = readDeclarations(document.root).some(({ titled }) => titled) || reading.frontMatter.parameters.length > 0;
  if (declares || titles.filter((title) => stepLabel(title)?.series === 'step').length >= 2) return 'normal';
  return titles.some(isPhaseHeading) ? 'guide' : 'page';
}

/** The phase whose heading stands above a line; null where none does. */
export function phaseAt(line: number, section: Section): Phase {
  const inside = section.sections.find(({ lines }) => lines[0] <= line && line <= lines[1]);
  if (inside === undefined) return null;
  return phaseAt(line, inside) ?? (isPhaseHeading(inside.title.text) ? phaseOf(inside.title.text) : null);
}
