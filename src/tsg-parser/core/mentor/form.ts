import { sectionsOf, type Section } from '../document.js';
import { stepsOf, type DraftStep } from '../draft.js';
import { isPhaseHeading, phaseOf, type Phase } from '../grammar/section-role.js';
import { stepLabel } from '../grammar/step-label.js';
import { readDeclarations } from '../passes/read-parameters.js';
import type { GuideParts } from '../read-parts.js';

/**
 * How strictly a document is read: what may hurt in a guide is common in a manual.
 * `normal`: declared parameters, or numbered step headings with jumps between them. `guide`: other numbered steps,
 * or headings such as Diagnosis and Mitigation. `page`: anything else.
 */
export type Form = 'normal' | 'guide' | 'page';

export function formOf({ document, reading, procedure }: GuideParts): Form {
  const titles = [...sectionsOf(document.root)].map(({ title }) => title.text);
  const declares = readDeclarations(document.root).some(({ titled }) => titled) || reading.frontMatter.parameters.length > 0;
  const numbered = titles.filter((title) => stepLabel(title)?.series === 'step').length;
  if (declares || (numbered >= 2 && [...stepsOf(procedure)].some(jumps))) return 'normal';
  return numbered > 0 || titles.some(isPhaseHeading) ? 'guide' : 'page';
}

function jumps({ exits }: DraftStep): boolean {
  return exits.some(({ to }) => to.kind === 'steps' && to.targets.some(({ kind }) => kind === 'step'));
}

/** The phase whose heading stands above a line; null where none does. */
export function phaseAt(line: number, section: Section): Phase {
  const inside = section.sections.find(({ lines }) => lines[0] <= line && line <= lines[1]);
  if (inside === undefined) return null;
  return phaseAt(line, inside) ?? (isPhaseHeading(inside.title.text) ? phaseOf(inside.title.text) : null);
}

const INCLUDES = /\{%-?\s*include|\{\{[<%]\s*(?:include|readfile)\b|^--8<--|^\[!INCLUDE/i;

/** Pages that a generator puts together have headings and addresses that stand elsewhere. */
export function isAssembled(lines: readonly string[]): boolean {
  return lines.some((line) => INCLUDES.test(line));
}
