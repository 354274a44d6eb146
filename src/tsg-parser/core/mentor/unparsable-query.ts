import type { DraftQuery } from '../draft.js';
import type { MentorRule } from './subject.js';

/** Statements every SQL has; what begins otherwise may be another dialect's. */
const COMMON_SQL = /^\s*(?:--[^\n]*\n\s*)*(?:select|with|insert\s+into|update|delete\s+from)\b/i;
const UNFINISHED = /\.\.\.|…|^\s*\\|<[^>]*\s[^>]*>|\[\w+ ?[\w ]*\](?!\s*\))/m;

/** What the language's own parser cannot read. */
export const unparsableQuery: MentorRule = {
  id: 'unparsable-query',
  family: 'queries',
  severity: 'error',
  about: 'A query must be one its language can read.',
  check: ({ queries }) =>
    queries.flatMap(({ query }) => {
      if (!judged(query)) return [];
      return query.flaws.slice(0, 1).map(({ message, line }) => ({
        line: Math.min(line, query.lines[1]),
        message: `${message}.`,
        suggestion: 'Run the query once and mend it.',
      }));
    }),
};

function judged({ language, text, tag }: DraftQuery): boolean {
  if (tag === null || UNFINISHED.test(text)) return false;
  if (language === 'promql') return true;
  return language === 'sql' && (/^(?:sql|pgsql|postgres\w*|psql)$/.test(tag) || tag.startsWith('plugin_')) && COMMON_SQL.test(text);
}
