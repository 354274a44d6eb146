import { DEPLOYMENTS, NAMESPACES } from '../objects/resources.js';
import { ControlProblem } from '../world.js';
import type { ControlRequest, Part, World } from '../world.js';

export const LOAD_NAMESPACE = 'loadtest';
export const LOAD_DEPLOYMENT = 'load-test';

/** How many pods send visitors, by the name of the level. */
const LEVELS = { none: 0, light: 1, moderate: 2, heavy: 5 } as const;
export type LoadLevel = keyof typeof LEVELS;

/**
 * The load is a Deployment of its own namespace, as in the real shop's manifests: scaling it to zero sheds the load,
 * whoever does it. Routes: POST /load { level }, GET /load.
 */
export function startLoad(world: World, level: LoadLevel = 'light'): Promise<Part> {
  createLoadTest(world, LEVELS[level]);
  return Promise.resolve({
    addresses: {},
    routes: [
      { method: 'GET', path: '/load', answer: () => currentLoad(world) },
      { method: 'POST', path: '/load', answer: (request) => setLoad(world, request) },
    ],
    status: () => currentLoad(world),
    stop: () => Promise.resolve(),
  });
}

function createLoadTest(world: World, replicas: number): void {
  if (world.objects.find(NAMESPACES, null, LOAD_NAMESPACE) === null) {
    world.objects.create(NAMESPACES, { metadata: { name: LOAD_NAMESPACE }, spec: {}, status: { phase: 'Active' } });
  }
  if (world.objects.find(DEPLOYMENTS, LOAD_NAMESPACE, LOAD_DEPLOYMENT) !== null) return;
  const labels = { name: LOAD_DEPLOYMENT };
  world.objects.create(DEPLOYMENTS, {
    metadata: { name: LOAD_DEPLOYMENT, namespace: LOAD_NAMESPACE, labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: LOAD_DEPLOYMENT,
              image: 'weaveworksdemos/load-test:0.1.1',
              env: [{ name: 'TARGET', value: `http://front-end.${world.namespace}` }],
            },
          ],
        },
      },
    },
    status: {},
  });
}

function currentLoad(world: World): { readonly level: string; readonly replicas: number } {
  const replicas = world.objects.find(DEPLOYMENTS, LOAD_NAMESPACE, LOAD_DEPLOYMENT)?.spec.replicas ?? 0;
  const level = Object.entries(LEVELS).find(([, count]) => count === replicas)?.[0] ?? 'custom';
  return { level, replicas };
}

function setLoad(world: World, { body }: ControlRequest): unknown {
  const level = typeof body === 'object' && body !== null && 'level' in body ? String(body.level) : '';
  if (!isLevel(level)) throw new ControlProblem(400, `There is no load level "${level}": say none, light, moderate or heavy.`);
  world.objects.mutate(DEPLOYMENTS, LOAD_NAMESPACE, LOAD_DEPLOYMENT, (deployment) => {
    deployment.spec.replicas = LEVELS[level];
  });
  return currentLoad(world);
}

function isLevel(word: string): word is LoadLevel {
  return word in LEVELS;
}
