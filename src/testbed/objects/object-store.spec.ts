import { beforeEach, expect, test } from 'vitest';
import { ScaledClock } from '../scaled-clock.js';
import { createAdmission } from './admission.js';
import { ObjectStore } from './object-store.js';
import { CONFIG_MAPS, DEPLOYMENTS, SERVICES } from './resources.js';

let store: ObjectStore;

beforeEach(() => {
  store = new ObjectStore(new ScaledClock(1, new Date('2026-03-01T12:00:00Z')), createAdmission(1));
});

function createMap(name: string, data: Record<string, string> = {}): string {
  return store.create(CONFIG_MAPS, { metadata: { name, namespace: 'shop' }, data }).metadata.resourceVersion;
}

test('each write has a newer version than the one before', () => {
  const first = Number(createMap('a'));
  const second = Number(createMap('b'));
  expect(second).toBeGreaterThan(first);
});

test('a write that changes nothing keeps the version and tells nobody', () => {
  const version = createMap('a', { k: 'v' });
  const heard: string[] = [];
  store.subscribe((change) => heard.push(change.type));
  const same = store.mutate(CONFIG_MAPS, 'shop', 'a', (draft) => {
    draft.data = { k: 'v' };
  });
  expect(same.metadata.resourceVersion).toBe(version);
  expect(heard).toEqual([]);
});

test('the generation rises with what is wanted, not with the status', () => {
  const labels = { name: 'a' };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'i:1' }] } };
  store.create(DEPLOYMENTS, {
    metadata: { name: 'a', namespace: 'shop' },
    spec: { selector: { matchLabels: labels }, template },
    status: {},
  });
  const scaled = store.mutate(DEPLOYMENTS, 'shop', 'a', (draft) => {
    draft.spec.replicas = 3;
  });
  expect(scaled.metadata.generation).toBe(2);
  const counted = store.mutate(DEPLOYMENTS, 'shop', 'a', (draft) => {
    draft.status.replicas = 3;
  });
  expect(counted.metadata.generation).toBe(2);
});

test('a new object gets the defaults of the API server', () => {
  const service = store.create(SERVICES, { metadata: { name: 's', namespace: 'shop' }, spec: { ports: [{ port: 80 }] }, status: {} });
  expect(service.spec).toMatchObject({
    type: 'ClusterIP',
    sessionAffinity: 'None',
    ports: [{ port: 80, targetPort: 80, protocol: 'TCP' }],
  });
  expect(service.spec.clusterIP).toMatch(/^10\.96\.\d+\.\d+$/u);
});

test('a second object of the same name is a conflict, a missing one not found', () => {
  createMap('a');
  expect(() => createMap('a')).toThrow('configmaps "a" already exists');
  expect(() => store.get(CONFIG_MAPS, 'shop', 'b')).toThrow('configmaps "b" not found');
});

test('a dry run answers as the write would and keeps nothing', () => {
  const version = createMap('a');
  const changed = store.mutate(CONFIG_MAPS, 'shop', 'a', (draft) => void (draft.data = { k: 'v' }), { dryRun: true });
  expect(changed.data).toEqual({ k: 'v' });
  expect(store.get(CONFIG_MAPS, 'shop', 'a').metadata.resourceVersion).toBe(version);
});

test('the history tells what changed since a version, and says so when it no longer reaches back', () => {
  const version = Number(createMap('a'));
  createMap('b');
  store.remove(CONFIG_MAPS, 'shop', 'a');
  expect(store.changesSince(CONFIG_MAPS, version)?.map((change) => change.type)).toEqual(['ADDED', 'DELETED']);
  for (let index = 0; index < 5_000; index += 1)
    store.mutate(CONFIG_MAPS, 'shop', 'b', (draft) => void (draft.data = { index: String(index) }));
  expect(store.changesSince(CONFIG_MAPS, version)).toBeNull();
});

test('the same seed gives the same names', () => {
  const names = [1, 1, 2].map((seed) => createAdmission(seed).nameFrom('pod-'));
  expect(names[0]).toBe(names[1]);
  expect(names[0]).not.toBe(names[2]);
});
