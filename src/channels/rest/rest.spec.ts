import { APP_FILTER } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runAfter } from '../../../test/support/latency/run.js';
import { Runs } from '../../dag-scheduler/index.js';
import type { RunEvent } from '../../dag-scheduler/index.js';
import { ApiGuard, AuditLog, Freeze, Identity, People } from '../../gates/index.js';
import type { AuditEntry, FreezeNotice } from '../../gates/index.js';
import { IncidentFile, IncidentsService, OutboxSendings } from '../../incidents/index.js';
import type { Alert } from '../../incidents/index.js';
import { Clock, SystemClock } from '../../platform/clock.js';
import { CONFIG, configSchema } from '../../platform/config.js';
import { TerminalError, TransientError } from '../../platform/errors.js';
import { GuideLibrary } from '../../tsg-parser/index.js';
import { ApiErrorFilter } from './api-error.filter.js';
import { DecisionsController } from './decisions.controller.js';
import { GuidesController } from './guides.controller.js';
import { IncidentsController } from './incidents.controller.js';
import { mountOpenApi } from './open-api.js';
import { OutboxController } from './outbox.controller.js';
import { RunsController } from './runs.controller.js';
import { StatusController } from './status.controller.js';

const run = runAfter();
const history: readonly RunEvent[] = [
  { runId: 'run-1', seq: 1, at: run.startedAt, event: { type: 'run-started' } },
  { runId: 'run-1', seq: 2, at: run.startedAt, event: { type: 'step-started', stepId: 's1', attempt: 1 } },
  { runId: 'run-1', seq: 3, at: run.startedAt, event: { type: 'run-ended', status: 'succeeded', outcome: run.outcome! } },
];
const decided: unknown[] = [];
const told: Alert[] = [];
let notice: FreezeNotice | null = null;
const onRecord: AuditEntry[] = [];
/** `append` fails while the database is away. */
let isDatabaseAway = false;
const audit = {
  append: (entry: AuditEntry) => {
    onRecord.push(entry);
    return isDatabaseAway ? Promise.reject(new Error('away')) : Promise.resolve();
  },
};

/** A run that is over, and the errors the room promises. */
const viewOrUnknown = (id: string): Promise<unknown> =>
  id === 'run-1'
    ? Promise.resolve({ ...run, guideTitle: 'password=hunter2' })
    : Promise.reject(new TerminalError('run-unknown', `There is no run ${id}.`));
const runs = {
  view: viewOrUnknown,
  summary: viewOrUnknown,
  list: () => Promise.resolve([]),
  answer: (id: string) =>
    Promise.reject(
      id.includes('\0')
        ? Object.assign(new Error('invalid byte sequence for encoding "UTF8": 0x00'), { code: '22021' })
        : new TerminalError('question-closed', 'The question was answered by ada.'),
    ),
  decide: (...verdict: unknown[]) => {
    decided.push(verdict);
    return Promise.resolve();
  },
  cancel: () => Promise.reject(new TransientError('database-away', 'The database does not answer.')),
  async *follow(_id: string, afterSeq: number) {
    await Promise.resolve();
    yield* history.filter(({ seq }) => seq > afterSeq);
  },
} as unknown as Runs;

let app: NestExpressApplication;
let url: string;

