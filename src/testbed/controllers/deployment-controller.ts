import type { Deployment, ReplicaSet } from '../objects/kinds.js';
import type { Condition } from '../objects/meta.js';
import { timestampOf, type ObjectStore } from '../objects/object-store.js';
import { DEPLOYMENTS, PODS, REPLICA_SETS } from '../objects/resources.js';
import type { ScaledClock } from '../scaled-clock.js';
import type { Controller } from './control-loop.js';
import { conditionOf } from './conditions.js';
import { deadlineOf, deploymentStatus, withUpdate } from './deployment-status.js';
import type { EventRecorder } from './event-recorder.js';
import { controlledBy, controllerOf, isControlledBy } from './ownership.js';
import {
  annotationsFor,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
  REVISION,
  revisionOf,
  runsTemplate,
  templateHash,
  TEMPLATE_HASH,
  withHash,
} from './revisions.js';
import { boundsOf, nextSizeOfNewSet, nextSizesOfOldSets, proportionalSizes, sizeOf } from './rolling-update.js';

const SOURCE = { component: 'deployment-controller' };

/** Deployment → ReplicaSets: revisions, rolling updates, scaling, status, as kube-controller-manager does it. */
export class DeploymentController implements Controller {
  readonly watches = [DEPLOYMENTS, REPLICA_SETS, PODS];

  constructor(
    private readonly objects: ObjectStore,
    private readonly clock: ScaledClock,
    private readonly events: EventRecorder,
  ) {}

  reconcile(): number | null {
    const deadlines: number[] = [];
    for (const deployment of this.objects.list(DEPLOYMENTS)) {
      if (deployment.metadata.deletionTimestamp !== undefined) continue;
      this.reconcileOne(deployment);
      const deadline = deadlineOf(this.fresh(deployment) ?? deployment);
      if (deadline !== null) deadlines.push(deadline + 1_000);
    }
    return deadlines.length === 0 ? null : Math.min(...deadlines);
  }

  private reconcileOne(deployment: Deployment): void {
    const scaled = this.isBeingScaled(deployment);
    if (deployment.spec.paused === true) {
      this.tellPause(deployment, 'DeploymentPaused', 'Deployment is paused');
      this.scaleAsOne(deployment);
    } else {
      if (conditionOf(deployment.status.conditions, 'Progressing')?.reason === 'DeploymentPaused') {
        this.tellPause(deployment, 'DeploymentResumed', 'Deployment is resumed');
      }
      this.currentSetOf(deployment);
      if (scaled) this.scaleAsOne(deployment);
      else this.roll(deployment);
      this.forgetOldRevisions(deployment);
    }
    this.writeStatus(deployment);
  }

  private roll(deployment: Deployment): void {
    const { current, old } = this.setsOf(deployment);
    if (current === null) return;
    if (deployment.spec.strategy?.type === 'Recreate') {
      for (const set of old) this.resize(deployment, set, 0);
      const oldPodsLeft = this.objects.list(PODS, namespaceOf(deployment)).some((pod) => old.some((set) => isControlledBy(pod, set)));
      if (!oldPodsLeft) this.resize(deployment, current, deployment.spec.replicas ?? 1);
      return;
    }
    const bounds = boundsOf(deployment);
    const next = nextSizeOfNewSet(bounds, sizeOf(current), old.map(sizeOf));
    if (this.resize(deployment, current, next)) return;
    const sizes = nextSizesOfOldSets(bounds, sizeOf(current), old.map(sizeOf));
    for (const set of old) this.resize(deployment, set, sizes.get(set.metadata.name) ?? 0);
  }

  /** A Deployment that was scaled while sets of two revisions live spreads the change over both. */
  private scaleAsOne(deployment: Deployment): void {
    const { current, old } = this.setsOf(deployment);
    const active = [...old, ...(current === null ? [] : [current])].filter((set) => (set.spec.replicas ?? 0) > 0);
    const [only] = active.length <= 1 ? [active[0] ?? current] : [undefined];
    if (only !== undefined && only !== null) {
      this.resize(deployment, only, deployment.spec.replicas ?? 1);
      return;
    }
    const desiredBefore = Number(active[0]?.metadata.annotations?.[DESIRED_REPLICAS] ?? deployment.spec.replicas ?? 1);
    const sizes = proportionalSizes(boundsOf(deployment), active.map(sizeOf), desiredBefore);
    for (const set of active) this.resize(deployment, set, sizes.get(set.metadata.name) ?? 0);
  }

  private isBeingScaled(deployment: Deployment): boolean {
    const wanted = String(deployment.spec.replicas ?? 1);
    return this.ownedSets(deployment).some(
      (set) => (set.spec.replicas ?? 0) > 0 && (set.metadata.annotations?.[DESIRED_REPLICAS] ?? wanted) !== wanted,
    );
  }

  /** Sets the size and the annotations that remember it; true when the size changed. */
  private resize(deployment: Deployment, set: ReplicaSet, replicas: number): boolean {
    const before = set.spec.replicas ?? 0;
    const { maxSurge } = boundsOf(deployment);
    this.objects.mutate(REPLICA_SETS, namespaceOf(deployment), set.metadata.name, (draft) => {
      draft.spec.replicas = replicas;
      draft.metadata.annotations = {
        ...draft.metadata.annotations,
        [DESIRED_REPLICAS]: String(deployment.spec.replicas ?? 1),
        [MAX_REPLICAS]: String((deployment.spec.replicas ?? 1) + maxSurge),
      };
    });
    if (before === replicas) return false;
    this.tellScaling(deployment, set.metadata.name, before, replicas);
    return true;
  }

