import { durationMs } from '../passes/read-options.js';
import { typeOfName } from '../passes/read-parameters.js';
import type { PlanParameter } from '../plan.js';
import { knownKey, objectTo, textOf, unknownKey, wordOf, type Objections } from '../yaml/fields.js';
import type { YamlEntry, YamlValue } from '../yaml/read-yaml.js';

const KEYS = ['name', 'source', 'type', 'default', 'required', 'description'] as const;
const TYPES = ['string', 'number', 'time', 'duration'] as const;

/**
 * Parameters as a list (`- namespace`, `- { name: namespace, source: alert label namespace }`) or as a mapping
 * (`namespace: alert label namespace`).
 */
export function readParameterList(entry: YamlEntry, objections: Objections): PlanParameter[] {
  const { items, entries } = entry.value;
  if (items !== null) return items.flatMap((item) => readItem(entry, item, objections) ?? []);
  if (entries !== null)
    return entries.map((own) =>
      own.value.entries === null
        ? declared(own.key, textOf(own.value) === null ? {} : { source: own }, objections)
        : readKeys(own.key, own, objections),
    );
  objectTo(objections, entry, `"${entry.key}" holds no list of parameters.`, 'Write - { name: namespace, source: alert label namespace }.');
  return [];
}

function readItem(list: YamlEntry, item: YamlValue, objections: Objections): PlanParameter | null {
  const name = item.entries === null ? textOf(item) : nameOf(item);
  const entry = { key: name ?? list.key, line: item.line, value: item };
  if (name !== null) return item.entries === null ? declared(name, {}, objections) : readKeys(name, entry, objections);
  objectTo(objections, entry, 'A parameter has no name.', 'Write - { name: namespace, source: alert label namespace }.');
  return null;
}

function nameOf({ entries }: YamlValue): string | null {
  const name = entries?.find(({ key }) => knownKey(key, KEYS) === 'name');
  return name === undefined ? null : textOf(name.value);
}

type Keys = Partial<Record<(typeof KEYS)[number], YamlEntry>>;

function readKeys(name: string, { value }: YamlEntry, objections: Objections): PlanParameter {
  const keys: Keys = {};
  for (const entry of value.entries ?? []) {
    const key = KEYS.find((known) => known === knownKey(entry.key, KEYS));
    if (key === undefined) objections.push(unknownKey(entry, KEYS, 'warning'));
    else keys[key] = entry;
  }
  return declared(name, keys, objections);
}

function declared(name: string, keys: Keys, objections: Objections): PlanParameter {
  const type = keys.type === undefined ? null : wordOf(keys.type, TYPES, objections);
  const fallback = keys.default === undefined ? null : textOf(keys.default.value);
  const parameter = { name, type: type ?? typeOfName(name), default: fallback };
  if (keys.default !== undefined && fallback !== null && type !== null) checkDefault(parameter, keys.default, objections);
  return {
    ...parameter,
    source: sourceOf(keys, fallback),
    required: requiredOf(keys, objections) ?? fallback === null,
    description: keys.description === undefined ? null : textOf(keys.description.value),
  };
}

function sourceOf({ source }: Keys, fallback: string | null): string {
  return (source === undefined ? null : textOf(source.value)) ?? (fallback === null ? 'the person' : 'guide default');
}

function requiredOf({ required }: Keys, objections: Objections): boolean | null {
  if (required === undefined) return null;
  const word = wordOf(required, ['true', 'false', 'yes', 'no'], objections);
  return word === null ? null : word === 'true' || word === 'yes';
}

function checkDefault(
  { name, type, default: value }: Pick<PlanParameter, 'name' | 'type' | 'default'>,
  entry: YamlEntry,
  objections: Objections,
): void {
  const fits =
    value === null || (type === 'number' ? Number.isFinite(Number(value)) : type === 'duration' ? durationMs(value) !== null : true);
  if (!fits)
    objectTo(
      objections,
      entry,
      `The default of ${name}, "${value}", is no ${type}.`,
      type === 'number' ? 'Write a number.' : 'Write a number with a unit, such as 30m.',
    );
}
