import { isSlip } from '../../../platform/slips.js';
import type { DraftQuery } from '../draft.js';
import { firstLine } from './changes.js';
import type { MentorRule } from './subject.js';

/** Statements every SQL has; what begins otherwise may be another dialect's. */
const COMMON_SQL = ['select', 'with', 'insert', 'update', 'delete'];
/** Back quotes, `#` comments, and lines that are no SQL at all. */
const OTHER_DIALECT = /`|^\s*#|^\w+:\s*$|\bcurrent_timestamp\s*\(\s*\)/im;
const UNFINISHED = /\.\.\.|…|^\s*\\|<[^>]*\s[^>]*>|\[\w+ ?[\w ]*\](?!\s*\))/m;
const TAGS: Readonly<Record<string, RegExp>> = {
  promql: /^(?:promql|prometheus|metricsql|)$/,
  logql: /^(?:logql|loki|)$/,
  kql: /^(?:kql|kusto)$/,
  sql: /^(?:sql|pgsql|postgres\w*|psql|plugin_\S*)$/,
};

/** What the language's own parser cannot read. */
export const unparsableQuery: MentorRule = {
  id: 'unparsable-query',
  family: 'queries',
  severity: 'error',
  about: 'A query must be one its language can read.',
  check: ({ queries, lines }) =>
    queries.flatMap(({ query }) => {
      if (!judged(query)) return [];
      return query.flaws.slice(0, 1).map(({ message, line }) => ({
        line: Math.min(line, query.lines[1]),
        quote: (lines[Math.min(line, query.lines[1]) - 1] ?? '').trim(),
        message: `${message} ("${firstLine(query.text)}").`,
        suggestion: 'Run the query once and mend it.',
      }));
    }),
};

/** Only where the author says which language it is, or the language is plain; sample output and dialects are no queries of ours. */
function judged({ language, text, tag }: DraftQuery): boolean {
  if (tag === null || TAGS[language]?.test(tag) !== true || UNFINISHED.test(text)) return false;
  if (language === 'promql') return !isSample(text);
  if (language !== 'sql') return true;
  if (OTHER_DIALECT.test(text)) return false;
  const first = /^\s*(?:--[^\n]*\n\s*)*([a-z]+)/i.exec(text)?.[1]?.toLowerCase() ?? '';
  return COMMON_SQL.some((word) => word === first || isSlip(word, first));
}

/** `metric{…} 1` is an answer, lines of their own are several queries, and a prompt is nobody's. */
function isSample(text: string): boolean {
  return /^\s*\$\s|^#!/m.test(text) || /[}\w]\s+[-\d.e+]+\s*$/m.test(text) || /^\s*[a-z_]\w*[({].*[)}\]]\s*\n\s*[a-z_]\w*[({]/m.test(text);
}
