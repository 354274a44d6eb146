import { TerminalError } from '../../platform/errors.js';

/** What usually helps, by what PostgreSQL and SQLite say. The first that fits counts. */
const HINTS: readonly { readonly says: RegExp; readonly hint: (match: RegExpExecArray) => string }[] = [
  {
    says: /operator does not exist: (?:boolean \S+ integer|integer \S+ boolean)/i,
    hint: () => 'A boolean column is compared with true or false, an integer with 0 or 1; cast(column as integer) = 0 suits both.',
  },
  {
    says: /operator does not exist: (.+?) (?:[<>=!~*+/|&%^-]+|~~\*?) (.+)/i,
    hint: ([, left = '', right = '']) => `${left} and ${right} are not compared with each other: cast one of them.`,
  },
  {
    says: /column reference "([^"]+)" is ambiguous|ambiguous column name: (\S+)/i,
    hint: ([, column, other]) => `Several of the tables have ${column ?? other ?? 'it'}: put a table's alias before it.`,
  },
  {
    says: /unit "([^"]+)" not recognized|unit "([^"]+)" not supported/i,
    hint: ([, unit, other]) => `date_trunc takes one unit such as 'hour'; for ${unit ?? other ?? 'others'} write date_bin('${unit ?? other ?? ''}', column, timestamp '2000-01-01').`,
  },
  {
    says: /must appear in the GROUP BY clause/i,
    hint: () => 'Group by the column too, or take one of its values with min() or max().',
  },
  { says: /no such function: (\S+)/i, hint: ([, name = '']) => `SQLite has no ${name}: its own functions are strftime, datetime and percentile.` },
  {
    says: /function (.+?) does not exist/i,
    hint: ([, name = '']) => `There is no ${name} here: mind the types it is called with, or write it in this database's own words.`,
  },
  { says: /relation "([^"]+)" does not exist|no such table: (\S+)/i, hint: () => 'Is this the right source? The front matter of the guide can name one.' },
  { says: /column "?([^" ]+)"? does not exist|no such column: (\S+)/i, hint: () => 'Compare the names with the tables of this source.' },
  { says: /permission denied for (?:table|view|relation|schema) (\S+)/i, hint: ([, name = '']) => `Grant the reader of this source SELECT on ${name}.` },
  { says: /near ".*": syntax error/i, hint: () => 'Is it written for another database? SQLite has no WITHIN GROUP, EXTRACT or INTERVAL.' },
]; // prettier-ignore

const ELSEWHERE = 'Where the guide must stay as it is, a query file beside it takes the place of the block (docs/qpps.md).';

/**
 * The database does not take a query: its own sentence, the line it points to where it points to one, and what usually helps.
 * @param at the line of the query, as sent
 */
export function refusal(called: string, sentence: string, at: string | null, cause?: unknown): TerminalError {
  const place = at === null || at.trim() === '' ? '' : ` at “${at.trim()}”`;
  return new TerminalError('query-refused', `${called} refuses the query: ${sentence.replace(/\.$/, '')}${place}.`, {
    cause,
    hint: [hintFor(sentence), ELSEWHERE].filter((part) => part !== null).join(' '),
  });
}

/** What usually helps against a database's own sentence; null where nobody knows. */
export function hintFor(sentence: string): string | null {
  for (const { says, hint } of HINTS) {
    const match = says.exec(sentence);
    if (match !== null) return hint(match);
  }
  return null;
}

/** The line of a text around a position, from 1 as PostgreSQL counts. */
export function lineAround(text: string, position: number): string {
  const before = text.slice(0, Math.max(0, position - 1));
  const start = before.lastIndexOf('\n') + 1;
  const end = text.indexOf('\n', start);
  return text.slice(start, end === -1 ? undefined : end);
}
