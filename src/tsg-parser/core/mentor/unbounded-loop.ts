import { sentencesOf, type Sentence } from '../grammar/sentences.js';
import { boundOf } from '../steps/repeats.js';
import type { MentorRule, Subject } from './subject.js';

const BOUND =
  /\b\d+\s*(?:times|attempts|iterations|minutes?|hours?|seconds?|retries|x\b)|\b(?:once|twice|two more times|three times|at most|up to|maximum|no more than|within|time ?out|give up after)\b/i;
/** "If it does not, try again." */
const AGAIN =
  /\b(?:if|otherwise|else)\b[^.]*,\s*(?:then |please )?(?:try (?:it |this |the \w+ )?again|retry(?: it| this| the \w+)?|repeat (?:it|this|the) ?(?:step|check|command|query)?)\W*$/i;

/** "Repeat as needed": how often? */
export const unboundedLoop: MentorRule = {
  id: 'unbounded-loop',
  family: 'control flow',
  severity: 'warning',
  about: 'A repeat must say how often at most, or for how long.',
  check: (subject) => {
    if (subject.form === 'page') return [];
    const endless = new Set(subject.parts.problems.filter(({ rule }) => rule === 'cycle-without-exit').map(({ line }) => line));
    const told = new Map<number, string>();
    for (const { line, words } of [...loops(subject), ...retries(subject)])
      if (!told.has(line) && !endless.has(line) && !BOUND.test(words) && boundOf(words) === null) told.set(line, words);
    return [...told].map(([line, quote]) => ({
      line,
      quote,
      message: `This leads back ("${shortened(quote)}") without saying how often at most.`,
      suggestion: 'Add a bound, e.g. "at most 5 times", and what to do then.',
    }));
  },
};

interface Repetition {
  readonly line: number;
  readonly words: string;
}

/** "Repeat steps 1-4 for the other disks": ends with the set. */
const OVER_A_SET = /\b(?:repeat|run|do|follow)\b[^.]*\b(?:for|on) (?:each|every|all|any other|the (?:other|remaining|next)|`)/i;
const LEADS_BACK =
  /\b(?:return|repeat|retry|go(?:ing)? back|back to|again|start over|redo|resume|go to|proceed to|continue (?:with|at|from))\b|[-=]>/i;

/** What the plan has as a loop; "wait until" is none, a run waits no longer than its step may take. */
function loops(subject: Subject): Repetition[] {
  return subject.parts.built.plan.loops
    .map(({ line, from, to }) => ({ line, words: sentenceAt(subject, line), itself: from === to }))
    .filter(
      ({ itself, words }) =>
        !OVER_A_SET.test(words) && (itself ? /^(?!.*\bwait until\b).*\b(?:repeat|retry)\b/i.test(words) : LEADS_BACK.test(words)),
    );
}

function retries({ questions }: Subject): Repetition[] {
  return questions.flatMap(({ branches }) =>
    branches.filter(({ sentence }) => AGAIN.test(sentence.text)).map(({ line, sentence }) => ({ line, words: sentence.text })),
  );
}

/** The sentence of a line that leads back. */
function sentenceAt({ prose, lines }: Subject, line: number): string {
  const sentences: Sentence[] = prose
    .flatMap((content) => sentencesOf(content))
    .filter(({ lines: [from, to] }) => from <= line && line <= to);
  const back = sentences.find(({ text }) => /\b(?:return|repeat|retry|go back|again|start over|until)\b/i.test(text));
  return back?.text ?? lines[line - 1] ?? '';
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
