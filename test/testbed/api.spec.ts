import { setTimeout as realSleep } from 'node:timers/promises';
import {
  AppsV1Api,
  CoreV1Api,
  KubeConfig,
  Log,
  Metrics,
  PatchStrategy,
  setHeaderOptions,
  VersionApi,
  Watch,
} from '@kubernetes/client-node';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ApiServer } from '../../src/testbed/api/api-server.js';
import { DEPLOYMENTS } from '../../src/testbed/objects/resources.js';
import type { TestbedWorld } from '../../src/testbed/testbed-world.js';
import { deploy, podsOf, tinyWorld, until } from '../support/tiny-world.js';

const NAMESPACE = 'sock-shop';
let world: TestbedWorld;
let server: ApiServer;
let config: KubeConfig;
let core: CoreV1Api;
let apps: AppsV1Api;

beforeAll(async () => {
  world = tinyWorld({ next: {} });
  server = await ApiServer.open(world, 0);
  config = new KubeConfig();
  config.loadFromClusterAndUser({ name: 'testbed', server: server.url, skipTLSVerify: true }, { name: 'nobody' });
  core = config.makeApiClient(CoreV1Api);
  apps = config.makeApiClient(AppsV1Api);
});

beforeEach(async () => {
  world.objects.remove(DEPLOYMENTS, NAMESPACE, 'web');
  await until(world, 'the last web is gone', () => podsOf(world, 'web').length === 0);
  deploy(world, 'web', 'latest', { replicas: 2 });
  await until(world, 'web is up', () => world.objects.get(DEPLOYMENTS, NAMESPACE, 'web').status.availableReplicas === 2);
});

afterAll(async () => {
  await world.stop();
  await server.stop();
});

async function raw(path: string, init: RequestInit = {}): Promise<{ status: number; headers: Headers; body: unknown }> {
  const response = await fetch(`${server.url}${path}`, init);
  return { status: response.status, headers: response.headers, body: await response.json() };
}

const strategic = setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch);

describe('reading', () => {
  test('the version and the discovery of a cluster', async () => {
    expect((await config.makeApiClient(VersionApi).getCode()).gitVersion).toMatch(/^v1\.\d+\.\d+$/u);
    const resources = await apps.getAPIResources();
    expect(resources.resources.map((resource) => resource.name)).toEqual(
      expect.arrayContaining(['deployments', 'deployments/scale', 'replicasets']),
    );
  });

  test('pods by label and by field', async () => {
    const labelled = await core.listNamespacedPod({ namespace: NAMESPACE, labelSelector: 'name=web' });
    expect(labelled.items).toHaveLength(2);
    const running = await core.listNamespacedPod({ namespace: NAMESPACE, fieldSelector: 'status.phase!=Running' });
    expect(running.items).toEqual([]);
  });

  test('a list in pages', async () => {
    const first = await core.listNamespacedPod({ namespace: NAMESPACE, limit: 1 });
    expect(first.items).toHaveLength(1);
    expect(first.metadata?.remainingItemCount).toBe(1);
    const second = await core.listNamespacedPod({ namespace: NAMESPACE, limit: 1, _continue: first.metadata?._continue ?? '' });
    expect(second.items[0]?.metadata?.name).not.toBe(first.items[0]?.metadata?.name);
    expect(second.metadata?._continue).toBeUndefined();
  });

  test('a table with the columns of kubectl get', async () => {
    const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
    const { body } = await raw(`/api/v1/namespaces/${NAMESPACE}/pods?labelSelector=name%3Dweb`, { headers: { accept } });
    const table = body as { columnDefinitions: { name: string; priority: number }[]; rows: { cells: unknown[] }[] };
    expect(table.columnDefinitions.filter((column) => column.priority === 0).map((column) => column.name)).toEqual([
      'Name',
      'Ready',
      'Status',
      'Restarts',
      'Age',
    ]);
    expect(table.rows[0]?.cells.slice(1, 4)).toEqual(['1/1', 'Running', '0']);
  });

  test('the Date header is the world’s clock', async () => {
    const { headers } = await raw('/version');
    expect(Date.parse(headers.get('date') ?? '')).toBeLessThanOrEqual(world.clock.milliseconds());
    expect(headers.get('date')).toMatch(/ Mar 2026 /u);
  });

  test('a missing object is a Status with code 404 that names it', async () => {
    const { status, body } = await raw(`/api/v1/namespaces/${NAMESPACE}/pods/nobody`);
    expect(status).toBe(404);
    expect(body).toMatchObject({ kind: 'Status', status: 'Failure', reason: 'NotFound', message: 'pods "nobody" not found', code: 404 });
  });

  test('what pods and nodes use', async () => {
    const usage = await new Metrics(config).getPodMetrics(NAMESPACE);
    expect(usage.items[0]?.containers[0]?.usage).toMatchObject({ cpu: '5000000n' });
    expect((await new Metrics(config).getNodeMetrics()).items).toHaveLength(2);
  });
});

