import type { ObjectStore } from './objects/object-store.js';
import type { ScaledClock } from './scaled-clock.js';

/**
 * The contract between the control plane and what runs on it: the pods' programs, Prometheus, the load and the faults.
 * Request latencies are real milliseconds; everything with a calendar runs on `World.clock`.
 */
export interface World {
  readonly seed: number;
  readonly clock: ScaledClock;
  /** The namespace of the shop. */
  readonly namespace: string;
  /** Every object of the cluster. Writes go through the same rules as the API's (defaults, generation, events, watch). */
  readonly objects: ObjectStore;
  readonly network: Network;
  readonly nodes: Nodes;
  /** What the kubelets run now; the source of cAdvisor's numbers. */
  containers(): readonly ContainerView[];
  /** A stream of numbers in [0, 1) that is the same for the same seed and name. */
  random(name: string): () => number;
}

/** A place that a TCP client on this machine can connect to. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Where to connect, and the cluster address (`10.96.3.4:3306`) that a true pod would name in its logs. */
export interface ServiceAddress extends Address {
  readonly shown: string;
}

/** Code that stands for an image. The tag is a code path: `:0.3.6-slow` is truly slow. */
export interface PodProgram {
  /**
   * Starts the container's main process. Resolves as soon as it runs (it may open its ports later).
   * Ends by `context.exit(…)`; a rejection is an exit with code 1 whose message is logged.
   */
  start(context: PodContext): Promise<RunningProgram>;
}

/** Programs by image repository (`weaveworksdemos/catalogue`); asked with the tag (`latest` when the image names none). */
export type Programs = Readonly<Record<string, (tag: string) => PodProgram | 'no-such-image'>>;

export interface PodContext {
  readonly namespace: string;
  readonly podName: string;
  /** The pod's address inside the world (10.244.x.y), as status.podIP shows it. Dial it with `World.network.dial`. */
  readonly podIP: string;
  readonly containerName: string;
  readonly nodeName: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The image as the manifest wrote it, and its parts. */
  readonly image: { readonly name: string; readonly repository: string; readonly tag: string };
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** containerPorts of the manifest. The program listens on a free port of 127.0.0.1 for each it opens. */
  readonly ports: readonly number[];
  readonly limits: { readonly cpuMillicores: number | null; readonly memoryBytes: number | null };
  readonly clock: ScaledClock;
  /** Numbers in [0, 1), the same for the same seed, workload and start. */
  readonly random: () => number;
  /** CPU that something foreign takes inside this container now, in millicores (0 without a fault). */
  foreignCpuMillicores(): number;
  /**
   * DNS and Service in one: where this pod reaches `serviceName` (also `name.namespace`, `name.namespace.svc.cluster.local`).
   * Ask anew for each connection: rules, endpoints and ports change. Rejects with an Error whose code is ENOTFOUND when
   * there is no such Service. Without a Ready endpoint that listens, the address refuses connections.
   */
  resolve(serviceName: string, port: number): Promise<ServiceAddress>;
  /** Another container of the same pod on `localhost:port`; null when nobody listens there. */
  localhost(port: number): Address | null;
  /** One line of standard output. */
  log(line: string): void;
  /** The main process ends. Code 0 is a completed container, anything else an error. Kubernetes decides what follows. */
  exit(code: number): void;
}

export interface RunningProgram {
  /** The loopback port behind a containerPort; null while nothing listens there. */
  port(containerPort: number): number | null;
  /** SIGTERM asks to end within the grace period, SIGKILL ends at once. Resolves when every socket is closed. */
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  usage(): Usage;
}

/** What the container uses now. Memory above the limit is killed by the kubelet (OOMKilled, 137). */
export interface Usage {
  readonly cpuMillicores: number;
  readonly memoryBytes: number;
  /** Totals since the container started, in the world's time; cAdvisor's counters. */
  readonly cpuSecondsTotal: number;
  readonly cfsPeriodsTotal: number;
  readonly cfsThrottledPeriodsTotal: number;
}

export interface ContainerView {
  readonly namespace: string;
  readonly podName: string;
  readonly podUid: string;
  readonly containerName: string;
  readonly nodeName: string;
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly limits: { readonly cpuMillicores: number | null; readonly memoryBytes: number | null };
  readonly startedAt: Date;
  readonly restartCount: number;
  usage(): Usage;
}

export interface Network {
  /** The loopback address behind a pod's IP and containerPort; null when nothing listens. What Prometheus scrapes through. */
  dial(podIP: string, port: number): Address | null;
  /**
   * Where somebody outside the mesh of pods (a browser, the load generator) reaches a Service. Stable while the world lives.
   * `from` names the labels the caller would have, for rules and NetworkPolicies; absent: from outside.
   */
  outside(namespace: string, serviceName: string, port: number, from?: Readonly<Record<string, string>>): Promise<Address>;
  /** Adds a fault on the way to a Service; returns what takes it away again. */
  impose(rule: NetworkRule): () => void;
  rules(): readonly NetworkRule[];
}

/** Times are real milliseconds, as every request latency is. */
export interface NetworkRule {
  /** Name of the calling workload by its label `name`; absent: every caller. */
  readonly from?: string;
  /** Service whose traffic is touched, and its port; absent port: all. */
  readonly to: { readonly namespace: string; readonly service: string; readonly port?: number };
  /** Added to every chunk in the direction of the Service. */
  readonly delayMs?: number;
  readonly jitterMs?: number;
  /** Share in 0..1 of lost packets: connections wait 1 s, 3 s, 7 s …, chunks 200 ms, as TCP's retries do. */
  readonly loss?: number;
  readonly bytesPerSecond?: number;
}

/** Acts on nodes and containers that no Kubernetes verb can do: what breaks by itself on a real machine. */
export interface Nodes {
  names(): readonly string[];
  /** Sets a condition (Ready, DiskPressure, MemoryPressure, PIDPressure); taints, evictions and events follow as on a cluster. */
  setCondition(node: string, type: string, status: 'True' | 'False' | 'Unknown', reason: string, message: string): void;
  /** A machine's kernel ends every container of the pods with these labels once (137); their kubelets start them again. */
  kill(namespace: string, labels: Readonly<Record<string, string>>): void;
  /** Foreign CPU in every container whose pod carries these labels, from now on; returns what ends it. */
  stress(namespace: string, labels: Readonly<Record<string, string>>, cpuMillicores: number): () => void;
}

/** One address of the control server (POST /faults, GET /oracle …), mounted by `main.ts`. */
export interface ControlRoute {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Exact path, or a prefix that ends in `/*`. */
  readonly path: string;
  /** The answer as JSON. Throw a ControlProblem for a bad request. */
  answer(request: ControlRequest): unknown;
}

export interface ControlRequest {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

/** A request the control server cannot serve, with the sentence that says what to do. */
export class ControlProblem extends Error {
  constructor(
    readonly status: 400 | 404 | 409,
    message: string,
  ) {
    super(message);
  }
}

/** Something beside the control plane that lives as long as the world: Prometheus, the load, the faults. */
export interface Part {
  /** Addresses shown by `testbed start` and `status`, e.g. { prometheus: 'http://127.0.0.1:…' }. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly routes: readonly ControlRoute[];
  /** Shown under its own name by GET /status. */
  status(): Readonly<Record<string, unknown>>;
  stop(): Promise<void>;
}

export type StartPart = (world: World) => Promise<Part>;
