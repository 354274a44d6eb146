import type { Deployment, ReplicaSet } from '../objects/kinds.js';
import type { Condition } from '../objects/meta.js';
import { conditionOf, withCondition } from './conditions.js';
import { boundsOf } from './rolling-update.js';

type DeploymentStatus = Deployment['status'];

/** The status that follows from the sets as they are, with the conditions of the rollout. `now` as the API writes it. */
export function deploymentStatus(
  deployment: Deployment,
  current: ReplicaSet | null,
  old: readonly ReplicaSet[],
  now: string,
): DeploymentStatus {
  const counted = countReplicas(deployment, current, old);
  const bounds = boundsOf(deployment);
  const enough = (counted.availableReplicas ?? 0) >= bounds.replicas - bounds.maxUnavailable;
  const available: Condition = enough
    ? { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable', message: 'Deployment has minimum availability.' }
    : {
        type: 'Available',
        status: 'False',
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      };
  const conditions = withUpdate(deployment.status.conditions, available, now);
  const progress = deployment.spec.paused === true ? null : progressOf(deployment, counted, current, now);
  return withoutZeros({ ...counted, conditions: progress === null ? conditions : withUpdate(conditions, progress, now) });
}

/** A condition of a Deployment also carries when it was last renewed. */
export function withUpdate(conditions: readonly Condition[] | undefined, next: Condition, now: string): Condition[] {
  const before = conditionOf(conditions, next.type);
  const same = before?.status === next.status && before.reason === next.reason && before.message === next.message;
  const lastUpdateTime = same && next.lastUpdateTime === undefined ? (before.lastUpdateTime ?? now) : now;
  return withCondition(conditions, { ...next, lastUpdateTime }, now);
}

/** When the progress deadline falls, in milliseconds; null when none is running. */
export function deadlineOf(deployment: Deployment): number | null {
  const progressing = conditionOf(deployment.status.conditions, 'Progressing');
  const seconds = deployment.spec.progressDeadlineSeconds;
  if (progressing?.lastUpdateTime === undefined || seconds === undefined || deployment.spec.paused === true) return null;
  if (progressing.reason === 'NewReplicaSetAvailable' || progressing.reason === 'ProgressDeadlineExceeded') return null;
  return Date.parse(progressing.lastUpdateTime) + seconds * 1_000;
}

function countReplicas(deployment: Deployment, current: ReplicaSet | null, old: readonly ReplicaSet[]): DeploymentStatus {
  const sets = current === null ? old : [...old, current];
  const sum = (count: (set: ReplicaSet) => number | undefined): number => sets.reduce((total, set) => total + (count(set) ?? 0), 0);
  const availableReplicas = sum((set) => set.status.availableReplicas);
  return {
    observedGeneration: deployment.metadata.generation ?? 1,
    replicas: sum((set) => set.status.replicas),
    updatedReplicas: current?.status.replicas ?? 0,
    readyReplicas: sum((set) => set.status.readyReplicas),
    availableReplicas,
    unavailableReplicas: Math.max(0, sum((set) => set.spec.replicas) - availableReplicas),
  };
}

function progressOf(deployment: Deployment, counted: DeploymentStatus, current: ReplicaSet | null, now: string): Condition | null {
  const before = conditionOf(deployment.status.conditions, 'Progressing');
  const settled = counted.replicas === counted.updatedReplicas && before?.reason === 'NewReplicaSetAvailable';
  if (settled || current === null) return null;
  const name = `ReplicaSet "${current.metadata.name}"`;
  if (isComplete(deployment, counted)) {
    return { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable', message: `${name} has successfully progressed.` };
  }
  if (hasProgressed(deployment.status, counted)) {
    return { type: 'Progressing', status: 'True', reason: 'ReplicaSetUpdated', message: `${name} is progressing.`, lastUpdateTime: now };
  }
  const deadline = deadlineOf(deployment);
  if (deadline === null || Date.parse(now) < deadline) return null;
  return { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', message: `${name} has timed out progressing.` };
}

function isComplete(deployment: Deployment, counted: DeploymentStatus): boolean {
  const wanted = deployment.spec.replicas ?? 1;
  return counted.updatedReplicas === wanted && counted.replicas === wanted && counted.availableReplicas === wanted;
}

function hasProgressed(before: DeploymentStatus, after: DeploymentStatus): boolean {
  const oldOnes = (status: DeploymentStatus): number => (status.replicas ?? 0) - (status.updatedReplicas ?? 0);
  return (
    (after.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    oldOnes(after) < oldOnes(before) ||
    (after.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (after.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}

/** The API leaves counts of zero out. */
function withoutZeros(status: DeploymentStatus): DeploymentStatus {
  return Object.fromEntries(Object.entries(status).filter(([, value]) => value !== 0));
}