describe('other versions', () => {
  test('an autoscaler written in v1 is read in v2, and the other way round', async () => {
    const spec = { scaleTargetRef: { kind: 'Deployment', name: 'web' }, maxReplicas: 2, targetCPUUtilizationPercentage: 50 };
    const path = `/namespaces/${NAMESPACE}/horizontalpodautoscalers`;
    const created = await raw(`/apis/autoscaling/v1${path}`, { method: 'POST', body: JSON.stringify({ metadata: { name: 'web' }, spec }) });
    expect(created.body).toMatchObject({ apiVersion: 'autoscaling/v1', spec: { targetCPUUtilizationPercentage: 50, minReplicas: 1 } });
    const read = await raw(`/apis/autoscaling/v2${path}/web`);
    expect(read.body).toMatchObject({
      apiVersion: 'autoscaling/v2',
      spec: { metrics: [{ resource: { name: 'cpu', target: { averageUtilization: 50 } } }] },
    });
    const patch = { spec: { targetCPUUtilizationPercentage: 70 } };
    const headers = { 'content-type': 'application/merge-patch+json' };
    await raw(`/apis/autoscaling/v1${path}/web`, { method: 'PATCH', headers, body: JSON.stringify(patch) });
    const { body } = await raw(`/apis/autoscaling/v2${path}/web`, { method: 'DELETE' });
    expect(body).toMatchObject({ status: 'Success' });
  });

  test('events of the core are events of events.k8s.io too', async () => {
    const { body } = await raw(`/apis/events.k8s.io/v1/namespaces/${NAMESPACE}/events?fieldSelector=reason%3DScalingReplicaSet`);
    expect(body).toMatchObject({ apiVersion: 'events.k8s.io/v1', kind: 'EventList' });
    expect((body as { items: unknown[] }).items[0]).toMatchObject({
      regarding: { kind: 'Deployment' },
      note: expect.stringContaining('Scaled up') as string,
    });
  });
});

