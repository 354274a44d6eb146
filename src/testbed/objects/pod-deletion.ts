import type { Pod } from './kinds.js';
import { timestampOf, type ObjectStore } from './object-store.js';
import { PODS } from './resources.js';
import type { ScaledClock } from '../scaled-clock.js';

/**
 * Asks a pod to end. On a node it gets its grace period (null: the one of its spec; 0: gone from the API at once); one that
 * no kubelet has yet is gone at once. Returns the pod as it now is.
 */
export function deletePod(objects: ObjectStore, clock: ScaledClock, pod: Pod, graceSeconds: number | null): Pod {
  const namespace = pod.metadata.namespace ?? 'default';
  const grace = graceSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 30;
  const ended = pod.status.phase === 'Failed' || pod.status.phase === 'Succeeded';
  if (grace === 0 || pod.spec.nodeName === undefined || ended) {
    return objects.remove(PODS, namespace, pod.metadata.name) ?? pod;
  }
  const before = pod.metadata.deletionGracePeriodSeconds;
  if (pod.metadata.deletionTimestamp !== undefined && before !== undefined && before <= grace) return pod;
  return objects.mutate(PODS, namespace, pod.metadata.name, (draft) => {
    draft.metadata.deletionTimestamp = timestampOf(new Date(clock.milliseconds() + grace * 1_000));
    draft.metadata.deletionGracePeriodSeconds = grace;
  });
}
