import { NODES } from '../../objects/resources.js';
import type { World } from '../../world.js';
import type { ScrapeTarget } from '../target.js';
import { cadvisorPage } from './cadvisor.js';
import { kubeStatePage } from './kube-state.js';
import { nodePage } from './node.js';

/** What a cluster's own exporters would show; `path` is where this server offers the page to other scrapers. */
export interface Exporter {
  readonly job: string;
  readonly instance: string;
  readonly path: string;
  /** A node that is lost answers nobody. */
  readonly reachable: () => boolean;
  readonly page: () => string;
}

export function exportersOf(world: World): Exporter[] {
  const ofNodes = world.nodes.names().flatMap((node): Exporter[] => {
    const reachable = (): boolean => answers(world, node);
    return [
      {
        job: 'kubernetes-cadvisor',
        instance: node,
        path: `/exporters/cadvisor/${node}/metrics`,
        reachable,
        page: () => cadvisorPage(world, node),
      },
      { job: 'node-exporter', instance: node, path: `/exporters/node/${node}/metrics`, reachable, page: () => nodePage(world, node) },
    ];
  });
  const kubeState = {
    job: 'kube-state-metrics',
    instance: 'kube-state-metrics:8080',
    path: '/exporters/kube-state/metrics',
    reachable: () => true,
    page: () => kubeStatePage(world),
  };
  return [kubeState, ...ofNodes];
}

/** The exporters as scrape targets of the testbed's own Prometheus. */
export function exporterTarget({ job, instance, reachable, page }: Exporter): ScrapeTarget {
  const node: Record<string, string> = job === 'kube-state-metrics' ? {} : { node: instance };
  return {
    key: `${job}/${instance}`,
    job,
    scrapeUrl: `http://${instance}/metrics`,
    labels: { ...node, job, instance },
    discoveredLabels: { __address__: instance, job },
    read: () => (reachable() ? Promise.resolve(page()) : Promise.reject(new Error('context deadline exceeded'))),
  };
}

function answers(world: World, node: string): boolean {
  const conditions = world.objects.find(NODES, null, node)?.status.conditions ?? [];
  return conditions.every(({ type, status }) => type !== 'Ready' || status !== 'Unknown');
}
