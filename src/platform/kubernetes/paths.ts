import type { ListOptions, LogOptions, ResourceType } from './cluster.js';

/** `/apis/apps/v1/namespaces/shop/deployments/catalogue`; every part that came from outside is encoded. */
export function resourcePath(
  type: Pick<ResourceType, 'group' | 'version' | 'plural'>,
  namespace: string | null,
  name: string | null,
): string {
  const root = type.group === '' ? `/api/${type.version}` : `/apis/${type.group}/${type.version}`;
  const scope = namespace === null ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return `${root}${scope}/${type.plural}${name === null ? '' : `/${encodeURIComponent(name)}`}`;
}

export function listPath(
  type: ResourceType,
  options: ListOptions,
  page: { readonly limit: number; readonly continue: string | null },
): string {
  const query = new URLSearchParams({ limit: String(page.limit) });
  if (options.labelSelector !== undefined) query.set('labelSelector', options.labelSelector);
  if (options.fieldSelector !== undefined) query.set('fieldSelector', options.fieldSelector);
  if (page.continue !== null) query.set('continue', page.continue);
  return `${resourcePath(type, type.namespaced ? (options.namespace ?? null) : null, null)}?${query.toString()}`;
}

export function logPath(pod: string, namespace: string, options: LogOptions): string {
  const query = new URLSearchParams({ limitBytes: String(options.limitBytes) });
  if (options.container !== undefined) query.set('container', options.container);
  if (options.tailLines !== undefined) query.set('tailLines', String(options.tailLines));
  if (options.sinceSeconds !== undefined) query.set('sinceSeconds', String(options.sinceSeconds));
  if (options.previous === true) query.set('previous', 'true');
  if (options.timestamps === true) query.set('timestamps', 'true');
  const core = { group: '', version: 'v1', plural: 'pods' };
  return `${resourcePath(core, namespace, pod)}/log?${query.toString()}`;
}
