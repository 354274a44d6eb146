import { withCondition } from './controllers/conditions.js';
import type { EventRecorder } from './controllers/event-recorder.js';
import type { Kubelets } from './kubelet/kubelets.js';
import { timestampOf, type ObjectStore } from './objects/object-store.js';
import { NODES } from './objects/resources.js';
import type { ScaledClock } from './scaled-clock.js';
import type { Nodes } from './world.js';

/** What breaks by itself on a real machine: node conditions, and CPU that something foreign takes. */
export class NodeControl implements Nodes {
  constructor(
    private readonly objects: ObjectStore,
    private readonly clock: ScaledClock,
    private readonly events: EventRecorder,
    private readonly kubelets: Kubelets,
  ) {}

  names(): readonly string[] {
    return this.objects.list(NODES).map((node) => node.metadata.name);
  }

  setCondition(node: string, type: string, status: 'True' | 'False' | 'Unknown', reason: string, message: string): void {
    const now = timestampOf(this.clock.now());
    const changed = this.objects.mutate(NODES, null, node, (draft) => {
      draft.status.conditions = withCondition(draft.status.conditions, { type, status, reason, message, lastHeartbeatTime: now }, now);
    });
    const source = { component: 'kubelet', host: node };
    this.events.record(changed, source, {
      type: 'Normal',
      reason: eventReason(type, status, reason),
      message: `Node ${node} status is now: ${eventReason(type, status, reason)}`,
    });
  }

  kill(namespace: string, labels: Readonly<Record<string, string>>): void {
    this.kubelets.kill(namespace, labels);
  }

  stress(namespace: string, labels: Readonly<Record<string, string>>, cpuMillicores: number): () => void {
    return this.kubelets.stress({ namespace, labels, cpuMillicores });
  }
}

function eventReason(type: string, status: string, reason: string): string {
  if (type !== 'Ready') return reason;
  return status === 'True' ? 'NodeReady' : 'NodeNotReady';
}
