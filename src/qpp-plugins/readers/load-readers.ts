import type { QueryLanguage } from '../../tsg-parser/index.js';
import { loadSqlParser } from '../sql/read-sql.js';

/** Parsers that must be loaded before they can be asked synchronously, by the language they read. */
const LOADERS: ReadonlyMap<QueryLanguage, () => Promise<void>> = new Map<QueryLanguage, () => Promise<void>>([['sql', loadSqlParser]]);
const loaded = new Set<QueryLanguage>();

/** Loads the parsers of these languages, or of all, once a process. Until then queries are read by their words alone. */
export async function loadReaders(languages: readonly QueryLanguage[] = [...LOADERS.keys()]): Promise<void> {
  for (const language of languages) {
    const load = LOADERS.get(language);
    if (load === undefined || loaded.has(language)) continue;
    await load();
    loaded.add(language);
  }
}

export function isLoaded(language: QueryLanguage): boolean {
  return loaded.has(language);
}