  private tellScaling(deployment: Deployment, set: string, before: number, after: number): void {
    const direction = after > before ? 'up' : 'down';
    const message = `Scaled ${direction} replica set ${set} from ${before} to ${after}`;
    this.events.record(deployment, SOURCE, { type: 'Normal', reason: 'ScalingReplicaSet', message });
  }

  /** Finds or makes the set of the current template and gives both the revision's number. */
  private currentSetOf(deployment: Deployment): void {
    const { current, old } = this.setsOf(deployment);
    const revision = Math.max(0, ...old.map(revisionOf)) + 1;
    const { maxSurge } = boundsOf(deployment);
    const annotations = annotationsFor(deployment, current, revision, (deployment.spec.replicas ?? 1) + maxSurge);
    if (current === null) {
      this.createSet(deployment, old, annotations);
    } else {
      const known = current.metadata.annotations ?? {};
      const kept = { ...annotations, [DESIRED_REPLICAS]: known[DESIRED_REPLICAS] ?? '', [MAX_REPLICAS]: known[MAX_REPLICAS] ?? '' };
      this.objects.mutate(REPLICA_SETS, namespaceOf(deployment), current.metadata.name, (draft) => {
        draft.metadata.annotations = kept;
      });
      if (revisionOf(current) !== Number(annotations[REVISION]))
        this.setProgress(deployment, 'FoundNewReplicaSet', `Found new replica set "${current.metadata.name}"`);
    }
    this.objects.mutate(DEPLOYMENTS, namespaceOf(deployment), deployment.metadata.name, (draft) => {
      draft.metadata.annotations = { ...draft.metadata.annotations, [REVISION]: annotations[REVISION] ?? '1' };
    });
  }

  private createSet(deployment: Deployment, old: readonly ReplicaSet[], annotations: Record<string, string>): void {
    const hash = templateHash(deployment.spec.template);
    const name = `${deployment.metadata.name}-${hash}`;
    if (this.objects.find(REPLICA_SETS, namespaceOf(deployment), name) !== null) return; // left by a deleted namesake; it is being collected
    const empty = { name, wanted: 0, available: 0, createdAt: '' };
    const recreates = deployment.spec.strategy?.type === 'Recreate';
    const replicas = recreates ? 0 : nextSizeOfNewSet(boundsOf(deployment), empty, old.map(sizeOf));
    this.objects.create(REPLICA_SETS, {
      metadata: {
        name,
        namespace: namespaceOf(deployment),
        labels: { ...deployment.spec.template.metadata?.labels, [TEMPLATE_HASH]: hash },
        annotations,
        ownerReferences: [controlledBy(deployment)],
      },
      spec: {
        replicas,
        selector: { ...deployment.spec.selector, matchLabels: { ...deployment.spec.selector.matchLabels, [TEMPLATE_HASH]: hash } },
        template: withHash(deployment.spec.template, hash),
        ...(deployment.spec.minReadySeconds === undefined ? {} : { minReadySeconds: deployment.spec.minReadySeconds }),
      },
      status: { replicas: 0 },
    });
    if (replicas > 0) this.tellScaling(deployment, name, 0, replicas);
    this.setProgress(deployment, 'NewReplicaSetCreated', `Created new replica set "${name}"`);
  }

  private setProgress(deployment: Deployment, reason: string, message: string, status: Condition['status'] = 'True'): void {
    const now = timestampOf(this.clock.now());
    this.objects.mutate(DEPLOYMENTS, namespaceOf(deployment), deployment.metadata.name, (draft) => {
      draft.status.conditions = withUpdate(
        draft.status.conditions,
        { type: 'Progressing', status, reason, message, lastUpdateTime: now },
        now,
      );
    });
  }

  private tellPause(deployment: Deployment, reason: string, message: string): void {
    if (conditionOf(deployment.status.conditions, 'Progressing')?.reason !== reason)
      this.setProgress(deployment, reason, message, 'Unknown');
  }

  private forgetOldRevisions(deployment: Deployment): void {
    const limit = deployment.spec.revisionHistoryLimit ?? 10;
    const idle = this.setsOf(deployment).old.filter((set) => set.spec.replicas === 0 && set.status.replicas === 0);
    const surplus = [...idle].sort((a, b) => revisionOf(a) - revisionOf(b)).slice(0, Math.max(0, idle.length - limit));
    for (const set of surplus) this.objects.remove(REPLICA_SETS, namespaceOf(deployment), set.metadata.name);
  }

  private writeStatus(deployment: Deployment): void {
    const now = timestampOf(this.clock.now());
    const fresh = this.fresh(deployment);
    if (fresh === null) return;
    const { current, old } = this.setsOf(fresh);
    this.objects.mutate(DEPLOYMENTS, namespaceOf(deployment), deployment.metadata.name, (draft) => {
      draft.status = deploymentStatus(fresh, current, old, now);
    });
  }

  private setsOf(deployment: Deployment): { current: ReplicaSet | null; old: readonly ReplicaSet[] } {
    const sets = this.ownedSets(deployment);
    const current = sets.find((set) => runsTemplate(set, deployment.spec.template)) ?? null;
    return { current, old: sets.filter((set) => set !== current) };
  }

  private ownedSets(deployment: Deployment): readonly ReplicaSet[] {
    return this.objects.list(REPLICA_SETS, namespaceOf(deployment)).filter((set) => controllerOf(set)?.uid === deployment.metadata.uid);
  }

  private fresh(deployment: Deployment): Deployment | null {
    return this.objects.find(DEPLOYMENTS, namespaceOf(deployment), deployment.metadata.name);
  }
}

function namespaceOf(deployment: Deployment): string {
  return deployment.metadata.namespace ?? 'default';
}
