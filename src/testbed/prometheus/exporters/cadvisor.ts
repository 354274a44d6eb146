import type { ContainerView, Usage, World } from '../../world.js';
import type { Labels } from '../labels.js';
import { MetricPage } from '../metric-page.js';

type Sample = readonly [Labels, number];

const CFS_PERIOD_MICROSECONDS = 100_000;

/** What one node's cAdvisor says about the containers on it. */
export function cadvisorPage(world: World, node: string): string {
  const measured = world
    .containers()
    .filter((container) => container.nodeName === node)
    .map((container) => ({ container, usage: container.usage() }));
  const each = (read: (usage: Usage, container: ContainerView) => number | null): Sample[] =>
    measured.flatMap(({ container, usage }): Sample[] => {
      const value = read(usage, container);
      return value === null ? [] : [[labelsOf(container), value]];
    });
  const limited = (read: (usage: Usage) => number): Sample[] =>
    each((usage, { limits }) => (limits.cpuMillicores === null ? null : read(usage)));
  return new MetricPage()
    .counter(
      'container_cpu_usage_seconds_total',
      'Cumulative cpu time consumed in seconds.',
      each((usage) => usage.cpuSecondsTotal),
    )
    .counter(
      'container_cpu_cfs_periods_total',
      'Number of elapsed enforcement period intervals.',
      limited((usage) => usage.cfsPeriodsTotal),
    )
    .counter(
      'container_cpu_cfs_throttled_periods_total',
      'Number of throttled period intervals.',
      limited((usage) => usage.cfsThrottledPeriodsTotal),
    )
    .gauge(
      'container_memory_working_set_bytes',
      'Current working set in bytes.',
      each((usage) => usage.memoryBytes),
    )
    .gauge(
      'container_memory_usage_bytes',
      'Current memory usage in bytes, including all memory regardless of when it was accessed.',
      each((usage) => usage.memoryBytes),
    )
    .gauge(
      'container_spec_memory_limit_bytes',
      'Memory limit for the container.',
      each((_usage, { limits }) => limits.memoryBytes ?? 0),
    )
    .gauge(
      'container_spec_cpu_period',
      'CPU period of the container.',
      limited(() => CFS_PERIOD_MICROSECONDS),
    )
    .gauge(
      'container_spec_cpu_quota',
      'CPU quota of the container.',
      each((_usage, { limits }) => (limits.cpuMillicores === null ? null : (limits.cpuMillicores / 1000) * CFS_PERIOD_MICROSECONDS)),
    )
    .gauge(
      'container_start_time_seconds',
      'Start time of the container since unix epoch in seconds.',
      each((_usage, { startedAt }) => startedAt.getTime() / 1000),
    )
    .toString();
}

function labelsOf({ namespace, podName, containerName, image }: ContainerView): Labels {
  return { namespace, pod: podName, container: containerName, image };
}
