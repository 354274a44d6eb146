import { distance } from 'fastest-levenshtein';

/** The name of the list that a misspelt one most likely means; null where none is near. */
export function nearestName(written: string, names: readonly string[]): string | null {
  const word = plainKey(written);
  const reach = word.length < 5 ? 1 : 2;
  const ranked = names
    .map((name) => ({ name, away: distance(word, plainKey(name)) }))
    .filter(({ away }) => away <= reach)
    .sort((left, right) => left.away - right.away);
  return ranked[0]?.name ?? null;
}

/** `runbook_url`, `runbookUrl` and `Runbook-URL` are one key. */
export function plainKey(key: string): string {
  return key.toLowerCase().replace(/[\s_-]/g, '');
}
