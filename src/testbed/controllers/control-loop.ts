import { qualifiedName, type Resource } from '../objects/resources.js';
import type { ObjectStore } from '../objects/object-store.js';
import type { ScaledClock } from '../scaled-clock.js';

/** Brings what is towards what is wanted. Called after every change of what it watches. */
export interface Controller {
  readonly watches: readonly Resource[];
  /** One pass over everything it looks after; returns when, in the world's milliseconds, it must be called again at the latest. */
  reconcile(): number | null;
}

const RETRY_MS = 5_000;

/** Calls controllers after changes, many changes at once, until nothing changes any more. */
export class ControlLoop {
  private readonly dirty = new Set<Controller>();
  private scheduled: NodeJS.Immediate | undefined;
  private readonly stopped = new AbortController();
  private readonly wakes = new Map<Controller, AbortController>();
  private readonly unsubscribe: () => void;

  constructor(
    objects: ObjectStore,
    private readonly clock: ScaledClock,
    controllers: readonly Controller[],
  ) {
    this.unsubscribe = objects.subscribe((change) => {
      const name = qualifiedName(change.resource);
      for (const controller of controllers) {
        if (controller.watches.some((watched) => qualifiedName(watched) === name)) this.enqueue(controller);
      }
    });
    for (const controller of controllers) this.enqueue(controller);
  }

  stop(): void {
    this.unsubscribe();
    clearImmediate(this.scheduled);
    this.stopped.abort(new Error('the control loop has stopped'));
    for (const wake of this.wakes.values()) wake.abort(new Error('the control loop has stopped'));
  }

  private enqueue(controller: Controller): void {
    if (this.stopped.signal.aborted) return;
    this.dirty.add(controller);
    this.scheduled ??= setImmediate(() => {
      this.scheduled = undefined;
      this.runTheDirty();
    });
  }

  private runTheDirty(): void {
    const due = [...this.dirty];
    this.dirty.clear();
    for (const controller of due) {
      this.wakes.get(controller)?.abort(new Error('called earlier'));
      this.wakes.delete(controller);
      this.reconcile(controller);
    }
  }

  /** One pass; a controller that fails is tried again a little later, and the others go on. */
  private reconcile(controller: Controller): void {
    try {
      const next = controller.reconcile();
      if (next !== null) this.callAt(controller, next);
    } catch (error) {
      console.error(`${controller.constructor.name} failed and will try again:`, error);
      this.callAt(controller, this.clock.milliseconds() + RETRY_MS);
    }
  }

  private callAt(controller: Controller, at: number): void {
    const wake = new AbortController();
    this.wakes.set(controller, wake);
    this.clock.sleep(at - this.clock.milliseconds(), { signal: wake.signal }).then(
      () => {
        this.enqueue(controller);
      },
      () => undefined,
    );
  }
}
