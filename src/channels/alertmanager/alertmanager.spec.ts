import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { toAlert } from './to-alert.js';
import { toDeliveries } from './to-deliveries.js';

const firing = JSON.parse(readFileSync(new URL('__fixtures__/firing.json', import.meta.url), 'utf8')) as {
  alerts: Record<string, unknown>[];
};
const receivedAt = new Date('2026-11-21T10:00:30Z');

test('each alert of a group is a delivery of its own, the same when it is sent again', () => {
  const deliveries = toDeliveries('alertmanager', firing) ?? [];
  expect(deliveries.map(({ deliveryId }) => deliveryId)).toEqual([
    'b3c1d5e7f9a1b2c3/2026-11-21T10:00:00.000Z/firing',
    '0a1b2c3d4e5f6071/2026-11-21T09:30:00.000Z/resolved',
  ]);
  expect(toDeliveries('alertmanager', { ...firing, truncatedAlerts: 3 })?.map(({ deliveryId }) => deliveryId)).toEqual(
    deliveries.map(({ deliveryId }) => deliveryId),
  );
});

test('an alert is read whole', () => {
  const [first, second] = toDeliveries('alertmanager', firing) ?? [];
  expect(toAlert('alertmanager', first?.body, receivedAt)).toEqual({
    kind: 'alert',
    alert: {
      source: 'alertmanager',
      dedupKey: 'b3c1d5e7f9a1b2c3',
      externalId: null,
      externalUrl: 'http://prometheus:9090/graph?g0.expr=x',
      title: 'carts answers slowly',
      alertName: 'HighLatency',
      service: 'carts',
      severity: 'warning',
      status: 'firing',
      labels: { alertname: 'HighLatency', namespace: 'web-shop', service: 'carts', severity: 'warning' },
      annotations: { description: 'p99: 1.8 s', runbook_url: 'https://wiki.example.org/runbooks/latency', summary: 'carts answers slowly' },
      runbookUrl: 'https://wiki.example.org/runbooks/latency',
      text: 'p99: 1.8 s',
      startedAt: new Date('2026-11-21T10:00:00.000Z'),
      receivedAt,
    },
  });
  expect(toAlert('alertmanager', second?.body, receivedAt)).toMatchObject({ alert: { status: 'resolved', dedupKey: '0a1b2c3d4e5f6071' } });
});

test('without a fingerprint the labels are it', () => {
  const bare = {
    alerts: [
      { status: 'firing', labels: { b: '1', a: '2' } },
      { status: 'firing', labels: { a: '2', b: '1' } },
      { status: 'firing', labels: { a: '3' } },
    ],
  };
  const [one, two, three] = (toDeliveries('grafana', bare) ?? []).map(({ orderingKey }) => orderingKey);
  expect(one).toBe(two);
  expect(three).not.toBe(one);
});

test.each([[null], [{}], [{ alerts: 'x' }], [{ alerts: [1] }], [[]]])('%j is not a message we know', (body) => {
  expect(toDeliveries('alertmanager', body)).toBeNull();
});

test('fields of other shapes count as absent', () => {
  const [delivery] =
    toDeliveries('grafana', { alerts: [{ labels: { alertname: 7, namespace: 'x' }, annotations: 'none', startsAt: 5 }] }) ?? [];
  expect(toAlert('grafana', delivery?.body, receivedAt)).toMatchObject({
    kind: 'alert',
    alert: { title: 'Alert', alertName: null, labels: { namespace: 'x' }, startedAt: receivedAt },
  });
  expect(toAlert('grafana', { alert: { status: 'pending' } }, receivedAt).kind).toBe('ignored');
  expect(toAlert('grafana', 'nonsense', receivedAt).kind).toBe('ignored');
});
