import type { QueryLanguage } from '../../tsg-parser/index.js';

/** Parsers that must be loaded before they can be asked synchronously, by the language they read. */
const LOADERS: Partial<Record<QueryLanguage, () => Promise<void>>> = {};

/** Loads the parsers of these languages, or of all, once a process. Others read by their words alone. */
export async function loadReaders(languages: readonly QueryLanguage[] = Object.keys(LOADERS) as QueryLanguage[]): Promise<void> {
  await Promise.all(languages.map((language) => LOADERS[language]?.()));
}
