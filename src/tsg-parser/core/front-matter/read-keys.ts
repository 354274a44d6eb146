import { durationMs } from '../passes/read-options.js';
import { knownKey, objectTo, textOf, textsOf, wordOf, type Objections } from '../yaml/fields.js';
import type { YamlEntry } from '../yaml/read-yaml.js';
import { NO_FRONT_MATTER, type FrontMatter } from './front-matter.js';
import { readModeLimit, readPolicy } from './read-limits.js';
import { readParameterList } from './read-parameters.js';

type KeyReader = (read: FrontMatter, entry: YamlEntry, objections: Objections) => FrontMatter;

/** What each key of the front matter means. Adding one: one line here. */
const READERS: Readonly<Record<string, KeyReader>> = {
  title: (read, { value }) => ({ ...read, title: textOf(value) }),
  owner: (read, { value }) => ({ ...read, owner: textOf(value) }),
  alerts: (read, entry, objections) => ({ ...read, alerts: [...read.alerts, ...textsOf(entry, objections)] }),
  services: (read, entry, objections) => ({ ...read, services: [...read.services, ...textsOf(entry, objections)] }),
  runbook_url: (read, entry, objections) => ({ ...read, runbookUrls: [...read.runbookUrls, ...textsOf(entry, objections)] }),
  parameters: (read, entry, objections) => ({ ...read, parameters: readParameterList(entry, objections) }),
  outcome: (read, entry, objections) => ({ ...read, outcome: wordOf(entry, ['first', 'all'], objections) ?? read.outcome }),
  sources: (read, { value }) => ({
    ...read,
    sources: Object.fromEntries((value.entries ?? []).map(({ key, value: name }) => [key, textOf(name) ?? ''])),
  }),
  timeout: (read, entry, objections) => ({ ...read, stepDefaults: { ...read.stepDefaults, timeoutMs: readTimeout(entry, objections) } }),
  retries: (read, entry, objections) => ({ ...read, stepDefaults: { ...read.stepDefaults, retries: readRetries(entry, objections) } }),
  onFailure: (read, entry, objections) => ({
    ...read,
    stepDefaults: { ...read.stepDefaults, onFailure: wordOf(entry, ['continue', 'ask', 'stop'], objections) },
  }),
  mode: (read, entry, objections) => ({ ...read, limits: { ...read.limits, mode: readModeLimit(entry, objections) } }),
  policy: (read, entry, objections) => ({ ...read, limits: { ...read.limits, rulings: readPolicy(entry, objections) } }),
};

const OTHER_SPELLINGS: Readonly<Record<string, string>> = {
  alert: 'alerts',
  service: 'services',
  runbook_urls: 'runbook_url',
  parameter: 'parameters',
  timeouts: 'timeout',
};

export const FRONT_MATTER_KEYS = Object.keys(READERS);

/** The known key a written one stands for; null where nobody reads it. */
export function frontMatterKey(written: string): string | null {
  const key = knownKey(written, [...FRONT_MATTER_KEYS, ...Object.keys(OTHER_SPELLINGS)]);
  return key === null ? null : (OTHER_SPELLINGS[key] ?? key);
}

/** Keys → what they say; those that nobody knows are passed over. */
export function readKeys(entries: readonly YamlEntry[], objections: Objections): FrontMatter {
  return entries.reduce((read, entry) => READERS[frontMatterKey(entry.key) ?? '']?.(read, entry, objections) ?? read, NO_FRONT_MATTER);
}

/** A step's longest time, from one second to a day, in milliseconds. */
export function readTimeout(entry: YamlEntry, objections: Objections): number | null {
  const written = textOf(entry.value) ?? '';
  const ms = /^[\d.]+\s*[a-z]+$/i.test(written) ? durationMs(written) : null;
  if (ms !== null && ms >= 1_000 && ms <= 86_400_000) return ms;
  objectTo(objections, entry, `"${entry.key}" cannot be "${written}".`, 'Write a number with its unit, from 1s to 24h, such as 30s.');
  return null;
}

export function readRetries(entry: YamlEntry, objections: Objections): number | null {
  const retries = Number(textOf(entry.value) ?? Number.NaN);
  if (Number.isInteger(retries) && retries >= 0 && retries <= 20) return retries;
  objectTo(objections, entry, `"${entry.key}" cannot be "${textOf(entry.value) ?? 'empty'}".`, 'Write a whole number from 0 to 20.');
  return null;
}
