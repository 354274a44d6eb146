import { Tokens } from './api/tokens.js';
import { AutoscalerController } from './controllers/autoscaler-controller.js';
import { ControlLoop } from './controllers/control-loop.js';
import { DeploymentController } from './controllers/deployment-controller.js';
import { DisruptionController } from './controllers/disruption-controller.js';
import { EndpointsController } from './controllers/endpoints-controller.js';
import { EventRecorder } from './controllers/event-recorder.js';
import { GarbageCollector } from './controllers/garbage-collector.js';
import { NodeLifecycleController } from './controllers/node-lifecycle-controller.js';
import { ReplicaSetController } from './controllers/replica-set-controller.js';
import { Scheduler } from './controllers/scheduler.js';
import { Heartbeat } from './kubelet/heartbeat.js';
import { Kubelets } from './kubelet/kubelets.js';
import { PressureEviction } from './kubelet/pressure-eviction.js';
import { SHOP_NAMESPACE } from './manifests/workload.js';
import { ServiceNetwork } from './network/service-network.js';
import { NodeControl } from './node-control.js';
import { createAdmission } from './objects/admission.js';
import { ObjectStore } from './objects/object-store.js';
import { randomStream } from './random.js';
import { ScaledClock } from './scaled-clock.js';
import type { ContainerView, Nodes, Programs, World } from './world.js';

export interface WorldOptions {
  readonly seed: number;
  readonly timeScale: number;
  /** The world's time at its first moment. */
  readonly start: Date;
  readonly programs: Programs;
}

/** A whole cluster in this process: objects, controllers, kubelets and the network between the pods. */
export class TestbedWorld implements World {
  readonly seed: number;
  readonly namespace = SHOP_NAMESPACE;
  readonly clock: ScaledClock;
  readonly objects: ObjectStore;
  readonly events: EventRecorder;
  readonly kubelets: Kubelets;
  readonly network: ServiceNetwork;
  readonly nodes: Nodes;
  readonly tokens = new Tokens();
  private readonly controllers: ControlLoop;

  constructor(options: WorldOptions) {
    this.seed = options.seed;
    this.clock = new ScaledClock(options.timeScale, options.start);
    this.objects = new ObjectStore(this.clock, createAdmission(options.seed));
    this.events = new EventRecorder(this.objects, this.clock);
    this.network = new ServiceNetwork(this.objects, (podIP, port) => this.kubelets.dial(podIP, port), options.seed);
    this.kubelets = new Kubelets({
      seed: options.seed,
      objects: this.objects,
      clock: this.clock,
      events: this.events,
      programs: options.programs,
      resolve: (pod, service, port) => this.network.resolve(pod, service, port),
    });
    this.nodes = new NodeControl(this.objects, this.clock, this.events, this.kubelets);
    this.controllers = new ControlLoop(this.objects, this.clock, this.controllersOf());
  }

  containers(): readonly ContainerView[] {
    return this.kubelets.containers();
  }

  random(name: string): () => number {
    return randomStream(this.seed, name);
  }

  async stop(): Promise<void> {
    this.controllers.stop();
    await this.kubelets.stop();
    await this.network.stop();
    this.clock.stop();
  }

  private controllersOf(): ConstructorParameters<typeof ControlLoop>[2] {
    const { objects, clock, events } = this;
    return [
      new DeploymentController(objects, clock, events),
      new ReplicaSetController(objects, clock, events),
      new Scheduler(objects, clock, events),
      new EndpointsController(objects),
      new GarbageCollector(objects, clock),
      new AutoscalerController(objects, clock, events, () => this.containers()),
      new DisruptionController(objects),
      new NodeLifecycleController(objects, clock, events),
      new Heartbeat(objects, clock),
      new PressureEviction(objects, clock, events, this.kubelets),
    ];
  }
}
