import type { CompanionFile } from '../companions.js';
import { NO_FRONT_MATTER } from '../front-matter/front-matter.js';
import { FRONT_MATTER_KEYS, frontMatterKey, readKeys, readRetries, readTimeout } from '../front-matter/read-keys.js';
import type { Problem } from '../guide.js';
import { durationMs } from '../passes/read-options.js';
import { knownKey, objectTo, textOf, unknownKey, wordOf, type Objections } from '../yaml/fields.js';
import { readYaml, type YamlEntry, type YamlValue } from '../yaml/read-yaml.js';
import type { Overlay, OverlayStep, OverlayVerification } from './overlay.js';

export interface OverlayReading {
  /** Null where there is none. */
  readonly overlay: Overlay | null;
  readonly problems: readonly Problem[];
}

/** `mail.periplus.yaml`. What of it cannot be taken is an error: it may have been what made the guide safe. */
export function readOverlay(file: CompanionFile | null): OverlayReading {
  if (file === null) return { overlay: null, problems: [] };
  const { name, text } = file;
  const yaml = readYaml(text, 1);
  const nothing: Overlay = { name, frontMatter: NO_FRONT_MATTER, steps: [] };
  if ('error' in yaml)
    return { overlay: nothing, problems: [problem(name, yaml.line, 'unreadable', 'error', `is not YAML: ${yaml.error}`, null)] };
  const objections: Objections = [];
  const entries = yaml.entries ?? [];
  const own = entries.filter(({ key }) => OWN_KEYS.includes(key));
  const others = entries.filter(({ key }) => !OWN_KEYS.includes(key));
  for (const entry of others.filter(({ key }) => frontMatterKey(key) === null))
    objections.push(unknownKey(entry, [...OWN_KEYS, ...FRONT_MATTER_KEYS], 'error'));
  const frontMatter = readKeys(others, objections);
  const steps = own.filter(({ key }) => key === 'steps').flatMap((entry) => readSteps(entry, objections));
  const problems = objections.map(({ kind, line, severity, message, suggestion }) =>
    problem(name, line, kind, severity, message, suggestion),
  );
  return { overlay: { name, frontMatter, steps }, problems };
}

/** `guide` names the file it was written for, for people. */
const OWN_KEYS = ['guide', 'steps'];

function problem(
  name: string,
  line: number,
  kind: string,
  severity: Problem['severity'],
  message: string,
  suggestion: string | null,
): Problem {
  return { rule: `overlay-${kind}`, severity, line: 1, message: `${name}, line ${line}: ${message}`, suggestion };
}

const STEP_KEYS = ['step', 'hash', 'conditions', 'rollback', 'verification', 'timeout', 'retries', 'onFailure'] as const;
const VERIFICATION_KEYS = ['query', 'language', 'wait', 'when'] as const;
const CONDITION_KEYS = ['text', 'when'] as const;

function readSteps(entry: YamlEntry, objections: Objections): OverlayStep[] {
  if (entry.value.items === null && entry.value.scalar === null && entry.value.entries === null) return [];
  if (entry.value.items !== null) return entry.value.items.flatMap((item) => readStep(item, objections) ?? []);
  objectTo(objections, entry, '"steps" is a list.', 'Write - step: … with its hash, or run periplus overlay new.');
  return [];
}

function readStep(value: YamlValue, objections: Objections): OverlayStep | null {
  const keys = keysOf(value, STEP_KEYS, objections);
  const { step, hash, conditions, rollback, verification, timeout, retries, onFailure } = keys;
  const [name, text] = [step, hash].map((entry) => (entry === undefined ? null : textOf(entry.value)));
  if (name === null || name === undefined || text === null || text === undefined) {
    const entry = step ?? hash ?? { key: 'steps', line: value.line, value };
    objectTo(objections, entry, 'An entry of "steps" needs the step and the hash of its text.', 'periplus overlay new writes both.');
    return null;
  }
  return {
    step: name,
    hash: text,
    line: value.line,
    conditions: (conditions?.value.items ?? []).flatMap((item) => readCondition(item, objections) ?? []),
    options: {
      timeoutMs: said(timeout) ? readTimeout(timeout, objections) : null,
      retries: said(retries) ? readRetries(retries, objections) : null,
      onFailure: said(onFailure) ? wordOf(onFailure, ['continue', 'ask', 'stop'], objections) : null,
      rollback: rollback === undefined ? null : textOf(rollback.value),
    },
    verification: said(verification) ? readVerification(verification, objections) : null,
  };
}

/** A key without a value says nothing: skeletons are full of them. */
function said(entry: YamlEntry | undefined): entry is YamlEntry {
  return entry !== undefined && (textOf(entry.value) !== null || entry.value.entries !== null || entry.value.items !== null);
}

function readCondition(value: YamlValue, objections: Objections): OverlayStep['conditions'][number] | null {
  const { text, when } = keysOf(value, CONDITION_KEYS, objections);
  const words = text === undefined ? null : textOf(text.value);
  if (words === null)
    objectTo(objections, text ?? { key: 'conditions', line: value.line, value }, 'A condition needs its text.', 'Copy it from the guide.');
  const predicate = when === undefined ? null : textOf(when.value);
  return words === null || predicate === null ? null : { text: words, when: predicate, line: when?.line ?? value.line };
}

function readVerification(entry: YamlEntry, objections: Objections): OverlayVerification | null {
  const { query, language, wait, when } = keysOf(entry.value, VERIFICATION_KEYS, objections);
  const text = query === undefined ? null : textOf(query.value);
  const waitMs = said(wait) ? durationMs(textOf(wait.value) ?? '') : null;
  if (said(wait) && waitMs === null) objectTo(objections, wait, '"wait" is no duration.', 'Write a number with its unit, such as 2m.');
  if (text === null) {
    if (said(when) || said(wait)) objectTo(objections, entry, 'A verification needs a query.', 'Write what to read: query: …');
    return null;
  }
  return {
    query: text,
    language: language === undefined ? null : textOf(language.value),
    waitMs,
    when: when === undefined ? null : textOf(when.value),
    line: entry.line,
  };
}

function keysOf<Key extends string>({ entries }: YamlValue, keys: readonly Key[], objections: Objections): Partial<Record<Key, YamlEntry>> {
  const found: Partial<Record<Key, YamlEntry>> = {};
  for (const entry of entries ?? []) {
    const key = keys.find((known) => known === knownKey(entry.key, keys));
    if (key === undefined) objections.push(unknownKey(entry, keys, 'error'));
    else found[key] = entry;
  }
  return found;
}
