import { setTimeout as realSleep } from 'node:timers/promises';
import { namespaces, node, NODE_NAMES } from './manifests/cluster.js';
import { BACKING, SOCK_SHOP } from './manifests/sock-shop.js';
import { deploymentOf, serviceOf } from './manifests/workload.js';
import { timestampOf } from './objects/object-store.js';
import { DEPLOYMENTS, NAMESPACES, NODES, SERVICES } from './objects/resources.js';
import type { TestbedWorld } from './testbed-world.js';

/** How old the shop is when somebody first looks at it. */
export const AGE_AT_START_MS = 2 * 24 * 3_600_000 + 5 * 3_600_000;

const STEP_MS = 20_000;
const STEP_REAL_MS = 15;
const MOST_STEPS = 200;

/** Creates nodes, namespaces, Services and the Deployments, what others depend on first; rejects when the shop does not come up. */
export async function applyManifests(world: TestbedWorld): Promise<void> {
  for (const namespace of namespaces()) world.objects.create(NAMESPACES, namespace);
  const now = timestampOf(world.clock.now());
  NODE_NAMES.forEach((name, index) => world.objects.create(NODES, node(name, index, now)));
  world.objects.create(SERVICES, {
    metadata: { name: 'kubernetes', namespace: 'default', labels: { component: 'apiserver', provider: 'kubernetes' } },
    spec: { clusterIP: '10.96.0.1', clusterIPs: ['10.96.0.1'], ports: [{ name: 'https', port: 443, targetPort: 6_443 }] },
    status: { loadBalancer: {} },
  });
  for (const workload of SOCK_SHOP) world.objects.create(SERVICES, serviceOf(workload));
  for (const wave of [BACKING, SOCK_SHOP.filter((workload) => !BACKING.includes(workload))]) {
    for (const workload of wave) world.objects.create(DEPLOYMENTS, deploymentOf(workload));
    await untilAvailable(world);
  }
}

/** Lets the world's time fly in steps until every Deployment is available; rejects with the names of those that are not. */
export async function untilAvailable(world: TestbedWorld): Promise<void> {
  for (let step = 0; step < MOST_STEPS; step += 1) {
    await realSleep(STEP_REAL_MS);
    if (missing(world).length === 0) return;
    world.clock.advance(STEP_MS);
  }
  throw new Error(`The shop does not come up: ${missing(world).join(', ')} is not available.`);
}

/** Moves the world to `at`: what happened before lies in its past, and its events have expired. */
export function ageUntil(world: TestbedWorld, at: Date): void {
  world.clock.advance(Math.max(0, at.getTime() - world.clock.milliseconds()));
  world.events.expire();
}

function missing(world: TestbedWorld): readonly string[] {
  return world.objects
    .list(DEPLOYMENTS)
    .filter((deployment) => (deployment.status.availableReplicas ?? 0) < (deployment.spec.replicas ?? 1))
    .map((deployment) => deployment.metadata.name);
}
