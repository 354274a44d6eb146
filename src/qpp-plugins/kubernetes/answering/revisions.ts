import type { KubernetesObject } from '../../../platform/kubernetes/cluster.js';
import type { PodTemplate } from '../shapes.js';
import { revisionOf, selectorText, specOf } from '../shapes.js';
import type { AskContext } from './ask-context.js';
import { resolveType } from './ask-context.js';

/** One revision of a workload and the object that keeps it: a ReplicaSet, or a ControllerRevision. */
export interface Revision {
  readonly revision: number;
  readonly source: KubernetesObject;
  readonly template: PodTemplate | undefined;
}

/** The revisions kept of a workload, oldest first. Owned by it by uid: a namesake's do not count. */
export async function findRevisions(object: KubernetesObject, context: AskContext): Promise<readonly Revision[]> {
  const isDeployment = object.kind === 'Deployment';
  const type = await resolveType(context, isDeployment ? 'replicasets' : 'controllerrevisions');
  const labelSelector = selectorText(specOf(object).selector);
  const { namespace } = object.metadata;
  const options = { ...(namespace !== undefined && { namespace }), ...(labelSelector !== '' && { labelSelector }) };
  const { value } = await context.reader.list(type, options, context.signal);
  return value
    .filter(({ metadata }) => (metadata.ownerReferences ?? []).some((owner) => owner.uid === object.metadata.uid))
    .map((source) => (isDeployment ? ofReplicaSet(source) : ofControllerRevision(source)))
    .filter(({ revision }) => revision > 0)
    .sort((left, right) => left.revision - right.revision);
}

function ofReplicaSet(source: KubernetesObject): Revision {
  return { revision: revisionOf(source), source, template: specOf(source).template };
}

function ofControllerRevision(source: KubernetesObject): Revision {
  const kept = source['data'] as { readonly spec?: { readonly template?: PodTemplate } } | undefined;
  return { revision: Number(source['revision'] ?? 0), source, template: kept?.spec?.template };
}
