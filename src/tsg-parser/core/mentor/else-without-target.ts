import { clausesOf } from '../grammar/clause.js';
import { sentencesOf } from '../grammar/sentences.js';
import { actOf } from '../grammar/verbs.js';
import { destinationOf } from '../passes/read-exits.js';
import type { MentorRule } from './subject.js';

/** "Otherwise." and nothing to do: the reader is left standing. */
export const elseWithoutTarget: MentorRule = {
  id: 'else-without-target',
  family: 'control flow',
  severity: 'warning',
  about: 'An Otherwise must say where to go or what to do.',
  check: ({ prose }) =>
    prose.flatMap((content) => {
      const sentences = sentencesOf(content);
      return sentences.flatMap((sentence, index) => {
        const clause = clausesOf(sentence.content).find(
          ({ premise }) => premise?.kind === 'not-so' && /^(?:otherwise|else)\b/i.test(premise.words),
        );
        if (clause === undefined || destinationOf(clause.body, true) !== null || actOf(clause.body.text) !== null) return [];
        const later = sentences
          .slice(index + 1)
          .some(({ content: next }) => destinationOf(next, true) !== null || actOf(next.text) !== null);
        if (later || clause.body.text.split(/\s+/).length > 6) return [];
        return [
          {
            line: sentence.lines[0],
            quote: sentence.text,
            message: `"${sentence.text}" says neither where to go nor what to do.`,
            suggestion: 'Name the step to go on with, or say that the guide ends here.',
          },
        ];
      });
    }),
};
