import { PeriplusError } from '../../../platform/errors.js';
import type { KubernetesObject } from '../../../platform/kubernetes/cluster.js';
import type { AskContext } from '../answering/ask-context.js';
import { isNotFound, resolveType } from '../answering/ask-context.js';

/**
 * Who would change an object back: a delivery tool that keeps it as its repository says, an operator that owns it, an
 * autoscaler where its replicas are changed.
 */
export async function findControllers(object: KubernetesObject, changesReplicas: boolean, context: AskContext): Promise<readonly string[]> {
  return [...deliveryTools(object), ...owners(object), ...(changesReplicas ? await autoscalersOf(object, context) : [])];
}

function deliveryTools({ metadata }: KubernetesObject): readonly string[] {
  const labels = metadata.labels ?? {};
  const annotations = metadata.annotations ?? {};
  const argo = annotations['argocd.argoproj.io/tracking-id']?.split(':')[0] ?? labels['argocd.argoproj.io/instance'];
  const kustomization = labels['kustomize.toolkit.fluxcd.io/name'];
  const fluxRelease = labels['helm.toolkit.fluxcd.io/name'];
  const helm = annotations['meta.helm.sh/release-name'];
  return [
    ...(argo === undefined ? [] : [`Argo CD application ${argo}`]),
    ...(kustomization === undefined ? [] : [`Flux kustomization ${kustomization}`]),
    ...(fluxRelease === undefined ? [] : [`Flux Helm release ${fluxRelease}`]),
    ...(helm === undefined || fluxRelease !== undefined ? [] : [`Helm release ${helm}`]),
  ];
}

function owners({ metadata }: KubernetesObject): readonly string[] {
  return (metadata.ownerReferences ?? []).map(({ kind, name }) => `${kind} ${name}`);
}

interface Autoscaler extends KubernetesObject {
  readonly spec?: { readonly scaleTargetRef?: { readonly kind?: string; readonly name?: string } };
}

async function autoscalersOf(object: KubernetesObject, context: AskContext): Promise<readonly string[]> {
  const { namespace, name } = object.metadata;
  if (namespace === undefined) return [];
  try {
    const type = await resolveType(context, 'horizontalpodautoscalers');
    const { value } = await context.reader.list(type, { namespace }, context.signal);
    return (value as readonly Autoscaler[])
      .filter(({ spec }) => spec?.scaleTargetRef?.name === name && spec.scaleTargetRef.kind === object.kind)
      .map(({ metadata }) => `HorizontalPodAutoscaler ${metadata.name}`);
  } catch (error) {
    if (isNotFound(error)) return [];
    if (error instanceof PeriplusError && error.code === 'forbidden')
      return ['perhaps an autoscaler: reading horizontalpodautoscalers is forbidden'];
    throw error;
  }
}
