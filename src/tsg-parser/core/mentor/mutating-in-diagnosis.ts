import type { Section } from '../document.js';
import { isPhaseHeading, phaseOf } from '../grammar/section-role.js';
import { stepLabel } from '../grammar/step-label.js';
import { actOfTitle } from '../grammar/verbs.js';
import { firstLine } from './destructive-without-confirmation.js';
import { wordsOf, type MentorRule, type SubjectStep } from './subject.js';

/** Who looks must not change what is looked at. */
export const mutatingInDiagnosis: MentorRule = {
  id: 'mutating-in-diagnosis',
  family: 'safety',
  severity: 'warning',
  about: 'Diagnosis must not change anything.',
  check: ({ queries, parts }) =>
    queries.flatMap(({ step, query }) => {
      if (!query.mutating || query.tag === null || harmless(query.text) || !(looks(step) || underDiagnosis(step, parts.document.root)))
        return [];
      const command = firstLine(query.text);
      return [
        {
          line: query.lines[0],
          quote: command,
          message: `"${command}" changes something, in a place that only looks.`,
          suggestion: 'Move it to a step of its own under Mitigation.',
        },
      ];
    }),
};

/** Stand-ins made for looking: a debug pod, a port, a shell. */
function harmless(text: string): boolean {
  return /\bkubectl (?:\S+ )*?(?:run|debug|label)\b|\boc (?:\S+ )*?(?:run|debug|new-app)\b|\bInstall-Module\b|\bapt(?:-get)? install\b|\byum install\b|\benable\b.*\b(?:log|debug)/i.test(
    text,
  );
}

/** "Step 2 - Check the pods": the title promises to look. */
function looks(step: SubjectStep): boolean {
  const { draft } = step;
  if (draft.label === null || draft.guard !== null) return false;
  return (
    actOfTitle(stepLabel(draft.label.title)?.title ?? draft.label.title) === 'look' &&
    !/\b(?:fix|restart|mitigat|resolv|repair)/i.test(wordsOf(step).split('\n')[0] ?? '')
  );
}

function underDiagnosis({ draft }: SubjectStep, section: Section): boolean {
  const inside = section.sections.find(({ lines }) => lines[0] <= draft.lines[0] && draft.lines[0] <= lines[1]);
  if (inside === undefined || draft.guard !== null) return false;
  if (isPhaseHeading(inside.title.text)) return phaseOf(inside.title.text) === 'diagnosis';
  return underDiagnosis({ draft } as SubjectStep, inside);
}
