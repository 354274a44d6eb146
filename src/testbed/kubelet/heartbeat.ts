import type { Controller } from '../controllers/control-loop.js';
import { conditionOf } from '../controllers/conditions.js';
import { timestampOf, type ObjectStore } from '../objects/object-store.js';
import { LEASES, NODES } from '../objects/resources.js';
import type { ScaledClock } from '../scaled-clock.js';

const LEASE_NAMESPACE = 'kube-node-lease';
const INTERVAL_MS = 5 * 60_000;
const LEASE_SECONDS = 40;

/** What a kubelet says every five minutes: I am here, and nothing has changed. */
export class Heartbeat implements Controller {
  readonly watches = [];

  constructor(
    private readonly objects: ObjectStore,
    private readonly clock: ScaledClock,
  ) {}

  reconcile(): number | null {
    const now = this.clock.now();
    for (const node of this.objects.list(NODES)) {
      if (conditionOf(node.status.conditions, 'Ready')?.status === 'Unknown') continue;
      this.objects.mutate(NODES, null, node.metadata.name, (draft) => {
        for (const condition of draft.status.conditions) condition.lastHeartbeatTime = timestampOf(now);
      });
      this.renew(node.metadata.name, now);
    }
    return now.getTime() + INTERVAL_MS;
  }

  private renew(node: string, now: Date): void {
    const spec = { holderIdentity: node, leaseDurationSeconds: LEASE_SECONDS, renewTime: now.toISOString().replace('Z', '000Z') };
    if (this.objects.find(LEASES, LEASE_NAMESPACE, node) === null) {
      this.objects.create(LEASES, { metadata: { name: node, namespace: LEASE_NAMESPACE }, spec });
      return;
    }
    this.objects.mutate(LEASES, LEASE_NAMESPACE, node, (draft) => {
      draft.spec = spec;
    });
  }
}
