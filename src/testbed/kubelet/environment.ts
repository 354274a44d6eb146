import type { ConfigMap, Container, EnvVar, Pod, Secret } from '../objects/kinds.js';
import type { ObjectStore } from '../objects/object-store.js';
import { CONFIG_MAPS, SECRETS } from '../objects/resources.js';

export type Environment = { readonly env: Readonly<Record<string, string>> } | { readonly missing: string };

/** The variables of a container, with ConfigMaps, Secrets and fields looked up; or what is missing, in the kubelet's words. */
export function environmentOf(objects: ObjectStore, pod: Pod, container: Container): Environment {
  const env: Record<string, string> = {};
  for (const source of container.envFrom ?? []) {
    const reference = source.configMapRef ?? source.secretRef;
    if (reference === undefined) continue;
    const values = valuesOf(objects, pod, source.configMapRef === undefined ? 'secret' : 'configmap', reference.name);
    if (values === null && reference.optional !== true)
      return { missing: `${source.configMapRef === undefined ? 'secret' : 'configmap'} "${reference.name}" not found` };
    for (const [key, value] of Object.entries(values ?? {})) env[`${source.prefix ?? ''}${key}`] = value;
  }
  for (const variable of container.env ?? []) {
    const resolved = resolveVariable(objects, pod, variable);
    if ('missing' in resolved) return resolved;
    if (resolved.value !== undefined) env[variable.name] = expand(resolved.value, env);
  }
  return { env };
}

/** Replaces `$(NAME)` by the variable's value; unknown names stay, `$$` is a dollar. */
export function expand(text: string, env: Readonly<Record<string, string>>): string {
  return text.replace(/\$\$|\$\(([A-Za-z_][A-Za-z0-9_.-]*)\)/gu, (whole, name: string | undefined) => {
    if (name === undefined) return '$';
    return env[name] ?? whole;
  });
}

function resolveVariable(objects: ObjectStore, pod: Pod, variable: EnvVar): { value: string | undefined } | { missing: string } {
  const source = variable.valueFrom;
  if (source === undefined) return { value: variable.value ?? '' };
  if (source.fieldRef !== undefined) return { value: fieldOf(pod, source.fieldRef.fieldPath) };
  const reference = source.configMapKeyRef ?? source.secretKeyRef;
  if (reference === undefined) return { value: '' };
  const kind = source.configMapKeyRef === undefined ? 'secret' : 'configmap';
  const values = valuesOf(objects, pod, kind, reference.name);
  const value = values?.[reference.key];
  if (value !== undefined || reference.optional === true) return { value };
  const namespace = pod.metadata.namespace ?? 'default';
  const wanted = kind === 'configmap' ? 'ConfigMap' : 'Secret';
  return {
    missing:
      values === null
        ? `${kind} "${reference.name}" not found`
        : `couldn't find key ${reference.key} in ${wanted} ${namespace}/${reference.name}`,
  };
}

function valuesOf(objects: ObjectStore, pod: Pod, kind: 'configmap' | 'secret', name: string): Record<string, string> | null {
  const namespace = pod.metadata.namespace ?? 'default';
  if (kind === 'configmap') {
    const map: ConfigMap | null = objects.find(CONFIG_MAPS, namespace, name);
    return map === null ? null : (map.data ?? {});
  }
  const secret: Secret | null = objects.find(SECRETS, namespace, name);
  if (secret === null) return null;
  return Object.fromEntries(Object.entries(secret.data ?? {}).map(([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')]));
}

function fieldOf(pod: Pod, path: string): string {
  const fields: Readonly<Record<string, string | undefined>> = {
    'metadata.name': pod.metadata.name,
    'metadata.namespace': pod.metadata.namespace,
    'metadata.uid': pod.metadata.uid,
    'spec.nodeName': pod.spec.nodeName,
    'spec.serviceAccountName': pod.spec.serviceAccountName,
    'status.hostIP': pod.status.hostIP,
    'status.podIP': pod.status.podIP,
  };
  return fields[path] ?? '';
}
