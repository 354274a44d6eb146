import type { Section } from '../document.js';
import { isPhaseHeading, phaseOf } from '../grammar/section-role.js';
import { stepLabel } from '../grammar/step-label.js';
import { actOfTitle } from '../grammar/verbs.js';
import { changesInBlocks, firstLine } from './changes.js';
import { wordsOf, type MentorRule, type SubjectStep } from './subject.js';

/** Who looks must not change what is looked at. */
export const mutatingInDiagnosis: MentorRule = {
  id: 'mutating-in-diagnosis',
  family: 'safety',
  severity: 'warning',
  about: 'Diagnosis must not change anything.',
  check: (subject) =>
    changesInBlocks(subject).flatMap(({ step, query }) => {
      if (harmless(query.text) || !(looks(step) || underDiagnosis(step, subject.parts.document.root))) return [];
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

/** "Step 2 - Check the pods", "Step 2 - Who holds the locks?": the title promises to look. */
function looks(step: SubjectStep): boolean {
  const { draft } = step;
  if (draft.label === null || draft.guard !== null) return false;
  const title = stepLabel(draft.label.title)?.title ?? draft.label.title;
  return (
    (actOfTitle(title) === 'look' || title.trim().endsWith('?')) &&
    !/\b(?:fix|restart|mitigat|resolv|repair)/i.test(wordsOf(step).split('\n')[0] ?? '')
  );
}

function underDiagnosis({ draft }: SubjectStep, section: Section): boolean {
  const inside = section.sections.find(({ lines }) => lines[0] <= draft.lines[0] && draft.lines[0] <= lines[1]);
  if (inside === undefined || draft.guard !== null) return false;
  if (isPhaseHeading(inside.title.text)) return phaseOf(inside.title.text) === 'diagnosis';
  return underDiagnosis({ draft } as SubjectStep, inside);
}
