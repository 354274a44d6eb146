import type { ContainerView, Usage, World } from '../../world.js';
import { MetricPage } from '../metric-page.js';
import type { MetricSample } from '../metric-page.js';

const CFS_PERIOD_MICROSECONDS = 100_000;

/** One metric of a container; null where the container has none. */
interface ContainerMetric {
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly help: string;
  readonly read: (usage: Usage, container: ContainerView) => number | null;
}

const counter = (name: string, help: string, read: ContainerMetric['read']): ContainerMetric => ({ name, type: 'counter', help, read });
const gauge = (name: string, help: string, read: ContainerMetric['read']): ContainerMetric => ({ name, type: 'gauge', help, read });

/** Only a container with a CPU limit is throttled. */
const whereLimited =
  (read: (usage: Usage, millicores: number) => number): ContainerMetric['read'] =>
  (usage, { limits }) =>
    limits.cpuMillicores === null ? null : read(usage, limits.cpuMillicores);

const METRICS: readonly ContainerMetric[] = [
  counter('container_cpu_usage_seconds_total', 'Cumulative cpu time consumed in seconds.', (usage) => usage.cpuSecondsTotal),
  counter(
    'container_cpu_cfs_periods_total',
    'Number of elapsed enforcement period intervals.',
    whereLimited((usage) => usage.cfsPeriodsTotal),
  ),
  counter(
    'container_cpu_cfs_throttled_periods_total',
    'Number of throttled period intervals.',
    whereLimited((usage) => usage.cfsThrottledPeriodsTotal),
  ),
  gauge('container_memory_working_set_bytes', 'Current working set in bytes.', (usage) => usage.memoryBytes),
  gauge('container_memory_usage_bytes', 'Current memory usage in bytes.', (usage) => usage.memoryBytes),
  gauge('container_spec_memory_limit_bytes', 'Memory limit for the container.', (_usage, { limits }) => limits.memoryBytes ?? 0),
  gauge(
    'container_spec_cpu_period',
    'CPU period of the container.',
    whereLimited(() => CFS_PERIOD_MICROSECONDS),
  ),
  gauge(
    'container_spec_cpu_quota',
    'CPU quota of the container.',
    whereLimited((_usage, millicores) => (millicores / 1000) * CFS_PERIOD_MICROSECONDS),
  ),
  gauge(
    'container_start_time_seconds',
    'Start time of the container since unix epoch in seconds.',
    (_usage, { startedAt }) => startedAt.getTime() / 1000,
  ),
];

/** What one node's cAdvisor says about the containers on it. */
export function cadvisorPage(world: World, node: string): string {
  const measured = world
    .containers()
    .filter((container) => container.nodeName === node)
    .map((container) => ({ container, usage: container.usage() }));
  const page = new MetricPage();
  for (const { name, type, help, read } of METRICS) {
    const samples = measured.flatMap(({ container, usage }): MetricSample[] => {
      const value = read(usage, container);
      return value === null ? [] : [[labelsOf(container), value]];
    });
    page[type](name, help, samples);
  }
  return page.toString();
}

function labelsOf({ namespace, podName, containerName, image }: ContainerView): Record<string, string> {
  return { namespace, pod: podName, container: containerName, image };
}
