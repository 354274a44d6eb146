import { firstLine } from './changes.js';
import type { MentorRule } from './subject.js';

const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const YEAR = '20[12]\\d';
const DATES: readonly RegExp[] = [
  /(?<![\w.:/-])(20[12]\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?)(?![\w-])/,
  new RegExp(`["'](\\d{1,2}[/.]\\d{1,2}[/.]${YEAR}(?: [^"']*)?)["']`),
  new RegExp(`["'](${YEAR}/\\d{1,2}/\\d{1,2}(?: [^"']*)?)["']`),
  new RegExp(`["'](\\d{1,2} ${MONTH} ${YEAR}(?: [^"']*)?)["']`, 'i'),
  new RegExp(`["'](${MONTH} \\d{1,2},? ${YEAR}(?: [^"']*)?)["']`, 'i'),
  /["'](20[12]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))["']/,
  /\b(?:to_timestamp|from_unixtime|fromunixtime|datetime|unixepoch)\w*\s*\(\s*(1[4-9]\d{8}(?:\d{3})?)\b/i,
  /@\s*(1[4-9]\d{8}(?:\.\d+)?)\b/,
  /\b(?:start|end|from|to|since|until|time)=(1[4-9]\d{8}(?:\d{3})?)\b/,
];
/** A date that names a release, an interface or a file is meant. */
const NAMES = /api-?version|image|\btags?\b|release|version|(?:snapshot|backup|index|restore)/i;

/** A query that asks about one day in the past finds nothing on any other. */
export const hardCodedDate: MentorRule = {
  id: 'hard-coded-date',
  family: 'data flow',
  severity: 'warning',
  about: 'A query must not hold a date of its own.',
  check: ({ queries }) =>
    queries.flatMap(({ query }) =>
      query.text.split('\n').flatMap((line, index) => {
        const date = dateIn(line);
        if (date === null) return [];
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

function dateIn(line: string): string | null {
  if (/^\s*(?:#|--)/.test(line) || NAMES.test(line)) return null;
  return DATES.map((pattern) => pattern.exec(line)?.[1]).find((date) => date !== undefined) ?? null;
}
