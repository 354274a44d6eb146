import { expect, test } from 'vitest';
import type { Runs, RunRequest } from '../dag-scheduler/index.js';
import { SystemClock } from '../platform/clock.js';
import { parseConfig } from '../platform/load-config.js';
import type { GuideLibrary } from '../tsg-parser/index.js';
import type { IncidentRecord } from './core/incident.js';
import { RunStarter } from './run-starter.service.js';

const incident = {
  id: 'incident-1',
  title: 'slow',
  status: 'open',
  labels: {},
  annotations: {},
  service: null,
  severity: 'critical',
  cluster: 'shop',
  startedAt: '2026-11-21T10:00:00.000Z',
} as unknown as IncidentRecord;

/** A library whose guide was promoted with one plan, and whose newest version holds `plan`. */
function starterWith(plan: string, started: RunRequest[]): RunStarter {
  const guide = { id: 'slow', title: 'A service is slow', mode: 'act', runnable: true, planId: 'sha256:approved' };
  const library = {
    find: () => Promise.resolve(guide),
    version: () => Promise.resolve({ plan: { id: plan, parameters: [], nodes: [], edges: [] } }),
    expanded: (_guide: unknown, compiled: unknown) => Promise.resolve(compiled),
  };
  const runs = {
    start: (request: RunRequest) => {
      started.push(request);
      return Promise.resolve({ runId: 'run-1' });
    },
  };
  return new RunStarter(parseConfig({}, 'a test'), runs as unknown as Runs, library as unknown as GuideLibrary, new SystemClock());
}

test('a guide that is changed while it is being started does not run its new plan in the mode of the old one', async () => {
  const started: RunRequest[] = [];
  await expect(starterWith('sha256:changed', started).start(incident, 'slow', false, null)).rejects.toMatchObject({
    code: 'guide-changed',
  });
  expect(started).toEqual([]);
});

test('a guide runs in the mode its plan was given', async () => {
  const started: RunRequest[] = [];
  await starterWith('sha256:approved', started).start(incident, 'slow', false, null);
  expect(started).toMatchObject([{ mode: 'act', urgency: 2, plan: { id: 'sha256:approved' } }]);
});
