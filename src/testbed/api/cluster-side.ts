import type { Kubelets } from '../kubelet/kubelets.js';
import type { ObjectStore } from '../objects/object-store.js';
import type { ScaledClock } from '../scaled-clock.js';
import type { Tokens } from './tokens.js';

/** What the API stands in front of. */
export interface ClusterSide {
  readonly objects: ObjectStore;
  readonly clock: ScaledClock;
  readonly kubelets: Kubelets;
  readonly tokens: Tokens;
}
