import { expect, test } from 'vitest';
import { durationSeconds, fillAlert, readAlertRules } from './alert-rules.js';

test('the shipped rules share three alert names and are read whole', async () => {
  const rules = await readAlertRules('deploy/sock-shop/alerts.yaml');
  expect(rules.map(({ alert }) => alert)).toEqual(['HighErrorRate', 'HighLatency', 'RolloutStuck']);
  expect(rules.every(({ expression }) => expression.trim() !== '')).toBe(true);
});

test.each([
  ['30s', 30],
  ['3m', 180],
  ['1h', 3600],
  ['0s', 0],
])('%s is %d seconds', (text, seconds) => {
  expect(durationSeconds(text)).toBe(seconds);
});

test('an alert carries the labels of its series and its numbers in words', () => {
  const rule = {
    alert: 'HighErrorRate',
    expression: 'x',
    forSeconds: 0,
    labels: { service: '{{ $labels.name }}', severity: 'critical' },
    annotations: { summary: '{{ $labels.name }} fails {{ $value | humanizePercentage }} of the time' },
  };
  expect(fillAlert(rule, { name: 'orders' }, 0.1234)).toEqual({
    name: 'HighErrorRate',
    labels: { name: 'orders', alertname: 'HighErrorRate', service: 'orders', severity: 'critical' },
    annotations: { summary: 'orders fails 12.3% of the time' },
    value: 0.1234,
  });
});
