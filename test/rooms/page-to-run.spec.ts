import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Global, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { MIGRATIONS } from '../../migrations/index.js';
import { testDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';
import { StandInRuns } from '../support/stand-in-runs.js';
import { DagSchedulerModule } from '../../src/dag-scheduler/dag-scheduler.module.js';
import { Runs } from '../../src/dag-scheduler/index.js';
import { GatesModule } from '../../src/gates/gates.module.js';
import type { Person } from '../../src/gates/index.js';
import { DeliveryStore, IncidentFile, IncidentsService, Outbox, OutboxSendings } from '../../src/incidents/index.js';
import type { SendingRecord, Telling } from '../../src/incidents/index.js';
import { SqlOutbox } from '../../src/memory/outbox/sql-outbox.js';
import { MemoryModule } from '../../src/memory/memory.module.js';
import { Clock, SystemClock } from '../../src/platform/clock.js';
import { CONFIG } from '../../src/platform/config.js';
import { connect, migrate } from '../../src/platform/database/data-source.js';
import { parseConfig } from '../../src/platform/load-config.js';
import { createQueryReader } from '../../src/qpp-plugins/index.js';
import { GuideLibrary, QueryReader } from '../../src/tsg-parser/index.js';
import { AlertmanagerModule } from '../../src/channels/alertmanager/alertmanager.module.js';
import { OutboxModule } from '../../src/channels/outbox.module.js';
import { PagerDutyModule } from '../../src/channels/pagerduty/pagerduty.module.js';

const SECRET = 'webhook-secret-of-the-test';
const TOKEN = 'alertmanager-token-of-the-test';
const ada: Person = { id: 'ada', name: 'Ada', role: 'admin', via: 'api-key' };

const GUIDE = `---
title: A service is slow
alerts: [HighLatency]
parameters:
  - name: namespace
    source: alert label namespace
  - name: service
    source: alert label service
---

# A service is slow

## Step 1 - Read the pods

\`\`\`kubectl
kubectl -n {namespace} get pods -l name={service}
\`\`\`

If any pod is not Ready, proceed to Step 2.

## Step 2 - Read the events

\`\`\`kubectl
kubectl -n {namespace} get events
\`\`\`
`;

let database: TestDatabase;
let dataSource: DataSource;
let app: NestExpressApplication;
let url: string;
let isRunning = false;
let runs: StandInRuns;
let pager: Server;
let pagerAnswers: (path: string) => { readonly status: number; readonly body: unknown; readonly delayMs?: number };
let pagerCalls: {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}[];

const fixture = (name: string): string => readFileSync(new URL(`../../src/channels/${name}`, import.meta.url), 'utf8');
const detailsOfAlertmanager = (): unknown => JSON.parse(fixture('pagerduty/__fixtures__/alerts-of-alertmanager.json'));

/** The vendor's message, dated now: a page of last year starts nothing. */
function triggered(parts: { id?: string; event?: string; type?: string; key?: string; createdAt?: Date } = {}): string {
  const body = JSON.parse(fixture('pagerduty/__fixtures__/incident-triggered.json')) as {
    event: Record<string, unknown> & { data: Record<string, unknown> };
  };
  body.event['id'] = parts.event ?? 'EV1';
  body.event['event_type'] = parts.type ?? 'incident.triggered';
  body.event.data['id'] = parts.id ?? 'Q2CARTSLATENC1';
  body.event.data['incident_key'] = parts.key ?? 'key-1';
  body.event.data['created_at'] = (parts.createdAt ?? new Date()).toISOString();
  return JSON.stringify(body);
}

function sign(body: string, secret = SECRET): string {
  return `v1=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

async function page(body: string, headers: Record<string, string> = {}): Promise<Response> {
  const all = { 'content-type': 'application/json', 'x-pagerduty-signature': sign(body), ...headers };
  return fetch(`${url}/webhooks/pagerduty`, { method: 'POST', headers: all, body });
}

async function eventually<T>(look: () => Promise<T>, isThere: (value: T) => boolean): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    const value = await look();
    if (isThere(value) || attempt >= 150) return value;
    await pause(40);
  }
}

const deliveries = () => app.get(DeliveryStore, { strict: false }).list(50);
const incidents = () => app.get(IncidentFile, { strict: false }).list({ limit: 50 });
const said = (): Promise<readonly SendingRecord[]> => app.get(OutboxSendings, { strict: false }).list({ limit: 100 });
const worked = () => eventually(deliveries, (all) => all.length > 0 && all.every(({ status }) => status !== 'received'));

beforeAll(async () => {
  process.env['PAGERDUTY_SECRET_OF_TEST'] = SECRET;
  process.env['PAGERDUTY_TOKEN_OF_TEST'] = 'rest-token';
  process.env['ALERTMANAGER_TOKEN_OF_TEST'] = TOKEN;
  database = await testDatabase();
  dataSource = await connect({ url: database.url, migrations: MIGRATIONS });
  await migrate(dataSource);
  pager = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      pagerCalls.push({
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      });
      const { status, body, delayMs } = pagerAnswers(request.url ?? '');
      setTimeout(() => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)), delayMs ?? 0);
    });
  });
  await new Promise<void>((resolve) => pager.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  pager.closeAllConnections();
  await new Promise((resolve) => pager.close(resolve));
  if (dataSource.isInitialized) await dataSource.destroy();
  await database.drop();
});

/** The stand-in keeps its events in memory: every run that has not ended is looked at. */
class OutboxOfStandIns extends SqlOutbox {
  override behind(): Promise<readonly Telling[]> {
    const open = 'select run_id as "runId", incident_id as "incidentId", told_seq as "toldSeq" from run_tellings where not ended';
    return dataSource.query<Telling[]>(open);
  }
}

async function startApp(settings: Record<string, unknown> = {}): Promise<void> {
  const config = parseConfig(
    {
      clusters: { prod: {} },
      pagerduty: {
        secrets: [{ env: 'PAGERDUTY_SECRET_OF_TEST' }],
        apiUrl: `http://127.0.0.1:${(pager.address() as AddressInfo).port}`,
        apiToken: { env: 'PAGERDUTY_TOKEN_OF_TEST' },
        fromEmail: 'periplus@example.org',
      },
      alertmanager: { token: { env: 'ALERTMANAGER_TOKEN_OF_TEST' } },
      ...settings,
    },
    'the test',
  );
  runs = new StandInRuns();
  const provided = [
    { provide: CONFIG, useValue: config },
    { provide: Clock, useClass: SystemClock },
    { provide: DataSource, useValue: dataSource },
    { provide: QueryReader, useFactory: createQueryReader },
    { provide: Runs, useValue: runs },
  ];
  @Global()
  @Module({ providers: provided, exports: provided.map(({ provide }) => provide) })
  class GroundModule {}
  @Module({})
  class NoScheduler {}

  const testing = Test.createTestingModule({
    imports: [GroundModule, MemoryModule, GatesModule, PagerDutyModule, AlertmanagerModule, OutboxModule],
  });
  const compiled = await testing
    .overrideModule(DagSchedulerModule)
    .useModule(NoScheduler)
    .overrideProvider(Outbox)
    .useValue(new OutboxOfStandIns(dataSource))
    .compile();

  app = compiled.createNestApplication<NestExpressApplication>({ rawBody: true, logger: false });
  app.useBodyParser('json', { limit: '1mb' });
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
  isRunning = true;
}

