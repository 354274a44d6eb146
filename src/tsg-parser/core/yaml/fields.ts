import type { Problem } from '../guide.js';
import { nearestName, plainKey } from './nearest-name.js';
import type { YamlEntry, YamlValue } from './read-yaml.js';

/** What is wrong with one key of a mapping, at its line. */
export interface Objection {
  /** `value`: cannot be taken as written. `grant`: a guide cannot allow itself that. `unknown-key`: nobody reads it. */
  readonly kind: 'value' | 'grant' | 'unknown-key';
  readonly severity: Problem['severity'];
  readonly line: number;
  readonly key: string;
  readonly message: string;
  readonly suggestion: string;
}

/** What readers of keys object to, in the order they read. */
export type Objections = Objection[];

/** A value that cannot be taken: the guide would run otherwise than its author meant, so it is an error. */
export function objectTo(objections: Objections, { key, line }: YamlEntry, message: string, suggestion: string): void {
  objections.push({ kind: 'value', severity: 'error', line, key, message, suggestion });
}

export function textOf({ scalar }: YamlValue): string | null {
  const text = scalar?.trim() ?? '';
  return text === '' ? null : text;
}

/** One text or a list of them; an objection to anything else. */
export function textsOf(entry: YamlEntry, objections: Objections): string[] {
  const items = entry.value.items ?? [entry.value];
  if (items.some(({ items: lists, entries }) => lists !== null || entries !== null))
    objectTo(objections, entry, `"${entry.key}" holds something else than texts.`, `Write ${entry.key}: [first, second].`);
  return items.flatMap((item) => textOf(item) ?? []);
}

/** One of the words; null, and an objection, for anything else. */
export function wordOf<Word extends string>(entry: YamlEntry, words: readonly Word[], objections: Objections): Word | null {
  const written = textOf(entry.value);
  const word = words.find((known) => known === written?.toLowerCase());
  if (word !== undefined) return word;
  const near = nearestName(written ?? '', words);
  const choice = `It is ${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}.`;
  objectTo(
    objections,
    entry,
    `"${entry.key}" cannot be "${written ?? 'empty'}".`,
    near === null ? choice : `Did you mean "${near}"? ${choice}`,
  );
  return null;
}

/** The known key a written one stands for: `runbookUrl` is `runbook_url`. */
export function knownKey(written: string, keys: readonly string[]): string | null {
  return keys.find((key) => plainKey(key) === plainKey(written)) ?? null;
}

/** A key nobody reads, with the known one that is most likely meant. */
export function unknownKey({ key, line }: YamlEntry, keys: readonly string[], severity: Problem['severity']): Objection {
  const near = nearestName(key, keys);
  return {
    kind: 'unknown-key',
    severity,
    line,
    key,
    message: `Nobody reads "${key}" here.`,
    suggestion: near === null ? `Known are ${keys.join(', ')}.` : `Did you mean "${near}"?`,
  };
}
