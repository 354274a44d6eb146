import { StatusError } from '../objects/status-error.js';
import { isRecord } from './merge-patch.js';

type Json = Record<string, unknown>;

/** Lists of objects that merge by a key, by the field that holds them: `patchMergeKey` of the API's types. */
const MERGE_KEYS: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  ephemeralContainers: 'name',
  env: 'name',
  volumes: 'name',
  volumeMounts: 'mountPath',
  volumeDevices: 'devicePath',
  imagePullSecrets: 'name',
  hostAliases: 'ip',
  topologySpreadConstraints: 'topologyKey',
  conditions: 'type',
  ownerReferences: 'uid',
  addresses: 'type',
  secrets: 'name',
  resourceClaims: 'name',
};

/** Lists of plain values that merge as sets. */
const MERGED_SETS = new Set(['finalizers']);

const ORDER = /^\$setElementOrder\/(.+)$/u;
const DELETE_FROM = /^\$deleteFromPrimitiveList\/(.+)$/u;

/** Kubernetes' strategic merge patch: merge patch, but lists of named things merge by their names. */
export function applyStrategicMergePatch(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) throw StatusError.badRequest('error decoding patch: a strategic merge patch is an object');
  return mergeObject(isRecord(target) ? target : {}, patch, []);
}

function mergeObject(target: Json, patch: Json, path: readonly string[]): Json {
  const directive = patch['$patch'];
  if (directive === 'replace') return withoutDirectives(patch);
  if (directive === 'delete') return {};
  const merged: Json = { ...target };
  retainKeys(merged, patch['$retainKeys']);
  for (const [field, value] of Object.entries(patch)) {
    if (field.startsWith('$')) applyDirective(merged, field, value, path);
    else if (value === null) Reflect.deleteProperty(merged, field);
    else merged[field] = mergeValue(merged[field], value, [...path, field]);
  }
  sortAsAsked(merged, patch, path);
  return merged;
}

function mergeValue(target: unknown, patch: unknown, path: readonly string[]): unknown {
  if (isRecord(patch)) return mergeObject(isRecord(target) ? target : {}, patch, path);
  if (!Array.isArray(patch)) return patch;
  const key = mergeKeyOf(path);
  if (key !== null) return mergeByKey(Array.isArray(target) ? target : [], patch, key, path);
  if (MERGED_SETS.has(path.at(-1) ?? ''))
    return [...new Set([...(Array.isArray(target) ? (target as unknown[]) : []), ...(patch as unknown[])])];
  return patch.map((each: unknown) => (isRecord(each) ? withoutDirectives(each) : each));
}

function mergeByKey(target: readonly unknown[], patch: readonly unknown[], key: string, path: readonly string[]): unknown[] {
  const replaces = patch.some((each) => isRecord(each) && each['$patch'] === 'replace' && each[key] === undefined);
  const merged: unknown[] = replaces ? [] : [...target];
  for (const each of patch) {
    if (!isRecord(each) || (each['$patch'] === 'replace' && each[key] === undefined)) continue;
    const value = each[key];
    if (value === undefined) throw StatusError.badRequest(`map: ${JSON.stringify(each)} does not contain declared merge key: ${key}`);
    const index = merged.findIndex((known) => isRecord(known) && known[key] === value);
    if (each['$patch'] === 'delete') {
      if (index >= 0) merged.splice(index, 1);
    } else if (index >= 0) {
      merged[index] = mergeObject(merged[index] as Json, each, path);
    } else {
      merged.push(mergeObject({}, each, path));
    }
  }
  return merged;
}

/** A container's ports merge by containerPort, a Service's by port. */
function mergeKeyOf(path: readonly string[]): string | null {
  const field = path.at(-1) ?? '';
  if (field === 'ports') return path.some((step) => /ontainers$/u.test(step)) ? 'containerPort' : 'port';
  return MERGE_KEYS[field] ?? null;
}

function applyDirective(merged: Json, field: string, value: unknown, _path: readonly string[]): void {
  const list = DELETE_FROM.exec(field)?.[1];
  if (list === undefined || !Array.isArray(value) || !Array.isArray(merged[list])) return;
  merged[list] = (merged[list] as unknown[]).filter((each) => !value.includes(each));
}

function retainKeys(merged: Json, keys: unknown): void {
  if (!Array.isArray(keys)) return;
  for (const field of Object.keys(merged)) if (!keys.includes(field)) Reflect.deleteProperty(merged, field);
}

function sortAsAsked(merged: Json, patch: Json, path: readonly string[]): void {
  for (const [directive, order] of Object.entries(patch)) {
    const field = ORDER.exec(directive)?.[1];
    const list = field === undefined ? undefined : merged[field];
    if (field === undefined || !Array.isArray(list) || !Array.isArray(order)) continue;
    const key = mergeKeyOf([...path, field]);
    const wanted = order.map((each: unknown) => (key !== null && isRecord(each) ? each[key] : each));
    const place = (each: unknown): number => {
      const index = wanted.indexOf(key !== null && isRecord(each) ? each[key] : each);
      return index < 0 ? wanted.length : index;
    };
    merged[field] = [...(list as unknown[])].sort((a, b) => place(a) - place(b));
  }
}

function withoutDirectives(value: Json): Json {
  return Object.fromEntries(Object.entries(value).filter(([field]) => !field.startsWith('$')));
}
