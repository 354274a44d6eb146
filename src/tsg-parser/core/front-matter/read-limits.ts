import type { GuideRuling } from '../../../gates/index.js';
import { knownKey, textOf, unknownKey, wordOf, type Objections } from '../yaml/fields.js';
import type { YamlEntry } from '../yaml/read-yaml.js';

/** `mode: suggest` is the most the guide may do; `act` would grant, and people grant. */
export function readModeLimit(entry: YamlEntry, objections: Objections): 'shadow' | 'suggest' | null {
  const mode = wordOf(entry, ['shadow', 'suggest', 'act'], objections);
  if (mode === 'act')
    grants(
      objections,
      entry,
      'A guide cannot let itself act: a person promotes it.',
      'Remove the line, or write shadow or suggest to forbid more.',
    );
  return mode === 'act' ? null : mode;
}

const RULINGS = ['approve', 'never', 'auto'] as const;
const KEYS = ['verb', 'namespace', 'cluster', 'ruling'] as const;

/**
 * `policy: never`, `policy: { delete: never }` by verb, or a list of `{ verb, namespace, cluster, ruling }`. A guide only
 * ever tightens what the configuration says.
 */
export function readPolicy(entry: YamlEntry, objections: Objections): GuideRuling[] {
  const { items, entries } = entry.value;
  if (items !== null) return items.flatMap((value) => readRule({ key: entry.key, line: value.line, value }, objections));
  if (entries !== null) return entries.flatMap((own) => ruled(own, { verb: own.key.toLowerCase() }, objections));
  return ruled(entry, {}, objections);
}

function readRule(rule: YamlEntry, objections: Objections): GuideRuling[] {
  const where: { verb?: string; namespace?: string; cluster?: string } = {};
  let ruling: YamlEntry = { ...rule, value: { ...rule.value, entries: null } };
  for (const entry of rule.value.entries ?? []) {
    const key = KEYS.find((known) => known === knownKey(entry.key, KEYS));
    if (key === undefined) objections.push(unknownKey(entry, KEYS, 'error'));
    else if (key === 'ruling') ruling = entry;
    else where[key] = textOf(entry.value) ?? '*';
  }
  return ruled(ruling, where, objections);
}

function ruled(entry: YamlEntry, where: Partial<GuideRuling>, objections: Objections): GuideRuling[] {
  const ruling = wordOf(entry, RULINGS, objections);
  if (ruling === 'auto')
    grants(objections, entry, 'A guide cannot free itself from approval.', 'Remove it: periplus.yaml alone rules what needs none.');
  return ruling === null || ruling === 'auto' ? [] : [{ cluster: '*', namespace: '*', verb: '*', ...where, ruling }];
}

function grants(objections: Objections, { key, line }: YamlEntry, message: string, suggestion: string): void {
  objections.push({ kind: 'grant', severity: 'warning', line, key, message, suggestion });
}
