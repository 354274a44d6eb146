import { describe, expect, test } from 'vitest';
import type { PlanParameter } from '../../tsg-parser/index.js';
import { extractParameters } from './extract-parameters.js';
import type { IncidentFacts } from './extract-parameters.js';
import { timeOf } from './time-expression.js';

const facts: IncidentFacts = {
  title: 'Gateway availability drop',
  text: [
    'Created: 2026-03-01T08:30:00Z',
    '- region: eu-west (where it was seen first)',
    '- **Environment**: prod',
    '- `start_time`: 2026-03-01T06:30:00Z',
    'threshold = 99.9 %',
    'Docs: https://wiki.example.org/x',
    '06:00: a release went out',
  ].join('\n'),
  labels: { namespace: 'shop', pod: 'carts-0', severity: 'critical', Replicas: 'three' },
  annotations: { summary: 'down', dashboard: 'https://grafana.example.org/d/1' },
  alertName: 'AvailabilityLow',
  service: 'carts',
  severity: 'critical',
  cluster: 'prod-eu',
  startedAt: new Date('2026-03-01T08:30:00Z'),
  now: new Date('2026-03-01T08:40:00Z'),
};

function parameter(name: string, parts: Partial<PlanParameter> = {}): PlanParameter {
  return { name, source: 'the person', required: true, type: 'string', default: null, description: null, ...parts };
}

describe('each value carries its source', () => {
  test.each<[string, PlanParameter, unknown, string | null]>([
    ['the label the guide names', parameter('ns_of_shop', { source: 'alert label namespace' }), 'shop', 'alert label namespace'],
    ['a label of the same name', parameter('NAMESPACE'), 'shop', 'alert label namespace'],
    ['a label under the shorter name', parameter('pod_name'), 'carts-0', 'alert label pod'],
    ['an annotation', parameter('dashboard'), 'https://grafana.example.org/d/1', 'alert annotation dashboard'],
    ['a line of the text, without its remark', parameter('region'), 'eu-west', 'incident text, line region'],
    ['a bold key', parameter('environment'), 'prod', 'incident text, line Environment'],
    ['a number with a unit people write', parameter('threshold', { type: 'number' }), 99.9, 'incident text, line threshold'],
    ['the incident’s own field', parameter('cluster'), 'prod-eu', 'incident cluster'],
    [
      'a time that is written',
      parameter('start_time', { type: 'time', description: 'The incident start time minus 2 hours' }),
      '2026-03-01T06:30:00.000Z',
      'incident text, line start_time',
    ],
    [
      'a time in words',
      parameter('from', { type: 'time', description: 'The incident start time minus 2 hours' }),
      '2026-03-01T06:30:00.000Z',
      'guide: "The incident start time minus 2 hours"',
    ],
    [
      'a time in words, where the guide says besides that it is the incident’s',
      parameter('from', { type: 'time', source: 'the incident', description: 'The incident start time minus 2 hours' }),
      '2026-03-01T06:30:00.000Z',
      'guide: "The incident start time minus 2 hours"',
    ],
    [
      'a time in words, of a plain parameter',
      parameter('end', { description: 'The current time or incident resolution time' }),
      '2026-03-01T08:40:00.000Z',
      'guide: "The current time or incident resolution time"',
    ],
    ['the guide’s default', parameter('tail', { default: '100' }), '100', 'guide default'],
    ['nothing: it is asked', parameter('shard'), undefined, null],
    ['nothing, where the only value is of the wrong type', parameter('replicas', { type: 'number' }), undefined, null],
    ['nothing, where an earlier step gives it', parameter('pod', { source: 'step s3' }), undefined, null],
    ['the default, where the label is of the wrong type', parameter('replicas', { type: 'number', default: '2' }), 2, 'guide default'],
  ])('%s', (_promise, wanted, value, source) => {
    const bound = extractParameters([wanted], facts)[wanted.name];
    expect(bound?.value).toBe(value);
    expect(bound?.source ?? null).toBe(source);
  });

  test('names that are properties of every object bind nothing', () => {
    expect(extractParameters([parameter('constructor'), parameter('__proto__')], facts)).toEqual({});
  });
});

describe('times in words', () => {
  const anchors = { startedAt: new Date('2026-03-01T08:30:00Z'), now: new Date('2026-03-01T09:00:00Z') };
  test.each([
    ['now', '2026-03-01T09:00:00.000Z'],
    ['the current time', '2026-03-01T09:00:00.000Z'],
    ['incident start time', '2026-03-01T08:30:00.000Z'],
    ['The incident start time minus 2 hours', '2026-03-01T06:30:00.000Z'],
    ['alert start - 30m', '2026-03-01T08:00:00.000Z'],
    ['30 minutes before the incident', '2026-03-01T08:00:00.000Z'],
    ['an hour after the alert start', '2026-03-01T09:30:00.000Z'],
    ['start time plus 1.5 h', '2026-03-01T10:00:00.000Z'],
    ['15 minutes ago', '2026-03-01T08:45:00.000Z'],
    ['2026-02-28', '2026-02-28T00:00:00.000Z'],
    ['2026-02-28 07:15', '2026-02-28T07:15:00.000Z'],
    ['2026-02-28T07:15:00+02:00', '2026-02-28T05:15:00.000Z'],
    ['2026-02-28T07:15:00Z minus 1 day', '2026-02-27T07:15:00.000Z'],
    ['the affected region', null],
    ['2026-99-99', null],
    ['minus 2 hours', null],
    ['start time minus 2 bananas', null],
    ['', null],
  ])('%s is %s', (words, time) => {
    expect(timeOf(words, anchors)?.toISOString() ?? null).toBe(time);
  });
});
