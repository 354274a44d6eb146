import type { KubeEvent, ObjectReference } from '../objects/kinds.js';
import type { KubeObject } from '../objects/meta.js';
import { timestampOf, type ObjectStore } from '../objects/object-store.js';
import { EVENTS } from '../objects/resources.js';
import type { ScaledClock } from '../scaled-clock.js';

/** Who says it: `kubelet` on a node, `deployment-controller`, `default-scheduler` … */
export interface EventSource {
  readonly component: string;
  readonly host?: string;
}

export interface EventText {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly fieldPath?: string;
}

const HOUR_MS = 3_600_000;

/** Writes events as Kubernetes does: a repetition raises the count, and an hour after its last time an event is gone. */
export class EventRecorder {
  private sequence = 0;

  constructor(
    private readonly objects: ObjectStore,
    private readonly clock: ScaledClock,
  ) {}

  record(about: KubeObject, source: EventSource, text: EventText): void {
    const namespace = about.metadata.namespace ?? 'default';
    const now = timestampOf(this.clock.now());
    const known = this.find(about, source, text);
    if (known !== undefined) {
      this.objects.mutate(EVENTS, namespace, known.metadata.name, (event) => {
        event.count += 1;
        event.lastTimestamp = now;
      });
      return;
    }
    this.objects.create(EVENTS, {
      metadata: { name: this.nameFor(about), namespace },
      involvedObject: referenceTo(about, text.fieldPath),
      reason: text.reason,
      message: text.message,
      type: text.type,
      count: 1,
      firstTimestamp: now,
      lastTimestamp: now,
      eventTime: null,
      reportingComponent: source.component,
      reportingInstance: source.host ?? '',
      source: { component: source.component, ...(source.host === undefined ? {} : { host: source.host }) },
    });
  }

  /** Removes events whose last time is more than an hour ago. */
  expire(): void {
    const oldest = this.clock.milliseconds() - HOUR_MS;
    for (const event of this.objects.list(EVENTS)) {
      if (Date.parse(event.lastTimestamp) < oldest) this.objects.remove(EVENTS, event.metadata.namespace ?? null, event.metadata.name);
    }
  }

  private find(about: KubeObject, source: EventSource, text: EventText): KubeEvent | undefined {
    return this.objects
      .list(EVENTS, about.metadata.namespace ?? 'default')
      .find(
        (event) =>
          event.involvedObject.uid === about.metadata.uid &&
          event.reason === text.reason &&
          event.message === text.message &&
          event.source.component === source.component &&
          event.involvedObject.fieldPath === text.fieldPath,
      );
  }

  private nameFor(about: KubeObject): string {
    this.sequence += 1;
    const nanoseconds = BigInt(Math.floor(this.clock.milliseconds())) * 1_000_000n + BigInt(this.sequence % 1_000_000);
    return `${about.metadata.name}.${nanoseconds.toString(16)}`;
  }
}

function referenceTo(about: KubeObject, fieldPath: string | undefined): ObjectReference {
  return {
    kind: about.kind,
    ...(about.metadata.namespace === undefined ? {} : { namespace: about.metadata.namespace }),
    name: about.metadata.name,
    uid: about.metadata.uid,
    apiVersion: about.apiVersion,
    resourceVersion: about.metadata.resourceVersion,
    ...(fieldPath === undefined ? {} : { fieldPath }),
  };
}
