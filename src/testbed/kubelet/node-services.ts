import type { EventText } from '../controllers/event-recorder.js';
import type { Container, Pod } from '../objects/kinds.js';
import type { ObjectStore } from '../objects/object-store.js';
import type { ScaledClock } from '../scaled-clock.js';
import type { PodContext, Programs, RunningProgram } from '../world.js';

/** What a container needs of the node it runs on. */
export interface NodeServices {
  readonly objects: ObjectStore;
  readonly clock: ScaledClock;
  readonly programs: Programs;
  /** False while the API server hears nothing from this node: its pods go on, but nobody learns of it. */
  reports(): boolean;
  /** Images that this node has pulled before. */
  hasImage(fullName: string): boolean;
  keepImage(fullName: string): void;
  /** An event about the pod from this node's kubelet. */
  tell(pod: Pod, text: EventText): void;
  /** The part of a program's surroundings that does not depend on its container's run. */
  surroundings(pod: Pod, container: Container): Pick<PodContext, 'random' | 'foreignCpuMillicores' | 'resolve'>;
}

/** What a running container shows to the rest of its pod and of the node. */
export interface RunningContainer {
  readonly program: RunningProgram;
  readonly startedAt: Date;
}
