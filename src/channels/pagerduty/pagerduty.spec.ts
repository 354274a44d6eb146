import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Alert } from '../../incidents/index.js';
import { withDetails } from './alert-details.js';
import { isSignedBy } from './signature.js';
import { toAlert } from './to-alert.js';

const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`__fixtures__/${name}.json`, import.meta.url), 'utf8')) as unknown;
const receivedAt = new Date('2026-11-21T10:00:06Z');

describe('the signature', () => {
  const body = Buffer.from('{"event":{}}');
  const sign = (secret: string, bytes: Buffer = body): string => `v1=${createHmac('sha256', secret).update(bytes).digest('hex')}`;

  test.each<[string, string | undefined, string[], boolean]>([
    ['of our secret is good', sign('ours'), ['ours'], true],
    ['among several is good', `${sign('theirs')}, ${sign('ours')}`, ['ours'], true],
    ['with either of two secrets during a rotation is good', sign('new'), ['old', 'new'], true],
    ['of another secret is not', sign('theirs'), ['ours'], false],
    ['of other bytes is not', sign('ours', Buffer.from('{"event": {}}')), ['ours'], false],
    ['that is missing is not', undefined, ['ours'], false],
    ['that is empty is not', '', ['ours'], false],
    ['of another version is not', sign('ours').replace('v1', 'v2'), ['ours'], false],
    ['that is cut short is not', sign('ours').slice(0, -2), ['ours'], false],
    ['is never good without a secret', sign(''), [], false],
  ])('%s', (_promise, header, secrets, isGood) => {
    expect(isSignedBy(body, header, secrets)).toBe(isGood);
  });
});

describe('a webhook', () => {
  test('that an incident was triggered is a firing alert', () => {
    expect(toAlert(fixture('incident-triggered'), receivedAt)).toEqual({
      kind: 'alert',
      alert: {
        source: 'pagerduty',
        dedupKey: 'group-key-of-high-latency-carts',
        externalId: 'Q2CARTSLATENC1',
        externalUrl: 'https://shop.pagerduty.com/incidents/Q2CARTSLATENC1',
        title: '[FIRING:1] carts answers slowly',
        alertName: null,
        service: 'Web shop',
        severity: 'critical',
        status: 'firing',
        labels: {},
        annotations: {},
        runbookUrl: null,
        text: '',
        startedAt: new Date('2026-11-21T10:00:04Z'),
        receivedAt,
      },
    });
  });

  test('that it was resolved ends the same key', () => {
    expect(toAlert(fixture('incident-resolved'), receivedAt)).toMatchObject({
      kind: 'alert',
      alert: { dedupKey: 'group-key-of-high-latency-carts', status: 'resolved' },
    });
  });

  test.each<[string, unknown, string]>([
    ['our own note', fixture('incident-annotated'), 'Our own note'],
    ['a test ping', fixture('pagey-ping'), 'test message'],
    ['an event type nobody knew', { event: { id: 'e', event_type: 'incident.reticulated', data: { id: 'Q' } } }, 'opens and ends nothing'],
    ['a trigger of no incident', { event: { event_type: 'incident.triggered', data: {} } }, 'names no incident'],
    ['a trigger without data', { event: { event_type: 'incident.triggered' } }, 'names no incident'],
    ['an event of another shape', { event: 'incident.triggered' }, 'no event'],
    ['a list', [], 'no event'],
    ['null', null, 'no event'],
  ])('of %s is ignored, with the reason', (_kind, body, why) => {
    const reading = toAlert(body, receivedAt);
    expect(reading.kind === 'ignored' ? reading.why : reading.kind).toContain(why);
  });

  test('whose fields have other shapes still opens', () => {
    const body = {
      event: {
        event_type: 'incident.triggered',
        data: {
          id: 'Q9',
          type: 'incident',
          title: 7,
          service: 'x',
          created_at: 'yesterday',
          urgency: null,
          incident_key: null,
          html_url: {},
        },
      },
    };
    expect(toAlert(body, receivedAt)).toMatchObject({
      kind: 'alert',
      alert: { dedupKey: 'Q9', title: 'PagerDuty incident Q9', service: null, severity: 'unknown', startedAt: receivedAt },
    });
  });
});

describe('the alerts of an incident', () => {
  const reading = toAlert(fixture('incident-triggered'), receivedAt);
  const alert = (reading as { readonly alert: Alert }).alert;

  test('sent by Alertmanager give labels, annotations, alert name, service and runbook', () => {
    expect(withDetails(alert, fixture('alerts-of-alertmanager'))).toMatchObject({
      labels: { alertname: 'HighLatency', namespace: 'web-shop', service: 'carts', severity: 'warning' },
      annotations: { summary: 'carts answers slowly', runbook_url: 'https://wiki.example.org/runbooks/latency' },
      alertName: 'HighLatency',
      service: 'carts',
      severity: 'warning',
      runbookUrl: 'https://wiki.example.org/runbooks/latency',
    });
  });

  test('with custom details give what they agree on, and lines of text', () => {
    const detailed = withDetails(alert, fixture('alerts-with-custom-details'));
    expect(detailed).toMatchObject({
      alertName: 'ErrorBudgetBurn',
      labels: { environment: 'prod', namespace: 'checkout' },
      service: 'Web shop',
      runbookUrl: 'https://wiki.example.org/runbooks/checkout',
    });
    expect(detailed?.labels).not.toHaveProperty('pod');
    expect(detailed?.text.split('\n')).toEqual(
      expect.arrayContaining(['environment: prod', 'probe.url: https://shop.example.org', 'free text: of a person']),
    );
  });

  test.each([[null], [{}], [{ alerts: 'none' }], ['text']])('in the shape %j are not known', (answer) => {
    expect(withDetails(alert, answer)).toBeNull();
  });

  test.each([
    [{ alerts: [] }],
    [{ alerts: [{}] }],
    [{ alerts: [{ body: null, summary: null }] }],
    [{ alerts: [{ body: { details: [] } }] }],
  ])('in the shape %j add nothing', (answer) => {
    expect(withDetails(alert, answer)).toMatchObject({ labels: {}, alertName: null, service: 'Web shop' });
  });
});
