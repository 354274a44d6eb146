import type { MentorRule } from './subject.js';
import { firstLine } from './destructive-without-confirmation.js';

const DATE = /(?<![\w.:/-])(20[12]\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?Z?)?)(?![\w-])/;

/** A query that asks about one day in the past finds nothing on any other. */
export const hardCodedDate: MentorRule = {
  id: 'hard-coded-date',
  family: 'data flow',
  severity: 'warning',
  about: 'A query must not hold a date of its own.',
  check: ({ queries }) =>
    queries.flatMap(({ query }) =>
      query.text.split('\n').flatMap((line, index) => {
        const date = /^\s*(?:#|--)/.test(line) || /api-?version|image|tag|release|version/i.test(line) ? undefined : DATE.exec(line)?.[1];
        if (date === undefined) return [];
        return [
          {
            line: Math.min(query.lines[0] + index, query.lines[1]),
            quote: date,
            message: `The query asks about ${date} ("${firstLine(line.trim())}").`,
            suggestion: 'Use a parameter such as {start_time}, or a time relative to now.',
          },
        ];
      }),
    ),
};
