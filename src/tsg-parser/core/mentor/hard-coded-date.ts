import { firstLine } from './changes.js';
import type { QueryLanguage } from '../query-template.js';
import type { Finding, MentorRule } from './subject.js';

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
const SHELLS: ReadonlySet<QueryLanguage> = new Set<QueryLanguage>(['kubectl', 'oc', 'shell', 'powershell', 'http', 'logfilter']);
/** A date that names a release, an interface or a file is meant. */
const NAMES = /api-?version|image|\btags?\b|release|version|(?:snapshot|backup|index|restore)/i;

/** A query that asks about one day in the past finds nothing on any other. */
export const hardCodedDate: MentorRule = {
  id: 'hard-coded-date',
  family: 'data flow',
  severity: 'warning',
  about: 'A query must not hold a date of its own.',
  check: ({ queries }) =>
    queries.flatMap(({ query }): Finding[] => {
      if (query.flaws.length > 0) return [];
      const [first] = query.text.split('\n').flatMap((line, index) => {
        const date = dateIn(line, query.language);
        return date === null ? [] : [{ date, line, index }];
      });
      if (first === undefined) return [];
      return [
        {
          line: Math.min(query.lines[0] + first.index, query.lines[1]),
          quote: first.date,
          message: `The query asks about ${first.date} ("${firstLine(first.line.trim())}").`,
          suggestion: 'Use a parameter such as {start_time}, or a time relative to now.',
        },
      ];
    }),
};

/** In a shell a date is asked about behind an option; elsewhere it is output. */
const OPTION = /(?:^|\s)--?[\w-]+[ =]["']?$|=["']?$/;

function dateIn(line: string, language: QueryLanguage): string | null {
  if (/^\s*(?:#|--)/.test(line) || NAMES.test(line) || /^\s*\$?\w+:\s/.test(line)) return null;
  for (const pattern of DATES) {
    const match = pattern.exec(line);
    const date = match?.[1];
    if (match === null || date === undefined) continue;
    if (!SHELLS.has(language) || OPTION.test(line.slice(0, line.indexOf(date)))) return date;
  }
  return null;
}