beforeEach(async () => {
  pagerCalls = [];
  pagerAnswers = () => ({ status: 200, body: detailsOfAlertmanager() });
  await dataSource.query('truncate incidents, webhook_deliveries, guides, run_tellings, audit_chains cascade');
  await startApp();
  await app.get(GuideLibrary, { strict: false }).upload('slow.md', GUIDE, ada);
});

afterEach(() => stopApp());

async function stopApp(): Promise<void> {
  if (isRunning) await app.close();
  isRunning = false;
}

describe('a page', () => {
  test('opens an incident, fetches its labels, finds the guide by its alert name and starts it with values and their sources', async () => {
    const answer = await page(triggered(), { 'x-webhook-id': 'hook-1' });
    expect(answer.status).toBe(202);
    expect(await worked()).toMatchObject([{ status: 'done', sentence: 'opened', deliveryId: 'hook-1', eventId: 'EV1' }]);
    expect(pagerCalls).toMatchObject([
      {
        path: '/incidents/Q2CARTSLATENC1/alerts?limit=100',
        headers: { authorization: 'Token token=rest-token', accept: 'application/vnd.pagerduty+json;version=2' },
      },
    ]);
    const [incident] = await incidents();
    expect(incident).toMatchObject({
      alertName: 'HighLatency',
      service: 'carts',
      severity: 'warning',
      status: 'open',
      cluster: 'prod',
      held: null,
    });
    expect(incident?.matches[0]).toMatchObject({ kind: 'exact', reason: 'alert name HighLatency', guideId: 'slow' });
    expect(runs.requests).toHaveLength(1);
    expect(runs.requests[0]).toMatchObject({
      incidentId: incident?.id,
      guideVersion: 1,
      mode: 'suggest',
      cluster: 'prod',
      service: 'carts',
      parameters: {
        namespace: { value: 'web-shop', source: 'alert label namespace' },
        service: { value: 'carts', source: 'alert label service' },
      },
    });
  });

  test('delivered twice, and at once, and by two subscriptions, opens and starts one', async () => {
    const body = triggered();
    const answers = await Promise.all([
      ...Array.from({ length: 5 }, () => page(body, { 'x-webhook-id': 'hook-1' })),
      page(body, { 'x-webhook-id': 'hook-2' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202, 202]);
    expect(await worked()).toHaveLength(1);
    await page(triggered({ event: 'EV2' }), { 'x-webhook-id': 'hook-3' });
    await eventually(deliveries, (all) => all.length === 2 && all.every(({ status }) => status === 'done'));
    expect(await incidents()).toHaveLength(1);
    expect(runs.requests).toHaveLength(1);
  });

  test('that is acknowledged and resolved passes both on to the incident and its runs', async () => {
    await page(triggered(), { 'x-webhook-id': 'h1' });
    await page(triggered({ event: 'EV2', type: 'incident.acknowledged' }), { 'x-webhook-id': 'h2' });
    await page(triggered({ event: 'EV3', type: 'incident.resolved' }), { 'x-webhook-id': 'h3' });
    const done = await eventually(deliveries, (all) => all.length === 3 && all.every(({ status }) => status === 'done'));
    expect(done.map(({ sentence }) => sentence)).toEqual(['resolved', 'acknowledged', 'opened']);
    const [incident] = await incidents();
    expect(incident).toMatchObject({ status: 'resolved' });
    expect(runs.resolved).toEqual([incident?.id]);
  });

  test('whose details are late is filed at once, and its guide starts when they come', async () => {
    pagerAnswers = () => ({ status: 503, body: {} });
    await page(triggered());
    const [waiting] = await eventually(incidents, ([incident]) => incident?.held != null);
    expect(waiting).toMatchObject({ alertName: null, held: { why: 'no-exact-match' } });
    expect(runs.requests).toHaveLength(0);
    pagerAnswers = () => ({ status: 200, body: detailsOfAlertmanager() });
    await worked();
    expect(await incidents()).toMatchObject([{ alertName: 'HighLatency', service: 'carts', held: null }]);
    expect(runs.requests).toHaveLength(1);
  });

  test('whose details never come says so, and is offered', async () => {
    pagerAnswers = () => ({ status: 403, body: { error: 'no' } });
    await page(triggered());
    const [delivery] = await worked();
    expect(delivery?.sentence).toMatch(/^opened; no alert details: PagerDuty answered GET/u);
    const sendings = await eventually(said, (all) => all.length > 0);
    expect(sendings).toMatchObject([{ channel: 'teams', kind: 'card', status: 'kept', runId: null }]);
  });

  test('of another hour is recorded as late and starts nothing; a person can start it', async () => {
    await page(triggered({ createdAt: new Date(Date.now() - 3_600_000) }));
    await worked();
    const [incident] = await incidents();
    expect(incident).toMatchObject({ held: { why: 'late' }, matches: [{ guideId: 'slow' }] });
    expect(runs.requests).toHaveLength(0);
    await app.get(IncidentsService, { strict: false }).startRun(incident?.id ?? '', 'slow', ada);
    expect(runs.requests).toHaveLength(1);
    expect(await incidents()).toMatchObject([{ held: null }]);
  });

  test('beyond the limits is held, says which limit, and starts once there is room', async () => {
    for (let count = 0; count < 20; count += 1) await runs.start({ ...runs.anyRequest(), incidentId: null });
    await page(triggered());
    await worked();
    expect(await incidents()).toMatchObject([{ held: { why: 'total-limit' } }]);
    expect(runs.requests).toHaveLength(20);
    await stopApp();
    await startApp();
    await eventually(incidents, ([incident]) => incident?.held === null);
    const started = await eventually(
      () => Promise.resolve(runs.requests),
      (requests) => requests.length > 0,
    );
    expect(started).toMatchObject([{ guideId: 'slow' }]);
  });
});

describe('what is refused', () => {
  test('gets a sentence without a stack, and nothing of it is stored', async () => {
    const wrongly: [string, string, Record<string, string>, number][] = [
      ['an unsigned message', triggered(), { 'x-pagerduty-signature': '' }, 401],
      ['a message signed with another secret', triggered(), { 'x-pagerduty-signature': sign(triggered(), 'another') }, 401],
      ['a message whose bytes were changed', `${triggered()} `, { 'x-pagerduty-signature': sign(triggered()) }, 401],
      ['a body that is not JSON', '{"event":', {}, 400],
      ['an empty body', '', {}, 400],
      ['a body nested a thousand deep', `${'['.repeat(1000)}${']'.repeat(1000)}`, {}, 400],
    ];
    for (const [what, body, headers, status] of wrongly) {
      const answer = await page(body, headers);
      expect(answer.status, what).toBe(status);
      expect(await answer.text(), what).not.toMatch(/node_modules|\.ts:|\.js:|at /u);
    }
    expect(await deliveries()).toEqual([]);
  });

  test('is not what merely surprises: that is answered 202 and kept as ignored', async () => {
    const surprises: [string, string][] = [
      ['an event type nobody knew', JSON.stringify({ event: { id: 'E', event_type: 'incident.reticulated', data: {} } })],
      ['an event of another shape', JSON.stringify({ event: [1, 2] })],
      ['a list', '[]'],
      ['text PostgreSQL cannot store', JSON.stringify({ event: { id: 'E\u0000', event_type: '\u0000', data: { '\ud800': '\u0000' } } })],
      ['our own note', fixture('pagerduty/__fixtures__/incident-annotated.json')],
      ['a test ping', fixture('pagerduty/__fixtures__/pagey-ping.json')],
    ];
    for (const [what, body] of surprises) expect((await page(body)).status, what).toBe(202);
    const kept = await worked();
    expect(kept.map(({ status }) => status)).toEqual(surprises.map(() => 'ignored'));
    expect(await incidents()).toEqual([]);
  });

  test('while the database is away it is answered 503 with Retry-After, and the same message is taken later', async () => {
    await dataSource.query('alter table webhook_deliveries rename to away');
    const answer = await page(triggered());
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '10']);
    await dataSource.query('alter table away rename to webhook_deliveries');
    expect((await page(triggered())).status).toBe(202);
    await worked();
    expect(await incidents()).toHaveLength(1);
  });

  test('without a signing secret every message is refused with what to set', async () => {
    await stopApp();
    await startApp({ pagerduty: {} });
    const answer = await page(triggered());
    expect(answer.status).toBe(401);
    expect(await answer.text()).toContain('PAGERDUTY_WEBHOOK_SECRET');
  });
});

