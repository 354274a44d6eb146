import { ScaledClock } from '../../src/testbed/scaled-clock.js';
import { randomStream } from '../../src/testbed/random.js';
import { shopPrograms } from '../../src/testbed/shop/programs.js';
import { call } from '../../src/testbed/shop/runtime/http-call.js';
import type { Reply } from '../../src/testbed/shop/runtime/http-call.js';
import type { PodContext, RunningProgram, ServiceAddress } from '../../src/testbed/world.js';

/** How one program of the shop is started; everything that is not said is as the manifests have it. */
export interface Part {
  readonly image: string;
  readonly port: number;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cpuMillicores?: number;
}

export interface StartedPart {
  readonly program: RunningProgram;
  readonly logs: string[];
  /** The code it exited with by itself, or null. */
  exitCode: number | null;
}

const JAVA = { JAVA_OPTS: '-Xms64m -Xmx128m' };

/** The shop as it is shipped, by Service name. */
export const SHIPPED: Readonly<Record<string, Part>> = {
  'front-end': { image: 'weaveworksdemos/front-end:0.3.12', port: 8079, env: { SESSION_REDIS: 'true' } },
  catalogue: { image: 'weaveworksdemos/catalogue:0.3.5', port: 80, args: ['-port=80'] },
  'catalogue-db': { image: 'weaveworksdemos/catalogue-db:0.3.0', port: 3306 },
  user: { image: 'weaveworksdemos/user:0.4.7', port: 80, env: { mongo: 'user-db:27017' } },
  'user-db': { image: 'weaveworksdemos/user-db:0.3.0', port: 27017 },
  carts: { image: 'weaveworksdemos/carts:0.4.8', port: 80, env: JAVA },
  'carts-db': { image: 'mongo:latest', port: 27017 },
  orders: { image: 'weaveworksdemos/orders:0.4.7', port: 80, env: JAVA },
  'orders-db': { image: 'mongo:latest', port: 27017 },
  payment: { image: 'weaveworksdemos/payment:0.4.3', port: 80 },
  shipping: { image: 'weaveworksdemos/shipping:0.4.8', port: 80, env: JAVA },
  'session-db': { image: 'redis:alpine', port: 6379 },
  rabbitmq: { image: 'rabbitmq:3.6.8-management', port: 5672 },
  'queue-master': { image: 'weaveworksdemos/queue-master:0.3.1', port: 80, env: JAVA },
};

/** The programs of the shop without a cluster: names resolve straight to them, and a stopped one refuses connections. */
export class SmallShop {
  readonly clock: ScaledClock;
  private readonly parts = new Map<string, StartedPart>();
  /** Names that swallow connections instead of refusing them. */
  readonly silent = new Set<string>();
  private readonly blackHole: ServiceAddress;

  private constructor(factor: number, blackHolePort: number) {
    this.clock = new ScaledClock(factor);
    this.blackHole = { host: '127.0.0.1', port: blackHolePort, shown: '10.96.0.99:27017' };
  }

  static open(factor = 200, blackHolePort = 1): SmallShop {
    return new SmallShop(factor, blackHolePort);
  }

  async start(service: string, change: Partial<Part> = {}): Promise<StartedPart> {
    const shipped = SHIPPED[service];
    if (!shipped) throw new Error(`no service ${service}`);
    const part = { ...shipped, ...change, env: { ...shipped.env, ...change.env } };
    const [repository = '', tag = 'latest'] = part.image.split(':');
    const program = shopPrograms[repository]?.(tag);
    if (!program || program === 'no-such-image') throw new Error(`no image ${part.image}`);
    const logs: string[] = [];
    const started: { logs: string[]; exitCode: number | null } = { logs, exitCode: null };
    const running = await program.start(this.contextOf(service, part, repository, tag, started));
    const whole = Object.assign(started, { program: running });
    this.parts.set(service, whole);
    return whole;
  }

  /** Starts several and waits until their ports are open. */
  async startAll(...services: readonly string[]): Promise<void> {
    for (const service of services) await this.start(service);
    for (const service of services) await this.untilOpen(service);
  }

  async untilOpen(service: string): Promise<void> {
    for (let attempt = 0; attempt < 1_000; attempt += 1) {
      if (this.portOf(service) !== null) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`${service} does not open its port`);
  }

  part(service: string): StartedPart {
    const part = this.parts.get(service);
    if (!part) throw new Error(`${service} was not started`);
    return part;
  }

  async stop(service: string): Promise<void> {
    await this.part(service).program.stop('SIGKILL');
    this.parts.delete(service);
  }

  async close(): Promise<void> {
    await Promise.all([...this.parts.values()].map(({ program }) => program.stop('SIGKILL')));
  }

  ask(
    method: string,
    url: string,
    more: { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> } = {},
  ): Promise<Reply> {
    return call((name) => this.resolve(name), { method, url, ...more });
  }

  /** The value of one series on a service's own metrics page, 0 where it is not there. */
  async metric(service: string, series: string): Promise<number> {
    const { text } = await this.ask('GET', `http://${service}/metrics`);
    const line = text.split('\n').find((each) => each.startsWith(`${series} `));
    return Number(line?.slice(series.length) ?? 0);
  }

  private portOf(service: string): number | null {
    return this.parts.get(service)?.program.port(SHIPPED[service]?.port ?? 80) ?? null;
  }

  resolve(name: string): Promise<ServiceAddress> {
    const service = name.split('.')[0] ?? name;
    if (!(service in SHIPPED)) return Promise.reject(Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' }));
    if (this.silent.has(service)) return Promise.resolve(this.blackHole);
    return Promise.resolve({ host: '127.0.0.1', port: this.portOf(service) ?? 1, shown: `10.96.0.7:${SHIPPED[service]?.port ?? 80}` });
  }

  private contextOf(
    service: string,
    part: Part,
    repository: string,
    tag: string,
    started: { logs: string[]; exitCode: number | null },
  ): PodContext {
    return {
      namespace: 'sock-shop',
      podName: `${service}-7d4b8c9f5-abcde`,
      podIP: '10.244.1.7',
      containerName: service,
      nodeName: 'node-1',
      labels: { name: service },
      image: { name: part.image, repository, tag },
      command: [],
      args: part.args ?? [],
      env: part.env ?? {},
      ports: [part.port],
      limits: { cpuMillicores: part.cpuMillicores ?? null, memoryBytes: null },
      clock: this.clock,
      random: randomStream(1, service),
      foreignCpuMillicores: () => 0,
      resolve: (name) => this.resolve(name),
      localhost: () => null,
      log: (line) => started.logs.push(line),
      exit: (code) => {
        started.exitCode = code;
      },
    };
  }
}
