import { DEPLOYMENTS } from '../objects/resources.js';
import { tagWith } from '../shop/releases.js';
import type { ShopProbe } from './shop-probe.js';
import { latencySymptoms } from './symptoms.js';

const MOST_MS = 600;

/** Does the service still run the flawed release, or is its main route still slow? */
export async function releaseSymptoms(probe: ShopProbe, service: string, flaw: 'slow' | 'failing'): Promise<readonly string[]> {
  const containers = probe.world.objects.find(DEPLOYMENTS, probe.world.namespace, service)?.spec.template.spec.containers ?? [];
  const tag = tagWith(service, flaw) ?? '';
  const runs = containers.filter(({ image }) => image.endsWith(`/${service}:${tag}`)).map(({ image }) => `${service} still runs ${image}`);
  return service === 'catalogue' ? [...runs, ...(await latencySymptoms(probe, 'catalogue', '/catalogue', MOST_MS))] : runs;
}
