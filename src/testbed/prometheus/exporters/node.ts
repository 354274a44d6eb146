import { NODES } from '../../objects/resources.js';
import type { World } from '../../world.js';
import { MetricPage } from '../metric-page.js';

const DISK_BYTES = 100 * 1024 ** 3;
/** Free space of a healthy disk, and of one under pressure: the kubelet's threshold is 15%. */
const FREE_SHARE = 0.62;
const FREE_SHARE_UNDER_PRESSURE = 0.04;

/** The part of node-exporter that tells a full disk. */
export function nodePage(world: World, node: string): string {
  const conditions = world.objects.find(NODES, null, node)?.status.conditions ?? [];
  const full = conditions.some(({ type, status }) => type === 'DiskPressure' && status === 'True');
  const labels = { device: '/dev/vda1', fstype: 'ext4', mountpoint: '/' };
  return new MetricPage()
    .gauge('node_filesystem_size_bytes', 'Filesystem size in bytes.', [[labels, DISK_BYTES]])
    .gauge('node_filesystem_avail_bytes', 'Filesystem space available to non-root users in bytes.', [
      [labels, DISK_BYTES * (full ? FREE_SHARE_UNDER_PRESSURE : FREE_SHARE)],
    ])
    .toString();
}
