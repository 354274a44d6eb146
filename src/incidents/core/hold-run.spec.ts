import { describe, expect, test } from 'vitest';
import { chooseCluster } from './choose-cluster.js';
import { holdOf } from './hold-run.js';
import type { StartSituation } from './hold-run.js';

const limits = { maxPerService: 3, maxTotal: 20, lateAfterMinutes: 15 };
const now = new Date('2026-03-01T09:00:00Z');
const situation: StartSituation = {
  status: 'open',
  startedAt: new Date('2026-03-01T08:50:00Z'),
  now,
  service: 'carts',
  activeTotal: 0,
  activeOfService: 0,
};

test.each<[string, Partial<StartSituation>, string | null]>([
  ['a fresh alert starts', {}, null],
  ['an acknowledged one too', { status: 'acknowledged' }, null],
  ['a resolved one does not', { status: 'resolved' }, 'resolved'],
  ['one of exactly 15 minutes starts', { startedAt: new Date('2026-03-01T08:45:00Z') }, null],
  ['an older one is late', { startedAt: new Date('2026-03-01T08:44:59Z') }, 'late'],
  ['the third run of a service starts', { activeOfService: 2, activeTotal: 2 }, null],
  ['the fourth is held', { activeOfService: 3, activeTotal: 3 }, 'service-limit'],
  ['without a service only the total counts', { service: null, activeOfService: 3, activeTotal: 3 }, null],
  ['the twenty-first of all is held', { activeTotal: 20 }, 'total-limit'],
])('%s', (_promise, parts, why) => {
  expect(holdOf({ ...situation, ...parts }, limits)?.why ?? null).toBe(why);
});

describe('the cluster', () => {
  const two = { clusters: { eu: {}, us: {} }, clusterLabel: 'cluster' };
  test.each([
    ['is the one the label names', { cluster: 'us' }, two, 'known', 'us'],
    ['is unknown where the label names another', { cluster: 'asia' }, two, 'unknown', 'asia'],
    ['is the default without a label', {}, { ...two, defaultCluster: 'eu' }, 'known', 'eu'],
    ['is never guessed among several', {}, two, 'unknown', ''],
    ['is the only one there is', {}, { clusters: { eu: {} }, clusterLabel: 'cluster' }, 'known', 'eu'],
    ['is told by the label that is configured', { kube: 'us', cluster: 'eu' }, { ...two, clusterLabel: 'kube' }, 'known', 'us'],
    ['does not matter where none is configured', { cluster: 'eu' }, { clusters: {}, clusterLabel: 'cluster' }, 'known', 'default'],
  ])('%s', (_promise, labels, choice, kind, cluster) => {
    expect(chooseCluster(labels, choice)).toMatchObject({ kind, cluster });
  });
});
