import { stringify } from 'yaml';
import type { KubernetesObject } from '../../../platform/kubernetes/cluster.js';

/** YAML as kubectl prints it: keys in order, no managed fields. */
export function toYaml(value: unknown): string {
  return stringify(value, { sortMapEntries: true, lineWidth: 0, indentSeq: false, aliasDuplicateObjects: false, version: '1.1' });
}

export function withoutManagedFields(object: KubernetesObject): KubernetesObject {
  const { managedFields: _hidden, ...metadata } = object.metadata as KubernetesObject['metadata'] & { readonly managedFields?: unknown };
  return { ...object, metadata };
}
