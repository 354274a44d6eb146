import type { DraftQuery } from '../draft.js';
import { firstLine } from './changes.js';
import type { MentorRule } from './subject.js';

/** What stands for something that is left out. */
const UNFINISHED = /\.\.\.|…/;

/** What the program itself, or the shell, would refuse. */
export const unparsableCommand: MentorRule = {
  id: 'unparsable-command',
  family: 'queries',
  severity: 'error',
  about: 'A command must be one its program knows.',
  check: ({ queries }) =>
    queries.flatMap(({ query }) => {
      if (!judged(query)) return [];
      return query.flaws.slice(0, 1).map(({ message, line }) => ({
        line: Math.min(line, query.lines[1]),
        quote: firstLine(query.text),
        message: `"${firstLine(query.text)}": ${message.replace(/\?$/, '')}${message.endsWith('?') ? '?' : '.'}`,
        suggestion: 'Mend the command; it would fail at night.',
      }));
    }),
};

function judged({ language, text }: DraftQuery): boolean {
  return (language === 'kubectl' || language === 'oc' || language === 'shell') && !UNFINISHED.test(text);
}
