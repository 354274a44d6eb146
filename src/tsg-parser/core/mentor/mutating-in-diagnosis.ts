import type { DraftQuery } from '../draft.js';
import { stepLabel } from '../grammar/step-label.js';
import { actOfTitle } from '../grammar/verbs.js';
import { changesInBlocks, helpsLooking, lineLike } from './changes.js';
import { phaseAt } from './form.js';
import { wordsOf, type MentorRule, type SubjectStep } from './subject.js';

/** Who looks must not change what is looked at. */
export const mutatingInDiagnosis: MentorRule = {
  id: 'mutating-in-diagnosis',
  family: 'safety',
  severity: 'warning',
  about: 'Diagnosis must not change anything.',
  check: (subject) => {
    if (subject.form === 'page') return [];
    const demonstrates = subject.queries.some(({ query }) => /\bcreate\s+(?:table|database)\b/i.test(query.text));
    const found = changesInBlocks(subject).filter(
      ({ step, query }) =>
        !harmless(query.text) &&
        !helpsLooking(query) &&
        !/\btool ?box\b/i.test(wordsOf(step)) &&
        !isTrial(query) &&
        !(demonstrates && query.language === 'sql') &&
        (looks(step) || (step.draft.guard === null && phaseAt(query.lines[0], subject.parts.document.root) === 'diagnosis')),
    );
    return found.slice(0, subject.form === 'normal' ? found.length : 1).map(({ query }) => {
      const { line, text } = lineLike(query, CHANGES);
      return {
        line,
        quote: text,
        message: `"${text}" changes something, in a place that only looks.`,
        suggestion: 'Move it to a step of its own under Mitigation.',
      };
    });
  },
};

/** The line that changes something, in a script of several. */
const CHANGES =
  /\b(?:Set|New|Add|Remove|Enable|Disable|Restart|Start|Stop|Suspend|Resume|Register|Unregister|Clear|Repair|Install)-[A-Z]\w+|\b(?:delete|scale|patch|edit|apply|create|replace|restart|undo|cordon|drain|rm|kill|update|insert|drop|set)\b/i;

/** Made for a try and taken away again in the same script. */
function isTrial({ text }: DraftQuery): boolean {
  return /\bNew-(\w+)\b[\s\S]*\bRemove-\1\b/i.test(text);
}

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