beforeAll(async () => {
  const config = configSchema.parse({ demo: true, clusters: { testbed: {} } });
  const room = await Test.createTestingModule({
    controllers: [IncidentsController, RunsController, DecisionsController, GuidesController, OutboxController, StatusController],
    providers: [
      { provide: APP_FILTER, useClass: ApiErrorFilter },
      ApiGuard,
      Identity,
      { provide: CONFIG, useValue: config },
      { provide: Clock, useClass: SystemClock },
      { provide: People, useValue: { keys: () => Promise.resolve([]) } },
      { provide: Runs, useValue: runs },
      { provide: IncidentFile, useValue: { list: () => Promise.reject(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })) } },
      {
        provide: IncidentsService,
        useValue: {
          receive: (alert: Alert) => {
            told.push(alert);
            return Promise.resolve({ kind: 'opened', incidentId: 'incident-1' });
          },
        },
      },
      { provide: GuideLibrary, useValue: {} },
      {
        provide: OutboxSendings,
        useValue: { list: () => Promise.resolve([{ channel: 'teams', incidentId: 'incident-1', number: 4, kind: 'card' }]) },
      },
      {
        provide: Freeze,
        useValue: {
          notice: () => Promise.resolve(notice),
          freeze: (by: { id: string }, why: string) => Promise.resolve((notice = { by: by.id, why, at: 'now' })),
          thaw: () => {
            const wasFrozen = notice !== null;
            notice = null;
            return Promise.resolve(wasFrozen);
          },
        },
      },
      { provide: AuditLog, useValue: audit },
    ],
  }).compile();
  app = room.createNestApplication<NestExpressApplication>();
  mountOpenApi(app);
  app.useLogger(false);
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
});

