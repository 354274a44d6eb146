import { firstLine } from './destructive-without-confirmation.js';
import type { MentorRule } from './subject.js';

/** Verbs and flags; what else its reader objects to may be newer than the reader. */
const REFUSED = /\bhas no (?:verb|flag)\b/;

/** What kubectl itself would refuse. */
export const unparsableCommand: MentorRule = {
  id: 'unparsable-command',
  family: 'queries',
  severity: 'error',
  about: 'A command must be one its program knows.',
  check: ({ queries }) =>
    queries.flatMap(({ query }) => {
      if (query.language !== 'kubectl') return [];
      return query.flaws
        .filter(({ message }) => REFUSED.test(message))
        .slice(0, 1)
        .map(({ message, line }) => ({
          line: Math.min(line, query.lines[1]),
          quote: firstLine(query.text),
          message: `"${firstLine(query.text)}": ${message}.`,
          suggestion: 'Mend the command; it would fail at night.',
        }));
    }),
};
