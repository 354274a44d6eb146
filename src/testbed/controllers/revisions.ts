import { isDeepStrictEqual } from 'node:util';
import type { Deployment, PodTemplate, ReplicaSet } from '../objects/kinds.js';
import { hashOf, safeEncode } from '../random.js';

export const REVISION = 'deployment.kubernetes.io/revision';
export const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';
export const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas';
export const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas';
export const TEMPLATE_HASH = 'pod-template-hash';

const NOT_COPIED = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  REVISION_HISTORY,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
  'deprecated.deployment.rollback.to',
]);

export function templateHash(template: PodTemplate): string {
  return safeEncode(hashOf(JSON.stringify(sortKeys(template))));
}

export function revisionOf(set: ReplicaSet): number {
  return Number(set.metadata.annotations?.[REVISION] ?? 0);
}

/** Does the set run this template, its own hash label aside? */
export function runsTemplate(set: ReplicaSet, template: PodTemplate): boolean {
  return isDeepStrictEqual(sortKeys(withoutHash(set.spec.template)), sortKeys(withoutHash(template)));
}

/** The annotations a set is to carry for this Deployment at this revision. */
export function annotationsFor(
  deployment: Deployment,
  set: ReplicaSet | null,
  revision: number,
  maxReplicas: number,
): Record<string, string> {
  const copied = Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => !NOT_COPIED.has(key));
  const before = set?.metadata.annotations ?? {};
  const old = before[REVISION];
  const history =
    old === undefined || Number(old) >= revision
      ? before[REVISION_HISTORY]
      : [before[REVISION_HISTORY], old].filter((each) => each !== undefined).join(',');
  return {
    ...before,
    ...Object.fromEntries(copied),
    [REVISION]: String(Math.max(revision, Number(old ?? 0))),
    ...(history === undefined ? {} : { [REVISION_HISTORY]: history }),
    [DESIRED_REPLICAS]: String(deployment.spec.replicas ?? 1),
    [MAX_REPLICAS]: String(maxReplicas),
  };
}

/** The template with the label that tells its pods from other revisions'. */
export function withHash(template: PodTemplate, hash: string): PodTemplate {
  return { ...template, metadata: { ...template.metadata, labels: { ...template.metadata?.labels, [TEMPLATE_HASH]: hash } } };
}

function withoutHash(template: PodTemplate): PodTemplate {
  const labels = Object.fromEntries(Object.entries(template.metadata?.labels ?? {}).filter(([key]) => key !== TEMPLATE_HASH));
  const annotations = template.metadata?.annotations;
  const kept = annotations !== undefined && Object.keys(annotations).length > 0 ? { annotations } : {};
  return { metadata: { labels, ...kept }, spec: template.spec };
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== null)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sortKeys(each)]),
  );
}
