import type { KubernetesObject } from '../../../platform/kubernetes/cluster.js';
import { textOf } from '../output/json-path.js';
import { DESCRIBE_TABLE, tableLines } from '../output/table-text.js';
import { statusOf } from '../shapes.js';
import { describePod } from './describe-pod.js';

/**
 * The fields of an object under their names in words, as kubectl describes types it has no own printer for:
 * `lastState.terminated.exitCode` becomes `Exit Code:` below `Terminated:` below `Last State:`.
 */
export function describeObject(object: KubernetesObject): string {
  const { name, namespace, labels, annotations, ownerReferences, creationTimestamp, deletionTimestamp } = object.metadata;
  const owner = ownerReferences?.[0];
  const head = [
    field('Name', name),
    ...(namespace === undefined ? [] : [field('Namespace', namespace)]),
    ...pairs('Labels', labels),
    ...pairs('Annotations', withoutLastApplied(annotations)),
    field('Kind', object.kind ?? ''),
    ...(creationTimestamp === undefined ? [] : [field('Created', creationTimestamp)]),
    ...(deletionTimestamp === undefined ? [] : [field('Status', `Terminating (since ${deletionTimestamp})`)]),
    ...(owner === undefined ? [] : [field('Controlled By', `${owner.kind}/${owner.name}`)]),
  ];
  const body = object.kind === 'Pod' ? describePod(object) : describeFields(object);
  return [...head, ...body, ...describeConditions(object)].join('\n');
}

function describeFields(object: KubernetesObject): readonly string[] {
  return Object.entries(object)
    .filter(([key]) => !['apiVersion', 'kind', 'metadata'].includes(key))
    .flatMap(([key, value]) => describeField(titleOf(key), key === 'status' ? withoutConditions(value) : value, ''));
}

function withoutConditions(status: unknown): unknown {
  if (typeof status !== 'object' || status === null) return status;
  return Object.fromEntries(Object.entries(status).filter(([key]) => key !== 'conditions'));
}

function describeConditions(object: KubernetesObject): readonly string[] {
  const conditions = statusOf(object).conditions ?? [];
  if (conditions.length === 0) return [];
  const columns = ['Type', 'Status', 'Reason', 'Message'];
  const rows = conditions.map(({ type, status, reason = '', message = '' }) => [type, status, reason, message]);
  const rule = columns.map((column) => '-'.repeat(column.length));
  return ['Conditions:', ...tableLines(columns, [rule, ...rows], true, DESCRIBE_TABLE).map(({ text }) => `  ${text.trimEnd()}`)];
}

const HEAD_WIDTH = 18;

function field(title: string, value: string): string {
  return `${`${title}:`.padEnd(HEAD_WIDTH)}${value}`;
}

function pairs(title: string, map: Readonly<Record<string, string>> | undefined): readonly string[] {
  const entries = Object.entries(map ?? {});
  const [first, ...rest] = entries.map(([key, value]) => `${key}=${value}`);
  if (first === undefined) return [field(title, '<none>')];
  return [field(title, first), ...rest.map((text) => ' '.repeat(HEAD_WIDTH) + text)];
}

function withoutLastApplied(annotations: Readonly<Record<string, string>> | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(annotations ?? {}).filter(([key]) => key !== 'kubectl.kubernetes.io/last-applied-configuration'),
  );
}

function describeField(title: string, value: unknown, indent: string): readonly string[] {
  if (Array.isArray(value)) return describeList(title, value, indent);
  if (typeof value === 'object' && value !== null) {
    const inner = Object.entries(value).flatMap(([key, child]) => describeField(titleOf(key), child, `${indent}  `));
    return [`${indent}${title}:${inner.length === 0 ? '  <none>' : ''}`, ...inner];
  }
  return [`${indent}${title}:  ${value === null || value === undefined ? '<none>' : textOf(value)}`];
}

function describeList(title: string, values: readonly unknown[], indent: string): readonly string[] {
  const inner = values.flatMap((value) =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, child]) => describeField(titleOf(key), child, `${indent}  `))
      : [`${indent}  ${String(value)}`],
  );
  return [`${indent}${title}:${inner.length === 0 ? '  <none>' : ''}`, ...inner];
}

/** `lastState` in words; keys that are no field names (labels, paths) stay. */
function titleOf(key: string): string {
  if (!/^[a-z][A-Za-z0-9]*$/u.test(key)) return key;
  const words = key.replaceAll(/([a-z0-9])([A-Z])/gu, '$1 $2').replaceAll(/([A-Z]+)([A-Z][a-z])/gu, '$1 $2');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
