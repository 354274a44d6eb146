import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Part, World } from '../world.js';
import { prometheusServer } from './api.js';
import { discoverEndpoints } from './discovery.js';
import { exportersOf, exporterTarget } from './exporters/exporters.js';
import type { Exporter } from './exporters/exporters.js';
import { Scraper } from './scraper.js';
import { SeriesStore } from './series-store.js';

/** Starts the world's Prometheus: it scrapes the pods and the exporters on the world's clock and answers PromQL on a port of its own. */
export async function startPrometheus(world: World, port = 0): Promise<Part> {
  const store = new SeriesStore();
  const exporters = exportersOf(world);
  const own = exporters.map(exporterTarget);
  const scraper = new Scraper(world.clock, store, () => [...discoverEndpoints(world), ...own]);
  const server = prometheusServer({
    clock: world.clock,
    store,
    scraper,
    exporters,
    targetGroups: () => targetGroups(world, exporters, portOf(server.address())),
  });
  await listen(server, port);
  void scraper.run();
  return {
    addresses: { prometheus: `http://127.0.0.1:${portOf(server.address())}` },
    routes: [],
    status: () => ({
      targets: scraper.targets.length,
      up: scraper.targets.filter(({ health }) => health?.up === true).length,
      series: store.all().length,
    }),
    stop: async () => {
      scraper.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The same targets under the addresses at which they are reached on this machine. */
function targetGroups(world: World, exporters: readonly Exporter[], port: number): unknown {
  const pods = discoverEndpoints(world).flatMap(({ labels, discoveredLabels }) => {
    const [ip = '', podPort = ''] = (discoveredLabels['__address__'] ?? '').split(':');
    const address = world.network.dial(ip, Number(podPort));
    return address ? [{ targets: [`${address.host}:${address.port}`], labels }] : [];
  });
  const pages = exporters.map((exporter) => ({
    targets: [`127.0.0.1:${port}`],
    labels: { ...exporterTarget(exporter).labels, __metrics_path__: exporter.path },
  }));
  return [...pods, ...pages];
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address ? address.port : 0;
}