describe('Alertmanager and Grafana', () => {
  const post = (body: string, token: string | null = TOKEN, source = 'alertmanager'): Promise<Response> =>
    fetch(`${url}/webhooks/${source}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
      body,
    });
  const firing = (): string =>
    fixture('alertmanager/__fixtures__/firing.json').replaceAll('2026-11-21T10:00:00.000Z', new Date().toISOString());

  test('a firing alert opens and starts, sent again it changes nothing', async () => {
    const body = firing();
    expect(await (await post(body)).json()).toEqual({ accepted: 2, duplicates: 0 });
    expect(await (await post(body)).json()).toEqual({ accepted: 0, duplicates: 2 });
    await worked();
    expect(await incidents()).toMatchObject([{ alertName: 'HighLatency', service: 'carts' }]);
    expect(runs.requests).toHaveLength(1);
    expect((await post(body, TOKEN, 'grafana')).status).toBe(202);
  });

  test('a stranger, nonsense and a replaced payload are refused', async () => {
    const wrongly: [string, string, string | null, number][] = [
      ['without a token', '{}', null, 401],
      ['with a wrong token', '{}', 'wrong', 401],
      ['not JSON', 'firing!', TOKEN, 400],
      ['of another shape', '{"text":"custom payload"}', TOKEN, 400],
    ];
    for (const [what, body, token, status] of wrongly) expect((await post(body, token)).status, what).toBe(status);
    expect(await deliveries()).toEqual([]);
  });
});

describe('what is said', () => {
  test('follows the run: question, approval and report in order, the card as the last state', async () => {
    await page(triggered());
    await worked();
    const runId = runs.ids()[0] ?? '';
    runs.tell(runId, { type: 'step-settled', stepId: 's1', status: 'succeeded', findings: [], because: null });
    runs.tell(runId, { type: 'question-asked', question: runs.question(runId) });
    runs.tell(runId, { type: 'approval-requested', approval: runs.approval(runId) });
    runs.end(runId, {
      kind: 'cause-found',
      rootCause: { entity: 'deployment/carts', cause: 'bad release', stepId: 's1' },
      sentence: 'Cause: bad release',
    });
    const kept = await eventually(
      said,
      (all) => all.filter(({ channel }) => channel === 'teams').at(-1)?.kind === 'card' && all.some(({ kind }) => kind === 'report'),
    );
    expect(kept.filter(({ channel }) => channel === 'teams').map(({ kind }) => kind)).toEqual(['question', 'approval', 'report', 'card']);
    expect(kept.every(({ channel, status }) => status === (channel === 'teams' ? 'kept' : 'sent'))).toBe(true);
  });

  test('the report becomes a note on PagerDuty’s incident, and is tried again until it arrives', async () => {
    await page(triggered());
    await worked();
    let refusals = 0;
    pagerAnswers = () => (refusals++ === 0 ? { status: 500, body: {} } : { status: 201, body: { note: { id: 'N' } } });
    runs.end(runs.ids()[0] ?? '', { kind: 'healthy', rootCause: null, sentence: 'Every step was checked.' });
    await eventually(said, (all) => all.some(({ channel }) => channel === 'pagerduty'));
    const notes = pagerCalls.filter(({ method }) => method === 'POST');
    expect(notes).toHaveLength(2);
    expect(notes[1]).toMatchObject({ path: '/incidents/Q2CARTSLATENC1/notes', headers: { from: 'periplus@example.org' } });
    expect(notes[1]?.body).toContain('[Periplus]');
  });

  test('a run in shadow mode tells nobody', async () => {
    await app.get(GuideLibrary, { strict: false }).promote('slow', 'shadow', ada);
    await page(triggered());
    await worked();
    const runId = runs.ids()[0] ?? '';
    runs.end(runId, { kind: 'healthy', rootCause: null, sentence: 'x' });
    await eventually(
      () => dataSource.query<{ ended: boolean }[]>('select ended from run_tellings'),
      ([row]) => row?.ended === true,
    );
    expect(await said()).toEqual([]);
  });

  test('a restart goes on where it was and says nothing twice', async () => {
    await page(triggered());
    await worked();
    const runId = runs.ids()[0] ?? '';
    runs.tell(runId, { type: 'question-asked', question: runs.question(runId) });
    await eventually(said, (all) => all.some(({ kind }) => kind === 'question'));
    const before = runs;
    await stopApp();
    before.end(runId, { kind: 'healthy', rootCause: null, sentence: 'x' });
    await startApp();
    runs.takeOverFrom(before);
    const kept = await eventually(said, (all) => all.some(({ kind, channel }) => kind === 'report' && channel === 'teams'));
    expect(kept.filter(({ kind }) => kind === 'question')).toHaveLength(1);
    expect(kept.filter(({ kind, channel }) => kind === 'report' && channel === 'teams')).toHaveLength(1);
  });
});
