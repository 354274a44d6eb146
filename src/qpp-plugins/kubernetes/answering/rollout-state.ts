import type { KubernetesObject } from '../../../platform/kubernetes/cluster.js';
import { specOf, statusOf } from '../shapes.js';

/** Where a rollout stands, with kubectl's own sentence. */
export interface RolloutState {
  readonly status: 'complete' | 'progressing' | 'failed';
  readonly message: string;
}

/** The rules of `kubectl rollout status` (kubectl's rollout_status.go) for deployments, daemon sets and stateful sets. */
export function rolloutState(object: KubernetesObject): RolloutState {
  const name = object.metadata.name;
  const { observedGeneration = 0 } = statusOf(object);
  switch (object.kind) {
    case 'DaemonSet':
      if ((object.metadata.generation ?? 0) > observedGeneration) return waiting('Waiting for daemon set spec update to be observed...');
      return daemonSetState(name, object);
    case 'StatefulSet':
      return statefulSetState(object);
    default:
      if ((object.metadata.generation ?? 0) > observedGeneration) return waiting('Waiting for deployment spec update to be observed...');
      return deploymentState(name, object);
  }
}

function waiting(message: string): RolloutState {
  return { status: 'progressing', message };
}

function complete(message: string): RolloutState {
  return { status: 'complete', message };
}

function deploymentState(name: string, object: KubernetesObject): RolloutState {
  const { replicas: desired = 1 } = specOf(object);
  const { updatedReplicas: updated = 0, replicas = 0, availableReplicas: available = 0, conditions = [] } = statusOf(object);
  const progressing = conditions.find(({ type }) => type === 'Progressing');
  if (progressing?.reason === 'ProgressDeadlineExceeded') {
    return { status: 'failed', message: `deployment "${name}" exceeded its progress deadline` };
  }
  const rollout = `Waiting for deployment "${name}" rollout to finish: `;
  if (updated < desired) return waiting(`${rollout}${String(updated)} out of ${String(desired)} new replicas have been updated...`);
  if (replicas > updated) return waiting(`${rollout}${String(replicas - updated)} old replicas are pending termination...`);
  if (available < updated) return waiting(`${rollout}${String(available)} of ${String(updated)} updated replicas are available...`);
  return complete(`deployment "${name}" successfully rolled out`);
}

function daemonSetState(name: string, object: KubernetesObject): RolloutState {
  const { updatedNumberScheduled: updated = 0, desiredNumberScheduled: desired = 0, numberAvailable: available = 0 } = statusOf(object);
  const rollout = `Waiting for daemon set "${name}" rollout to finish: `;
  if (updated < desired) return waiting(`${rollout}${String(updated)} out of ${String(desired)} new pods have been updated...`);
  if (available < desired) return waiting(`${rollout}${String(available)} of ${String(desired)} updated pods are available...`);
  return complete(`daemon set "${name}" successfully rolled out`);
}

function statefulSetState(object: KubernetesObject): RolloutState {
  const { replicas: desired = 1, updateStrategy } = specOf(object);
  const status = statusOf(object);
  const { observedGeneration = 0, updatedReplicas: updated = 0, readyReplicas: ready = 0 } = status;
  if (observedGeneration === 0 || (object.metadata.generation ?? 0) > observedGeneration)
    return waiting('Waiting for statefulset spec update to be observed...');
  if (ready < desired) return waiting(`Waiting for ${String(desired - ready)} pods to be ready...`);
  const partition = updateStrategy?.rollingUpdate?.partition ?? 0;
  if (partition > 0) {
    if (updated < desired - partition)
      return waiting(
        `Waiting for partitioned roll out to finish: ${String(updated)} out of ${String(desired - partition)} new pods have been updated...`,
      );
    return complete(`partitioned roll out complete: ${String(updated)} new pods have been updated...`);
  }
  if (status.updateRevision !== status.currentRevision) {
    return waiting(
      `waiting for statefulset rolling update to complete ${String(updated)} pods at revision ${status.updateRevision ?? ''}...`,
    );
  }
  return complete(
    `statefulset rolling update complete ${String(status.replicas ?? 0)} pods at revision ${status.currentRevision ?? ''}...`,
  );
}