describe('watching', () => {
  test('a watch tells changes after the version it starts from', async () => {
    const list = await apps.listNamespacedDeployment({ namespace: NAMESPACE });
    const heard: string[] = [];
    const controller = await new Watch(config).watch(
      `/apis/apps/v1/namespaces/${NAMESPACE}/deployments`,
      { resourceVersion: list.metadata?.resourceVersion },
      (phase: string, object: { spec?: { replicas?: number } }) => heard.push(`${phase} ${object.spec?.replicas ?? ''}`),
      () => undefined,
    );
    await apps.patchNamespacedDeploymentScale({ name: 'web', namespace: NAMESPACE, body: { spec: { replicas: 3 } } }, strategic);
    await until(world, 'the change is heard', () => heard.includes('MODIFIED 3'));
    controller.abort();
    expect(heard[0]).toBe('MODIFIED 3');
  });

  test('a version that is too old ends the watch with 410', async () => {
    for (let index = 0; index < 4_100; index += 1) {
      world.objects.mutate(DEPLOYMENTS, NAMESPACE, 'web', (draft) => {
        draft.metadata.annotations = { index: String(index) };
      });
    }
    const response = await fetch(`${server.url}/api/v1/namespaces/${NAMESPACE}/pods?watch=true&resourceVersion=1`);
    expect(JSON.parse(await response.text())).toMatchObject({ type: 'ERROR', object: { code: 410, reason: 'Expired' } });
  });

  test('an object that loses its label is DELETED for who watches that label', async () => {
    const abort = new AbortController();
    const response = await fetch(`${server.url}/apis/apps/v1/namespaces/${NAMESPACE}/deployments?watch=true&labelSelector=name%3Dweb`, {
      signal: abort.signal,
    });
    const heard: string[] = [];
    void (async () => {
      for await (const chunk of response.body ?? []) {
        for (const line of Buffer.from(chunk as Uint8Array)
          .toString()
          .trim()
          .split('\n'))
          heard.push((JSON.parse(line) as { type: string }).type);
      }
    })().catch(() => undefined);
    world.objects.mutate(DEPLOYMENTS, NAMESPACE, 'web', (draft) => {
      draft.metadata.labels = { name: 'else' };
    });
    await until(world, 'it is told', () => heard.includes('DELETED'));
    abort.abort();
    expect(heard[0]).toBe('ADDED');
  });
});

describe('writing', () => {
  test('scale by patch, absolutely', async () => {
    const scale = await apps.patchNamespacedDeploymentScale(
      { name: 'web', namespace: NAMESPACE, body: { spec: { replicas: 0 } } },
      strategic,
    );
    expect(scale.spec?.replicas).toBeUndefined();
    await until(world, 'no pod is left', () => podsOf(world, 'web').length === 0);
  });

  test('a stale version is a conflict, and nothing is changed', async () => {
    const body = { metadata: { resourceVersion: '1' }, spec: { replicas: 5 } };
    await expect(apps.patchNamespacedDeployment({ name: 'web', namespace: NAMESPACE, body }, strategic)).rejects.toMatchObject({
      code: 409,
    });
    expect(world.objects.get(DEPLOYMENTS, NAMESPACE, 'web').spec.replicas).toBe(2);
  });

  test('a PUT with the newest version replaces, a second one with the same version conflicts', async () => {
    const deployment = await apps.readNamespacedDeployment({ name: 'web', namespace: NAMESPACE });
    if (deployment.spec) deployment.spec.replicas = 1;
    await apps.replaceNamespacedDeployment({ name: 'web', namespace: NAMESPACE, body: deployment });
    await expect(apps.replaceNamespacedDeployment({ name: 'web', namespace: NAMESPACE, body: deployment })).rejects.toMatchObject({
      code: 409,
    });
  });

  test('a dry run answers what would be and keeps nothing', async () => {
    const body = { spec: { template: { spec: { containers: [{ name: 'main', image: 'tiny:next' }] } } } };
    const answer = await apps.patchNamespacedDeployment({ name: 'web', namespace: NAMESPACE, body, dryRun: 'All' }, strategic);
    expect(answer.spec?.template.spec?.containers[0]?.image).toBe('tiny:next');
    const kept = await apps.readNamespacedDeployment({ name: 'web', namespace: NAMESPACE });
    expect(kept.spec?.template.spec?.containers[0]?.image).toBe('tiny:latest');
  });

  test.each([
    ['a selector is immutable', { spec: { selector: { matchLabels: { name: 'else' } } } }, 422, 'field is immutable'],
    ['replicas are not negative', { spec: { replicas: -1 } }, 422, 'must be greater than or equal to 0'],
    ['an image is needed', { spec: { template: { spec: { containers: [{ name: 'main', image: '' }] } } } }, 422, 'Required value'],
    [
      'a quantity is readable',
      { spec: { template: { spec: { containers: [{ name: 'main', resources: { limits: { cpu: 'much' } } }] } } } },
      400,
      'quantities must match',
    ],
  ])('an invalid change is refused: %s', async (_, body, code, message) => {
    const answer = await raw(`/apis/apps/v1/namespaces/${NAMESPACE}/deployments/web`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/strategic-merge-patch+json' },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(code);
    expect(answer.body).toMatchObject({ kind: 'Status', message: expect.stringContaining(message) as string });
  });

  test.each([
    ['not JSON', 'POST', '/api/v1/namespaces/sock-shop/configmaps', '{', 400],
    ['no object', 'POST', '/api/v1/namespaces/sock-shop/configmaps', '[]', 400],
    ['the wrong kind', 'POST', '/api/v1/namespaces/sock-shop/configmaps', '{"kind":"Pod","metadata":{"name":"a"}}', 400],
    ['no name', 'POST', '/api/v1/namespaces/sock-shop/configmaps', '{"metadata":{}}', 422],
    ['no such namespace', 'POST', '/api/v1/namespaces/nowhere/configmaps', '{"metadata":{"name":"a"}}', 404],
    [
      'a Deployment without a template',
      'POST',
      '/apis/apps/v1/namespaces/sock-shop/deployments',
      '{"metadata":{"name":"a"},"spec":{"selector":{}}}',
      422,
    ],
    [
      'a Deployment whose containers are no list',
      'POST',
      '/apis/apps/v1/namespaces/sock-shop/deployments',
      '{"metadata":{"name":"a"},"spec":{"selector":{},"template":{"spec":{"containers":3}}}}',
      400,
    ],
    ['no such resource', 'GET', '/apis/example.com/v1/things', undefined, 404],
    ['a method that does not fit', 'PUT', '/api/v1/namespaces/sock-shop/pods', '{}', 405],
  ])('a bad request is a Status: %s', async (_, method, path, body, code) => {
    const answer = await raw(path, { method, headers: { 'content-type': 'application/json' }, ...(body === undefined ? {} : { body }) });
    expect(answer.status).toBe(code);
    expect(answer.body).toMatchObject({ kind: 'Status', status: 'Failure', code });
  });

  test('an evicted pod is replaced', async () => {
    const [pod] = podsOf(world, 'web');
    const name = pod?.metadata.name ?? '';
    const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace: NAMESPACE } };
    const answer = await raw(`/api/v1/namespaces/${NAMESPACE}/pods/${name}/eviction`, { method: 'POST', body: JSON.stringify(eviction) });
    expect(answer.status).toBe(201);
    await until(
      world,
      'another pod runs',
      () => podsOf(world, 'web').filter((each) => each.metadata.name !== name && each.status.phase === 'Running').length === 2,
    );
  });
});

