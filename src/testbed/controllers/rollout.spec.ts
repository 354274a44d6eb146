import { afterEach, expect, test } from 'vitest';
import { deploy, podsOf, reasonsOf, stateOf, tinyWorld, until } from '../../../test/support/tiny-world.js';
import type { Deployment } from '../objects/kinds.js';
import { DEPLOYMENTS, REPLICA_SETS } from '../objects/resources.js';
import type { TestbedWorld } from '../testbed-world.js';
import { conditionOf } from './conditions.js';
import { REVISION } from './revisions.js';

let world: TestbedWorld;
const PROBED = { readinessProbe: { httpGet: { path: '/health', port: 80 }, initialDelaySeconds: 30, periodSeconds: 3 } };

afterEach(() => world.stop());

function shop(name: string): Deployment {
  return world.objects.get(DEPLOYMENTS, 'sock-shop', name);
}

function setImage(name: string, tag: string): void {
  world.objects.mutate(DEPLOYMENTS, 'sock-shop', name, (draft) => {
    draft.spec.template.spec.containers.forEach((container) => (container.image = `tiny:${tag}`));
  });
}

function isComplete(name: string): boolean {
  const { metadata, spec, status } = shop(name);
  return (
    status.observedGeneration === metadata.generation &&
    status.updatedReplicas === spec.replicas &&
    status.availableReplicas === spec.replicas &&
    status.replicas === spec.replicas
  );
}

test('a Deployment brings its pods up on both nodes and says so', async () => {
  world = tinyWorld();
  deploy(world, 'web', 'latest', { replicas: 2 });
  await until(world, 'web is complete', () => isComplete('web'));
  expect(new Set(podsOf(world, 'web').map((pod) => pod.spec.nodeName)).size).toBe(2);
  expect(conditionOf(shop('web').status.conditions, 'Progressing')?.reason).toBe('NewReplicaSetAvailable');
  expect(reasonsOf(world, 'Pod')).toEqual(expect.arrayContaining(['Scheduled', 'Pulled', 'Created', 'Started']));
});

test('a new image makes a new revision and leaves the old set empty', async () => {
  world = tinyWorld({ next: {} });
  deploy(world, 'web', 'latest');
  await until(world, 'web is complete', () => isComplete('web'));
  setImage('web', 'next');
  await until(world, 'the new image runs', () => isComplete('web') && shop('web').metadata.annotations?.[REVISION] === '2');
  const sets = world.objects.list(REPLICA_SETS, 'sock-shop');
  expect(sets.map((set) => [set.metadata.annotations?.[REVISION], set.spec.replicas]).sort()).toEqual([
    ['1', 0],
    ['2', 1],
  ]);
});

test('a bad image of a single probed replica keeps the old pod: a stuck rollout is no outage', async () => {
  world = tinyWorld();
  deploy(world, 'web', 'latest', { container: PROBED });
  await until(world, 'web is complete', () => isComplete('web'));
  const [before] = podsOf(world, 'web');
  setImage('web', 'missing');
  await until(world, 'the new pod backs off', () => podsOf(world, 'web').some((pod) => stateOf(pod) === 'ImagePullBackOff'));
  expect(podsOf(world, 'web').map((pod) => pod.metadata.name)).toContain(before?.metadata.name);
  expect(shop('web').status).toMatchObject({ availableReplicas: 1, updatedReplicas: 1, unavailableReplicas: 1 });
});

test('a rollout that does not move for its deadline is told as ProgressDeadlineExceeded', async () => {
  world = tinyWorld();
  deploy(world, 'web', 'missing');
  await until(world, 'the deadline passes', () => conditionOf(shop('web').status.conditions, 'Progressing')?.status === 'False', 20_000);
  expect(conditionOf(shop('web').status.conditions, 'Progressing')?.reason).toBe('ProgressDeadlineExceeded');
});

test('going back to an earlier template reuses its set under a new revision', async () => {
  world = tinyWorld({ next: {} });
  deploy(world, 'web', 'latest');
  await until(world, 'web is complete', () => isComplete('web'));
  setImage('web', 'next');
  await until(world, 'revision 2 is complete', () => isComplete('web') && shop('web').metadata.annotations?.[REVISION] === '2');
  setImage('web', 'latest');
  await until(world, 'revision 3 is complete', () => isComplete('web') && shop('web').metadata.annotations?.[REVISION] === '3');
  const sets = world.objects.list(REPLICA_SETS, 'sock-shop');
  expect(sets).toHaveLength(2);
  expect(sets.find((set) => set.spec.replicas === 1)?.metadata.annotations).toMatchObject({
    [REVISION]: '3',
    'deployment.kubernetes.io/revision-history': '1',
  });
});

test('scaling to zero ends every pod, scaling back makes new ones', async () => {
  world = tinyWorld();
  deploy(world, 'web', 'latest');
  await until(world, 'web is complete', () => isComplete('web'));
  world.objects.mutate(DEPLOYMENTS, 'sock-shop', 'web', (draft) => void (draft.spec.replicas = 0));
  await until(world, 'no pod is left', () => podsOf(world, 'web').length === 0);
  expect(reasonsOf(world, 'ReplicaSet')).toContain('SuccessfulDelete');
  world.objects.mutate(DEPLOYMENTS, 'sock-shop', 'web', (draft) => void (draft.spec.replicas = 1));
  await until(world, 'web is complete', () => isComplete('web'));
});

test('Recreate ends the old pod before it starts the new one', async () => {
  world = tinyWorld({ next: {} });
  deploy(world, 'web', 'latest', { strategy: { type: 'Recreate' } });
  await until(world, 'web is complete', () => isComplete('web'));
  let most = 0;
  const stop = world.objects.subscribe(() => (most = Math.max(most, podsOf(world, 'web').length)));
  setImage('web', 'next');
  await until(world, 'the new image runs', () => isComplete('web') && shop('web').metadata.annotations?.[REVISION] === '2');
  stop();
  expect(most).toBe(1);
});

test('a deleted Deployment takes its sets and pods with it', async () => {
  world = tinyWorld();
  deploy(world, 'web', 'latest');
  await until(world, 'web is complete', () => isComplete('web'));
  world.objects.remove(DEPLOYMENTS, 'sock-shop', 'web');
  await until(world, 'nothing is left', () => podsOf(world, 'web').length === 0);
  expect(world.objects.list(REPLICA_SETS, 'sock-shop')).toEqual([]);
});
