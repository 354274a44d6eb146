import { afterEach, expect, test } from 'vitest';
import { deploy, podsOf, reasonsOf, stateOf, tinyWorld, until } from '../../../test/support/tiny-world.js';
import type { ContainerStatus, Pod } from '../objects/kinds.js';
import { CONFIG_MAPS, ENDPOINTS, EVENTS, SERVICES } from '../objects/resources.js';
import type { TestbedWorld } from '../testbed-world.js';
import { crashesAfter, goDuration, pullDelayMs, restartDelayMs } from './back-off.js';

let world: TestbedWorld;

afterEach(() => world.stop());

function pod(name = 'web'): Pod | undefined {
  return podsOf(world, name)[0];
}

function status(): ContainerStatus | undefined {
  return pod()?.status.containerStatuses?.[0];
}

test.each([
  [1, 0],
  [2, 10_000],
  [3, 20_000],
  [4, 40_000],
  [9, 300_000],
])('before restart %i of a crashing container pass %i ms', (crashes, ms) => {
  world = tinyWorld();
  expect(restartDelayMs(crashes)).toBe(ms);
});

test('pulls back off from 10 s, ten good minutes forgive crashes, durations read as Go writes them', () => {
  world = tinyWorld();
  expect([1, 2, 7].map(pullDelayMs)).toEqual([10_000, 20_000, 300_000]);
  expect([crashesAfter(5, 1_000), crashesAfter(5, 700_000)]).toEqual([6, 1]);
  expect([10_000, 80_000, 300_000].map(goDuration)).toEqual(['10s', '1m20s', '5m0s']);
});

test('a container that exits goes to CrashLoopBackOff with its last state and its previous log', async () => {
  world = tinyWorld({ broken: { exitCode: 1 } });
  deploy(world, 'web', 'broken');
  await until(world, 'it backs off', () => stateOf(pod()) === 'CrashLoopBackOff');
  expect(status()?.lastState.terminated).toMatchObject({ exitCode: 1, reason: 'Error' });
  expect(status()?.state.waiting?.message).toMatch(/^back-off 10s restarting failed container=main pod=web-/u);
  expect(reasonsOf(world, 'Pod')).toContain('BackOff');
  expect(pod()?.status.phase).toBe('Running');
  const runner = world.kubelets.runner(pod()?.metadata.uid ?? '', 'main');
  expect(runner?.previousLog?.read().map((line) => line.text)).toEqual(['listening as broken']);
  await until(world, 'it was restarted twice', () => (status()?.restartCount ?? 0) >= 2);
});

test('a container that uses more memory than its limit is OOMKilled with 137', async () => {
  world = tinyWorld({ greedy: { memoryBytes: 200 * 2 ** 20 } });
  deploy(world, 'web', 'greedy', { container: { resources: { limits: { memory: '100Mi' } } } });
  await until(world, 'it was killed', () => status()?.lastState.terminated?.reason === 'OOMKilled', 100);
  expect(status()?.lastState.terminated?.exitCode).toBe(137);
});

test('an image that does not exist is ErrImagePull, then ImagePullBackOff, with the events of a cluster', async () => {
  world = tinyWorld();
  deploy(world, 'web', 'missing');
  await until(world, 'the pull fails', () => stateOf(pod()) === 'ErrImagePull');
  await until(world, 'it backs off', () => stateOf(pod()) === 'ImagePullBackOff');
  const messages = world.objects.list(EVENTS, 'sock-shop').map((event) => event.message);
  expect(messages).toEqual(
    expect.arrayContaining([
      'Pulling image "tiny:missing"',
      expect.stringContaining('Failed to pull image "tiny:missing": rpc error: code = NotFound'),
      'Error: ErrImagePull',
      'Error: ImagePullBackOff',
      'Back-off pulling image "tiny:missing"',
    ]),
  );
  expect(pod()?.status.phase).toBe('Pending');
});

test('a readiness probe decides Ready and the endpoints, and says why', async () => {
  let isHealthy = false;
  world = tinyWorld({ moody: { status: () => (isHealthy ? 200 : 503) } });
  world.objects.create(SERVICES, {
    metadata: { name: 'web', namespace: 'sock-shop' },
    spec: { selector: { name: 'web' }, ports: [{ port: 80 }] },
    status: {},
  });
  deploy(world, 'web', 'moody', { container: { readinessProbe: { httpGet: { path: '/health', port: 80 }, periodSeconds: 3 } } });
  await until(world, 'it is told unhealthy', () => reasonsOf(world, 'Pod').includes('Unhealthy'));
  const message = world.objects.list(EVENTS, 'sock-shop').find((event) => event.reason === 'Unhealthy')?.message;
  expect(message).toBe('Readiness probe failed: HTTP probe failed with statuscode: 503');
  expect(world.objects.get(ENDPOINTS, 'sock-shop', 'web').subsets?.[0]?.notReadyAddresses).toHaveLength(1);
  isHealthy = true;
  await until(world, 'it is ready', () => status()?.ready === true);
  await until(world, 'it is an endpoint', () => world.objects.get(ENDPOINTS, 'sock-shop', 'web').subsets?.[0]?.addresses?.length === 1);
});

test('a liveness probe that fails three times restarts the container', async () => {
  let isAlive = true;
  world = tinyWorld({ mortal: { status: () => (isAlive ? 200 : 500) } });
  deploy(world, 'web', 'mortal', {
    container: { livenessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 3, failureThreshold: 3 } },
  });
  await until(world, 'it runs', () => status()?.ready === true);
  isAlive = false;
  await until(world, 'it is restarted', () => (status()?.restartCount ?? 0) >= 1);
  expect(world.objects.list(EVENTS, 'sock-shop').map((event) => event.message)).toContain(
    'Container main failed liveness probe, will be restarted',
  );
});

test('a missing ConfigMap is CreateContainerConfigError until it is there', async () => {
  world = tinyWorld();
  const env = [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'settings', key: 'a' } } }];
  deploy(world, 'web', 'latest', { container: { env } });
  await until(world, 'it waits for its configuration', () => stateOf(pod()) === 'CreateContainerConfigError');
  expect(status()?.state.waiting?.message).toBe('configmap "settings" not found');
  world.objects.create(CONFIG_MAPS, { metadata: { name: 'settings', namespace: 'sock-shop' }, data: { a: '1' } });
  await until(world, 'it runs', () => stateOf(pod()) === 'Running');
});