describe('logs', () => {
  test('the last lines, with their times', async () => {
    const [pod] = podsOf(world, 'web');
    const log = await core.readNamespacedPodLog({ name: pod?.metadata.name ?? '', namespace: NAMESPACE, tailLines: 1, timestamps: true });
    expect(log).toMatch(/^2026-03-\d\dT[\d:.]+Z listening as latest\n$/u);
  });

  test('a followed log goes on until the container ends', async () => {
    const [pod] = podsOf(world, 'web');
    const stream = new PassThrough();
    let text = '';
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const ended = new Promise((resolve) => stream.on('end', resolve));
    await new Log(config).log(NAMESPACE, pod?.metadata.name ?? '', 'main', stream, { follow: true });
    await realSleep(5);
    await core.deleteNamespacedPod({ name: pod?.metadata.name ?? '', namespace: NAMESPACE, gracePeriodSeconds: 0 });
    await ended;
    expect(text).toBe('listening as latest\n');
  });

  test('the log of a container that was never restarted has no previous one', async () => {
    const [pod] = podsOf(world, 'web');
    const { status, body } = await raw(`/api/v1/namespaces/${NAMESPACE}/pods/${pod?.metadata.name ?? ''}/log?previous=true`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ message: expect.stringContaining('previous terminated container "main" in pod') as string });
  });
});

test('the caller may ask what it may do', async () => {
  const spec = { resourceAttributes: { verb: 'patch', group: 'apps', resource: 'deployments', namespace: NAMESPACE } };
  const review = await raw('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', { method: 'POST', body: JSON.stringify({ spec }) });
  expect(review.body).toMatchObject({ status: { allowed: true } });
});
