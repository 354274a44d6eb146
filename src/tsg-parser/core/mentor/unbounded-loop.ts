import { sentencesOf } from '../grammar/sentences.js';
import { boundOf } from '../steps/repeats.js';
import type { MentorRule, Subject } from './subject.js';

const BOUND =
  /\b\d+\s*(?:times|attempts|iterations|minutes?|hours?|seconds?|retries|x\b)|\b(?:once|twice|three times|at most|up to|maximum|no more than|within|timeout|give up after)\b/i;

/** "Repeat as needed": how often? */
export const unboundedLoop: MentorRule = {
  id: 'unbounded-loop',
  family: 'control flow',
  severity: 'warning',
  about: 'A repeat must say how often at most, or for how long.',
  check: (subject) => {
    const seen = new Set<number>();
    return subject.parts.built.plan.loops.flatMap(({ line, from, to, condition }) => {
      const words = sentenceAt(subject, line);
      const repeats = from !== to || /\brepeat|\bretry\b/i.test(words);
      if (!repeats || BOUND.test(words) || boundOf(words) !== null || seen.has(line)) return [];
      seen.add(line);
      const quote = condition?.text ?? words;
      return [
        {
          line,
          quote,
          message: `This leads back ("${shortened(quote)}") without saying how often at most.`,
          suggestion: 'Add a bound, e.g. "at most 5 times", and what to do then.',
        },
      ];
    });
  },
};

/** The sentence of a line that leads back. */
function sentenceAt({ prose, lines }: Subject, line: number): string {
  const sentences = prose.flatMap((content) => sentencesOf(content)).filter(({ lines: [from, to] }) => from <= line && line <= to);
  const back = sentences.find(({ text }) => /\b(?:return|repeat|retry|go back|again|start over|until)\b/i.test(text));
  return back?.text ?? lines[line - 1] ?? '';
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
