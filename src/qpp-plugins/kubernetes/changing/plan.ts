import type { KubernetesObject, ResourceType } from '../../../platform/kubernetes/cluster.js';
import type { LiteralRequest } from '../../query-plugin.js';

/** A change worked out for one object as it was read. */
export interface ChangePlan {
  /** `scale`, `rollout undo`, … */
  readonly verb: string;
  readonly request: LiteralRequest;
  /** What it comes to, in words, where the server's dry run cannot show it. */
  readonly intent: string;
  /** What is said when it was applied: "deployment.apps/catalogue scaled". */
  readonly done: string;
  /** The part of an object the change is about; the dry run's answer is compared in the same terms. */
  readonly aspect: Aspect;
  /** How a person would type the way back; null: as a patch. */
  readonly undoCommand: string | null;
}

/**
 * `object`: everything but status and bookkeeping. `replicas`: the answer is a Scale. `existence`: it goes away.
 */
export type Aspect = 'object' | 'replicas' | 'existence';

/** The object a change is about, with its type. */
export interface Subject {
  readonly type: ResourceType;
  readonly object: KubernetesObject;
  /** Other objects the plan rests on: a workload's revisions, a node's pods. */
  readonly namespace: string | null;
}

export const MERGE = 'application/merge-patch+json';
export const STRATEGIC = 'application/strategic-merge-patch+json';
export const JSON_PATCH = 'application/json-patch+json';

/** The identity and version every change is pinned to: a recreated or changed object is refused by the server. */
export function pin({ metadata }: KubernetesObject): { readonly uid: string; readonly resourceVersion: string } {
  return { uid: metadata.uid ?? '', resourceVersion: metadata.resourceVersion ?? '' };
}
