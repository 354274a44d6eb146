import type { QueryLanguage } from '../../tsg-parser/index.js';
import { loadKqlParser } from '../kusto/read-kql.js';
import { loadSqlParser } from '../sql/read-sql.js';

/** Parsers that must be loaded before they can be asked synchronously, by the language they read. */
const LOADERS: ReadonlyMap<QueryLanguage, () => Promise<void>> = new Map<QueryLanguage, () => Promise<void>>([
  ['sql', loadSqlParser],
  ['kql', loadKqlParser],
]);
const loaded = new Set<QueryLanguage>();

/** Loads the parsers of these languages, each once a process. Until then queries are read by their words alone. */
export async function loadReaders(languages: readonly QueryLanguage[] = ['sql']): Promise<void> {
  for (const language of languages) {
    const load = LOADERS.get(language);
    if (load === undefined || loaded.has(language)) continue;
    await load();
    loaded.add(language);
  }
}

/** The slow parsers a document may need, by its looks: rather one too many. */
export function languagesIn(markdown: string): QueryLanguage[] {
  const sql = /\b(?:select|insert|update|delete|create|alter|with)\b/i.test(markdown);
  const kql = /```\s*(?:kql|kusto)\b|^\s*\|\s*(?:where|summarize|project|extend)\b/im.test(markdown);
  return [...(sql ? (['sql'] as const) : []), ...(kql ? (['kql'] as const) : [])];
}

export function isLoaded(language: QueryLanguage): boolean {
  return loaded.has(language);
}
