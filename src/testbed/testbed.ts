import { ApiServer } from './api/api-server.js';
import { ageUntil, AGE_AT_START_MS, applyManifests, untilAvailable } from './boot.js';
import { ControlServer } from './control/control-server.js';
import { startFaults } from './faults/start-faults.js';
import { startLoad } from './load/start-load.js';
import { startPrometheus } from './prometheus/start-prometheus.js';
import { shopPrograms } from './shop/programs.js';
import { TestbedWorld } from './testbed-world.js';
import type { ControlRoute, Part } from './world.js';

export interface TestbedOptions {
  readonly seed: number;
  /** How many seconds of the world pass in one. */
  readonly timeScale: number;
  /** The API's port; 0 takes a free one. */
  readonly port: number;
  /** Called by POST /stop, after the answer has left. */
  onStop?(): void;
}

/** A running testbed and its addresses. */
export interface Testbed {
  readonly world: TestbedWorld;
  readonly kubernetes: string;
  readonly control: string;
  /** Addresses of the parts, Prometheus among them. */
  readonly addresses: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Starts a world that has been running for two days: cluster, shop, load, Prometheus, API, control. */
export async function startTestbed(options: TestbedOptions): Promise<Testbed> {
  const startedAt = new Date();
  const birth = new Date(startedAt.getTime() - AGE_AT_START_MS);
  const world = new TestbedWorld({ seed: options.seed, timeScale: options.timeScale, start: birth, programs: shopPrograms });
  const api = await ApiServer.open(world, options.port);
  await applyManifests(world);
  const load = await startLoad(world);
  await untilAvailable(world);
  ageUntil(world, startedAt);
  const parts = [load, await startPrometheus(world), await startFaults(world)];
  const addresses = Object.fromEntries(parts.flatMap((part) => Object.entries(part.addresses)));
  const control = await ControlServer.open([
    ...ownRoutes(world, api.url, addresses, parts, options),
    ...parts.flatMap((part) => part.routes),
  ]);
  return {
    world,
    kubernetes: api.url,
    control: control.url,
    addresses,
    async stop() {
      await Promise.all(parts.map((part) => part.stop()));
      await world.stop();
      await Promise.all([api.stop(), control.stop()]);
    },
  };
}

function ownRoutes(
  world: TestbedWorld,
  kubernetes: string,
  addresses: Readonly<Record<string, string>>,
  parts: readonly Part[],
  options: TestbedOptions,
): readonly ControlRoute[] {
  const status = (): unknown => ({
    pid: process.pid,
    seed: options.seed,
    timeScale: options.timeScale,
    now: world.clock.now().toISOString(),
    namespace: world.namespace,
    kubernetes,
    ...addresses,
    parts: parts.map((part) => part.status()),
  });
  const stop = (): unknown => {
    setImmediate(() => options.onStop?.());
    return { stopping: true };
  };
  return [
    { method: 'GET', path: '/status', answer: status },
    { method: 'POST', path: '/stop', answer: stop },
  ];
}
