import { createServer, type Server } from 'node:http';
import { setTimeout as realSleep } from 'node:timers/promises';
import { node, namespaces } from '../../src/testbed/manifests/cluster.js';
import type { Deployment, Pod, PodSpec } from '../../src/testbed/objects/kinds.js';
import { timestampOf } from '../../src/testbed/objects/object-store.js';
import { DEPLOYMENTS, EVENTS, NAMESPACES, NODES, PODS } from '../../src/testbed/objects/resources.js';
import { TestbedWorld } from '../../src/testbed/testbed-world.js';
import type { PodContext, PodProgram, Programs, RunningProgram } from '../../src/testbed/world.js';

/** How the one program of a tiny world behaves; set by image tag or by environment variables. */
export interface Conduct {
  /** Ends with this code as soon as it runs. */
  readonly exitCode?: number;
  readonly memoryBytes?: number;
  /** Status of GET on any path, asked for each request. */
  readonly status?: (path: string) => number;
}

const START = new Date('2026-03-01T12:00:00Z');

/** A world with one image, `tiny`, whose tags are conducts; two nodes, no shop. Its clock moves only when told to. */
export function tinyWorld(conducts: Readonly<Record<string, Conduct>> = {}, timeScale = 1): TestbedWorld {
  const programs: Programs = {
    tiny: (tag) => {
      const conduct = tag === 'latest' ? {} : conducts[tag];
      return conduct === undefined ? 'no-such-image' : tinyProgram(conduct);
    },
  };
  const world = new TestbedWorld({ seed: 7, timeScale, start: START, programs });
  for (const namespace of namespaces()) world.objects.create(NAMESPACES, namespace);
  ['worker-1', 'worker-2'].forEach((name, index) => world.objects.create(NODES, node(name, index, timestampOf(START))));
  return world;
}

/** A Deployment `name` of one container with the image `tiny:tag`. */
export function deploy(world: TestbedWorld, name: string, tag: string, more: DeployOptions = {}): Deployment {
  return world.objects.create(DEPLOYMENTS, {
    metadata: { name, namespace: 'sock-shop', labels: { name } },
    spec: {
      replicas: more.replicas ?? 1,
      selector: { matchLabels: { name } },
      ...(more.strategy === undefined ? {} : { strategy: more.strategy }),
      template: {
        metadata: { labels: { name } },
        spec: { containers: [{ name: 'main', image: `tiny:${tag}`, ports: [{ containerPort: 80 }], ...more.container }] },
      },
    },
    status: {},
  });
}

export interface DeployOptions {
  readonly replicas?: number;
  readonly strategy?: NonNullable<Deployment['spec']['strategy']>;
  readonly container?: Partial<PodSpec['containers'][number]>;
}

/** Lets the world's time pass in steps until something holds; fails with what it waited for. */
export async function until(world: TestbedWorld, what: string, holds: () => boolean, stepMs = 500): Promise<void> {
  for (let step = 0; step < 2_000; step += 1) {
    if (holds()) return;
    world.clock.advance(stepMs);
    await realSleep(2);
  }
  throw new Error(`It never came true that ${what}.`);
}

export function podsOf(world: TestbedWorld, name: string): readonly Pod[] {
  return world.objects.list(PODS, 'sock-shop').filter((pod) => pod.metadata.labels?.['name'] === name);
}

export function stateOf(pod: Pod | undefined): string {
  const status = pod?.status.containerStatuses?.[0];
  return status?.state.waiting?.reason ?? status?.state.terminated?.reason ?? (status?.state.running === undefined ? '' : 'Running');
}

export function reasonsOf(world: TestbedWorld, kind: string): readonly string[] {
  return world.objects.list(EVENTS, 'sock-shop').flatMap((event) => (event.involvedObject.kind === kind ? [event.reason] : []));
}

function tinyProgram(conduct: Conduct): PodProgram {
  return {
    async start(context: PodContext): Promise<RunningProgram> {
      const server = createServer((request, response) => {
        response.writeHead(conduct.status?.(request.url ?? '/') ?? 200).end(`${context.podName}\n`);
      });
      const port = await listen(server);
      context.log(`listening as ${context.image.tag}`);
      if (conduct.exitCode !== undefined) context.exit(conduct.exitCode);
      return {
        port: (containerPort) => (context.ports.includes(containerPort) ? port : null),
        stop: () =>
          new Promise((resolve) => {
            server.close(() => {
              resolve();
            });
            server.closeAllConnections();
          }),
        usage: () => ({
          cpuMillicores: 5,
          memoryBytes: conduct.memoryBytes ?? 1_000_000,
          cpuSecondsTotal: 1,
          cfsPeriodsTotal: 0,
          cfsThrottledPeriodsTotal: 0,
        }),
      };
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen({ host: '127.0.0.1', port: 0 }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}
