import { expect, test } from 'vitest';
import { extractParameters } from './extract-parameters.js';
import { factsOfText } from './read-incident-text.js';

const now = new Date('2026-03-01T12:00:00Z');
const TEXT = `Incident ID: 17
Title: Payments fail in the north
Severity: Critical (Sev 1)
Created: 2026-03-01T08:30:00Z

## Environment
- Service: pay.gateway
- region: all of them
- Versions: 2.1.0 (before: 2.0.9)

## Timeline
- 08:00: error rate rises

## Parameters for Analysis
- region: north (where it began)
- window_start: incident start minus 2 hours
- until: now

## Notes
- region: south is fine`;

test('a text says when it began, how it is called, how grave it is and what it is about', () => {
  expect(factsOfText(TEXT, 'prod', now)).toMatchObject({
    title: 'Payments fail in the north',
    severity: 'Critical',
    service: 'pay.gateway',
    startedAt: new Date('2026-03-01T08:30:00Z'),
    cluster: 'prod',
  });
});

test('what stands under "Parameters" beats what the rest says, and times are worked out', () => {
  const parameter = (name: string, type: 'string' | 'time') => ({ name, type, source: 'the person', required: true, default: null, description: null }); // prettier-ignore
  const wanted = [
    parameter('region', 'string'),
    parameter('window_start', 'time'),
    parameter('until', 'time'),
    parameter('shard', 'string'),
  ];
  expect(extractParameters(wanted, factsOfText(TEXT, 'prod', now))).toEqual({
    region: { value: 'north', source: 'incident text, line region' },
    window_start: { value: '2026-03-01T06:30:00.000Z', source: 'incident text, line window_start' },
    until: { value: '2026-03-01T12:00:00.000Z', source: 'incident text, line until' },
  });
});

test('a text that says nothing of itself begins now, under its first line', () => {
  expect(factsOfText('# Mail is slow\nsince lunch', 'prod', now)).toMatchObject({
    title: 'Mail is slow',
    startedAt: now,
    severity: 'unknown',
  });
  expect(factsOfText('', 'prod', now)).toMatchObject({ title: 'Run by hand', service: null });
});