afterAll(() => app.close());

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const ask = async (path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> => {
  const request =
    body === undefined
      ? { headers }
      : {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: typeof body === 'string' ? body : JSON.stringify(body),
        };
  const response = await fetch(`${url}${path}`, request);
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
};

test.each([
  ['a run that does not exist is a 404', '/api/v1/runs/run-9', undefined, 404, 'run-unknown', /no run run-9/u],
  ['an answer that comes too late is a 409', '/api/v1/questions/q/answer', { answer: 'yes' }, 409, 'question-closed', /answered by ada/u],
  ['what may succeed later is a 503', '/api/v1/runs/run-1/cancel', {}, 503, 'database-away', /database/u],
  ['a database that is away is a 503', '/api/v1/incidents', undefined, 503, 'database-away', /database/u],
  ['a body that is not JSON is a 400', '/api/v1/freeze', '{"why"', 400, 'bad-request', /JSON/u],
  ['a verdict nobody knows is a 400 that names the field', '/api/v1/approvals/a', { verdict: 'maybe' }, 400, 'bad-request', /"verdict"/u],
  ['a field nobody knows is a 400', '/api/v1/approvals/a', { verdict: 'deny', force: true }, 400, 'bad-request', /force/u],
  ['a character that cannot be stored is a 400', '/api/v1/questions/%00/answer', { answer: 'yes' }, 400, 'bad-request', /U\+0000/u],
  ['a limit out of range is a 400', '/api/v1/runs?limit=0', undefined, 400, 'bad-request', /"limit"/u],
  ['an address nobody knows is a 404', '/api/v1/nothing', undefined, 404, 'not-found', /nothing/u],
] as const)('%s', async (_promise, path, body, status, code, sentence) => {
  const answer = await ask(path, body);
  expect(answer.status).toBe(status);
  expect(answer.body).toEqual({
    error: {
      code,
      message: expect.stringMatching(sentence) as string,
      hint: expect.toSatisfy((hint) => hint === null || typeof hint === 'string') as string,
    },
  });
  expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|at \w+ \(/u);
});

test('a page of another site that talks to this machine is refused', async () => {
  expect((await ask('/api/v1/status', undefined, { origin: 'https://evil.example' })).status).toBe(403);
});

test('a verdict reaches the run with the person and the reason', async () => {
  expect((await ask('/api/v1/approvals/approval-1', { verdict: 'grant', why: 'seen it' })).status).toBe(202);
  expect(decided).toEqual([['approval-1', 'grant', expect.objectContaining({ id: 'local' }) as unknown, 'seen it']]);
});

test('an alert told by REST is filed as a page would be', async () => {
  const { status, body } = await ask('/api/v1/incidents', { title: 'slow', labels: { alertname: 'HighLatency', service: 'catalogue' } });
  expect([status, body]).toEqual([201, { kind: 'opened', incidentId: 'incident-1' }]);
  expect(told[0]).toMatchObject({
    source: 'rest',
    alertName: 'HighLatency',
    service: 'catalogue',
    dedupKey: 'HighLatency/catalogue',
    status: 'firing',
  });
});

test('what looks like a secret does not leave', async () => {
  const { body } = await ask('/api/v1/runs/run-1');
  expect(body).toMatchObject({ guideTitle: 'password=[redacted]' });
});

test('the outbox names each thing that was said', async () => {
  expect((await ask('/api/v1/outbox?incidentId=incident-1')).body).toEqual({
    items: [{ id: 'teams-incident-1-4', channel: 'teams', incidentId: 'incident-1', seq: 4, kind: 'card' }],
  });
});

test('the status says what is in use and who is asking; a freeze shows at once', async () => {
  expect((await ask('/api/v1/status')).body).toMatchObject({
    demo: true,
    clusters: ['testbed'],
    person: { id: 'local', role: 'admin' },
    frozen: null,
  });
  await ask('/api/v1/freeze', { why: 'a drill' });
  expect((await ask('/api/v1/status')).body).toMatchObject({ frozen: { by: 'local', why: 'a drill' } });
});

test('who used the kill switch is on record, and it works while the database is away', async () => {
  onRecord.length = 0;
  await ask('/api/v1/freeze', { why: 'a drill' });
  isDatabaseAway = true;
  expect([await ask('/api/v1/unfreeze', {}), await ask('/api/v1/unfreeze', {})]).toMatchObject([
    { status: 200, body: { wasFrozen: true } },
    { status: 200, body: { wasFrozen: false } },
  ]);
  isDatabaseAway = false;
  expect(onRecord.map(({ act, by }) => [act, by])).toEqual([
    ['freeze', expect.objectContaining({ id: 'local' })],
    ['unfreeze', expect.objectContaining({ id: 'local' })],
  ]);
});

test('an event number that no run ever reaches is a 400, not an error of the database', async () => {
  expect((await ask('/api/v1/runs/run-1/events?after=99999999999')).status).toBe(400);
  const response = await fetch(`${url}/api/v1/runs/run-1/events`, { headers: { 'last-event-id': '99999999999' } });
  expect([response.status, (await response.text()).match(/data:/gu)?.length]).toEqual([200, 3]);
});

test.each([
  ['from the beginning', '', {}, [1, 2, 3]],
  ['after a number', '?after=1', {}, [2, 3]],
  ['where a browser that lost the connection stopped', '?after=0', { 'last-event-id': '2' }, [3]],
])('events of a run are told %s, and end with it', async (_from, query, headers, seqs) => {
  const response = await fetch(`${url}/api/v1/runs/run-1/events${query}`, { headers });
  expect(response.headers.get('content-type')).toMatch('text/event-stream');
  const messages = (await response.text()).split('\n\n').filter((message) => message.includes('data:'));
  expect(messages.map((message) => Number(/id: (\d+)/u.exec(message)?.[1]))).toEqual(seqs);
  expect(messages.every((message) => message.includes('event: run-event'))).toBe(true);
  expect(JSON.parse(/data: (.*)/u.exec(messages.at(-1)!)![1]!)).toEqual(history[2]);
});

test('events of a run that does not exist are a 404, not an empty stream', async () => {
  expect((await ask('/api/v1/runs/run-9/events')).status).toBe(404);
});

test('the description names every address with what its body may hold', async () => {
  const { paths } = (await ask('/api/docs-json')).body as {
    readonly paths: Readonly<Record<string, { readonly post?: { readonly requestBody: unknown } }>>;
  };
  expect(Object.keys(paths)).toEqual(
    expect.arrayContaining([
      '/api/v1/incidents',
      '/api/v1/runs/{id}/events',
      '/api/v1/guides/{id}/mode',
      '/api/v1/guides/{id}/diff',
      '/api/v1/guides/import',
      '/api/v1/freeze',
    ]),
  );
  expect(JSON.stringify(paths['/api/v1/approvals/{id}']?.post?.requestBody)).toContain('grant');
  expect((await fetch(`${url}/api/docs`)).status).toBe(200);
});
