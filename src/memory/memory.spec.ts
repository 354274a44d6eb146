import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { MIGRATIONS } from '../../migrations/index.js';
import { testDatabase } from '../../test/support/database.js';
import type { TestDatabase } from '../../test/support/database.js';
import type { Person } from '../gates/index.js';
import type { Alert, ClaimedEntry, Delivery, Saying } from '../incidents/index.js';
import { SystemClock } from '../platform/clock.js';
import { connect, migrate } from '../platform/database/data-source.js';
import type { Compilation, PlanDag } from '../tsg-parser/index.js';
import { appendAudit, sealRun } from './audit/append-audit.js';
import { SqlAuditLog } from './audit/sql-audit-log.js';
import { SqlDeliveryStore } from './deliveries/sql-delivery-store.js';
import { idFor } from './guides/guide-id.js';
import { SqlGuideStore } from './guides/sql-guide-store.js';
import { SqlIncidentState } from './incidents/sql-incident-state.js';
import { SqlIncidentStore } from './incidents/sql-incident-store.js';
import { SqlOutboxSendings } from './outbox/sql-outbox-sendings.js';
import { SqlOutbox } from './outbox/sql-outbox.js';
import { SqlPeople } from './people/sql-people.js';
import { storable, storableJson } from './sql.js';

let database: TestDatabase;
let dataSource: DataSource;

beforeAll(async () => {
  database = await testDatabase();
  dataSource = await connect({ url: database.url, migrations: MIGRATIONS });
  await migrate(dataSource);
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

const ada: Person = { id: 'ada', name: 'Ada', role: 'admin', via: 'api-key' };
const terms = { joinWithinMinutes: 10, cluster: 'prod', demo: false };

function alert(parts: Partial<Alert> = {}): Alert {
  const at = new Date('2026-11-21T10:00:00Z');
  const words = { alertName: 'HighLatency', service: null, labels: { namespace: 'shop' }, annotations: {}, runbookUrl: null, text: '' };
  const origin = { externalId: null, externalUrl: null, startedAt: at, receivedAt: at };
  return { source: 'pagerduty', dedupKey: 'key', title: 'slow', severity: 'critical', status: 'firing', ...words, ...origin, ...parts };
}

describe('filing an alert', () => {
  const incidents = (): SqlIncidentStore => new SqlIncidentStore(dataSource);
  beforeEach(() => dataSource.query('truncate incidents cascade'));

  test('the same key is the same incident while it is open, and another one after', async () => {
    const first = await incidents().file(alert(), terms);
    expect(first.kind).toBe('opened');
    expect(await incidents().file(alert(), terms)).toEqual({ kind: 'repeated', incidentId: first.incidentId });
    expect(await incidents().file(alert({ status: 'resolved' }), terms)).toEqual({
      kind: 'resolved',
      incidentId: first.incidentId,
      closed: true,
    });
    const second = await incidents().file(alert(), terms);
    expect(second.kind).toBe('opened');
    expect(second.incidentId).not.toBe(first.incidentId);
  });

  test('twenty deliveries at once open one incident', async () => {
    const filed = await Promise.all(Array.from({ length: 20 }, () => incidents().file(alert(), terms)));
    expect(filed.filter(({ kind }) => kind === 'opened')).toHaveLength(1);
    expect(new Set(filed.map(({ incidentId }) => incidentId)).size).toBe(1);
  });

  test('the same service within ten minutes joins, later or elsewhere it does not', async () => {
    const first = await incidents().file(alert({ service: 'carts' }), terms);
    const at = (time: string): Date => new Date(`2026-11-21T${time}Z`);
    expect(await incidents().file(alert({ dedupKey: 'b', service: 'carts', startedAt: at('10:09:59') }), terms)).toEqual({
      kind: 'joined',
      incidentId: first.incidentId,
    });
    expect((await incidents().file(alert({ dedupKey: 'c', service: 'carts', startedAt: at('10:10:01') }), terms)).kind).toBe('opened');
    expect((await incidents().file(alert({ dedupKey: 'd', service: 'carts' }), { ...terms, cluster: 'test' })).kind).toBe('opened');
    expect((await incidents().file(alert({ dedupKey: 'e', service: null }), terms)).kind).toBe('opened');
  });

  test('an incident ends with the last of its alerts', async () => {
    const { incidentId } = await incidents().file(alert({ service: 'carts' }), terms);
    await incidents().file(alert({ dedupKey: 'b', service: 'carts' }), terms);
    expect(await incidents().file(alert({ status: 'resolved' }), terms)).toMatchObject({ closed: false });
    const state = new SqlIncidentState(dataSource);
    const standing = async (): Promise<readonly unknown[]> => [
      (await incidents().find(incidentId ?? ''))?.status,
      await state.alertState(incidentId ?? ''),
    ];
    expect(await standing()).toEqual(['open', 'firing']);
    expect(await incidents().file(alert({ dedupKey: 'b', status: 'resolved' }), terms)).toMatchObject({ closed: true });
    expect(await standing()).toEqual(['resolved', 'resolved']);
    expect(await state.alertState('nonsense')).toBe('unknown');
  });

  test('an end that is told twice is told on twice, and one of something unknown opens nothing', async () => {
    const { incidentId } = await incidents().file(alert(), terms);
    await incidents().file(alert({ status: 'resolved' }), terms);
    expect(await incidents().file(alert({ status: 'resolved' }), terms)).toEqual({ kind: 'resolved', incidentId, closed: true });
    expect(await incidents().file(alert({ dedupKey: 'never seen', status: 'resolved' }), terms)).toEqual({
      kind: 'unknown',
      incidentId: null,
    });
    expect(await incidents().file(alert({ status: 'acknowledged' }), terms)).toEqual({ kind: 'unknown', incidentId: null });
    expect(await incidents().list({ limit: 10 })).toHaveLength(1);
  });

  test('an end without the key is recognised by the source’s own id', async () => {
    const { incidentId } = await incidents().file(alert({ externalId: 'Q1' }), terms);
    expect(await incidents().file(alert({ dedupKey: 'Q1', externalId: 'Q1', status: 'resolved' }), terms)).toEqual({
      kind: 'resolved',
      incidentId,
      closed: true,
    });
  });

  test('what is learnt later is added and overwrites nothing', async () => {
    const { incidentId } = await incidents().file(alert({ alertName: null, service: 'Sock Shop' }), terms);
    expect(
      await incidents().learn(
        incidentId ?? '',
        alert({ labels: { namespace: 'other', service: 'carts' }, alertName: 'HighLatency', text: 'p99: 2s' }),
      ),
    ).toBe(true);
    expect(await incidents().find(incidentId ?? '')).toMatchObject({
      labels: { namespace: 'shop', service: 'carts' },
      service: 'carts',
      alertName: 'HighLatency',
    });
    await incidents().close(incidentId ?? '', 'ada');
    expect(await incidents().learn(incidentId ?? '', alert())).toBe(false);
  });

  test('text that PostgreSQL cannot store is kept as visible text', async () => {
    const { incidentId } = await incidents().file(
      alert({ title: 'a\u0000b\ud800', labels: { 'k\u0000': 'v\u0000\udfff' }, text: '\u0000' }),
      terms,
    );
    expect(await incidents().find(incidentId ?? '')).toMatchObject({ title: 'a\\u0000b\ufffd', labels: { 'k\\u0000': 'v\\u0000\\udfff' } });
  });

  test('a person’s word closes an incident once', async () => {
    const { incidentId } = await incidents().file(alert(), terms);
    expect(await incidents().close(incidentId ?? '', 'ada')).toBe(true);
    expect(await incidents().close(incidentId ?? '', 'ada')).toBe(false);
    expect(await incidents().find('not-an-id')).toBeNull();
  });

  test('runs are counted by one at a time', async () => {
    let inside = 0;
    let most = 0;
    const act = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      await pause(5);
      inside -= 1;
    };
    const [one, other] = [incidents(), incidents()];
    await Promise.all(Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? one : other).alone(act)));
    expect(most).toBe(1);
    await expect(one.alone(() => Promise.reject(new Error('x')))).rejects.toThrow('x');
    expect(await one.alone(() => Promise.resolve(7))).toBe(7);
  });
});

describe('keeping deliveries', () => {
  const deliveries = (): SqlDeliveryStore => new SqlDeliveryStore(dataSource);
  const delivery = (deliveryId: string, parts: Partial<Delivery> = {}): Delivery => ({
    source: 'pagerduty',
    deliveryId,
    eventId: null,
    orderingKey: deliveryId,
    eventType: 'x',
    body: { a: 1 },
    ...parts,
  });
  beforeEach(() => dataSource.query('truncate webhook_deliveries'));

  test('a delivery is kept once, by its own id and by that of its event', async () => {
    expect(await deliveries().keep([delivery('a', { eventId: 'e1' })])).toBe(1);
    expect(
      await deliveries().keep([delivery('a', { eventId: 'e1' }), delivery('b', { eventId: 'e1' }), delivery('a', { eventId: 'e2' })]),
    ).toBe(0);
    expect(await deliveries().keep([delivery('c'), delivery('d'), delivery('a', { source: 'grafana' })])).toBe(3);
  });

  test('each is worked on by one worker, and those of one incident in their order', async () => {
    await deliveries().keep([
      delivery('a', { orderingKey: 'Q1' }),
      delivery('b', { orderingKey: 'Q1' }),
      delivery('c', { orderingKey: 'Q2' }),
    ]);
    const [one, two] = await Promise.all([deliveries().claim(8, 30_000), deliveries().claim(8, 30_000)]);
    expect([...one, ...two].map(({ deliveryId }) => deliveryId).toSorted()).toEqual(['a', 'c']);
    expect(await deliveries().claim(8, 30_000)).toEqual([]);
    const first = [...one, ...two].find(({ deliveryId }) => deliveryId === 'a');
    await deliveries().settle(first?.position ?? '', { status: 'done', incidentId: null, sentence: 'opened' });
    expect(await deliveries().claim(8, 30_000)).toMatchObject([{ deliveryId: 'b', attempt: 1 }]);
  });

  test('one whose worker died is worked on by another', async () => {
    await deliveries().keep([delivery('a')]);
    expect(await deliveries().claim(8, 0)).toHaveLength(1);
    expect(await deliveries().claim(8, 30_000)).toMatchObject([{ deliveryId: 'a', attempt: 2, body: { a: 1 } }]);
  });

  test('one that waits holds back its successors, unless it is filed and only details are missing', async () => {
    const { incidentId } = await new SqlIncidentStore(dataSource).file(alert({ dedupKey: 'details' }), terms);
    await deliveries().keep([delivery('a', { orderingKey: 'Q1' }), delivery('b', { orderingKey: 'Q1' })]);
    const [first] = await deliveries().claim(8, 30_000);
    await deliveries().settle(first?.position ?? '', { status: 'later', sentence: 'away', delayMs: 60_000, incidentId: null });
    expect(await deliveries().claim(8, 30_000)).toEqual([]);
    await deliveries().settle(first?.position ?? '', { status: 'later', sentence: 'no details', delayMs: 60_000, incidentId });
    expect(await deliveries().claim(8, 30_000)).toMatchObject([{ deliveryId: 'b' }]);
    expect(await deliveries().list(10)).toMatchObject([
      { deliveryId: 'b' },
      { deliveryId: 'a', status: 'received', sentence: 'no details', incidentId },
    ]);
  });
});

describe('the outbox', () => {
  const outbox = (): SqlOutbox => new SqlOutbox(dataSource);
  const sendings = (): SqlOutboxSendings => new SqlOutboxSendings(dataSource);
  const note = (text: string): Saying => ({ kind: 'note', runId: null, text });
  const card: Saying = { kind: 'card', runId: 'r1' };
  const all = { leaseMs: 30_000, cardGapMs: 0, kinds: ['card', 'question', 'approval', 'report', 'note'] as const };
  let incidentId = '';

  beforeEach(async () => {
    await dataSource.query('truncate incidents cascade');
    await dataSource.query('truncate run_tellings');
    incidentId = (await new SqlIncidentStore(dataSource).file(alert(), terms)).incidentId ?? '';
  });

  async function drain(channel: string): Promise<string[]> {
    const said: string[] = [];
    for (let entry = await sendings().claim(channel, all); entry !== null; entry = await sendings().claim(channel, all)) {
      said.push(entry.saying.kind === 'note' ? entry.saying.text : entry.saying.kind);
      await sendings().settle(entry, { status: 'sent', rendered: {} });
    }
    return said;
  }

  test('numbers have no gap, whoever speaks at once, and what is said arrives in their order', async () => {
    await Promise.all(Array.from({ length: 10 }, (_, index) => outbox().append(incidentId, [note(String(index)), note(`${index}b`)])));
    const said = await drain('teams');
    expect(said).toHaveLength(20);
    for (let index = 0; index < 20; index += 2) expect(said[index + 1]).toBe(`${said[index] ?? ''}b`);
  });

  test('cards coalesce to the last one, nothing else does', async () => {
    await outbox().append(incidentId, [card, card, note('a'), card, note('b'), card]);
    expect(await drain('teams')).toEqual(['a', 'b', 'card']);
  });

  test('each channel has its own place and says only its kinds', async () => {
    await outbox().append(incidentId, [note('a'), card]);
    expect(await drain('teams')).toEqual(['a', 'card']);
    expect(await sendings().claim('pagerduty', { ...all, kinds: ['report'] })).toBeNull();
    expect(await drain('slack')).toEqual(['a', 'card']);
  });

  test('an entry is held by one sender; after its lease another takes it, and the first records nothing twice', async () => {
    await outbox().append(incidentId, [note('a')]);
    const first = await sendings().claim('teams', { ...all, leaseMs: 0 });
    const second = await sendings().claim('teams', all);
    expect([first?.number, second?.number, second?.attempt]).toEqual([1, 1, 2]);
    expect(await sendings().claim('teams', all)).toBeNull();
    await sendings().settle(second as ClaimedEntry, { status: 'sent', rendered: {} });
    await sendings().settle(first as ClaimedEntry, { status: 'sent', rendered: {} });
    expect(await sendings().list({ incidentId, limit: 10 })).toHaveLength(1);
  });

  test('what fails for now waits with all behind it; what is refused for good is parked, shown and passed', async () => {
    await outbox().append(incidentId, [note('a'), note('b')]);
    const first = (await sendings().claim('teams', all)) as ClaimedEntry;
    await sendings().settle(first, { status: 'later', why: 'away', delayMs: 60_000 });
    expect(await sendings().claim('teams', all)).toBeNull();
    await dataSource.query('update outbox_cursors set next_attempt_at = now()');
    const again = (await sendings().claim('teams', all)) as ClaimedEntry;
    expect([again.number, again.attempt]).toEqual([1, 2]);
    await sendings().settle(again, { status: 'parked', rendered: { text: 'a' }, why: 'refused' });
    expect(await drain('teams')).toEqual(['b']);
    expect(await sendings().list({ channel: 'teams', limit: 10 })).toMatchObject([
      { number: 1, status: 'parked', why: 'refused', card: { text: 'a' } },
      { number: 2, status: 'sent' },
    ]);
  });

  test('a kept card takes the place of the one before', async () => {
    for (const state of ['running', 'done']) {
      await outbox().append(incidentId, [card]);
      await sendings().settle((await sendings().claim('teams', all)) as ClaimedEntry, { status: 'kept', rendered: { state } });
    }
    expect(await sendings().list({ incidentId, limit: 10 })).toMatchObject([{ number: 2, card: { state: 'done' } }]);
  });

  test('a card waits for its gap, and no question waits behind it', async () => {
    const slow = { ...all, cardGapMs: 60_000 };
    await outbox().append(incidentId, [card]);
    await sendings().settle((await sendings().claim('teams', slow)) as ClaimedEntry, { status: 'sent', rendered: {} });
    await outbox().append(incidentId, [card]);
    expect(await sendings().claim('teams', slow)).toBeNull();
    await outbox().append(incidentId, [note('now'), card]);
    const urgent = (await sendings().claim('teams', slow)) as ClaimedEntry;
    expect(urgent.saying).toMatchObject({ kind: 'note', text: 'now' });
    await sendings().settle(urgent, { status: 'sent', rendered: {} });
    expect(await sendings().claim('teams', slow)).toBeNull();
  });

  test('a run’s event is told once, whoever else tells it', async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    await outbox().follow([
      { runId: first, incidentId },
      { runId: second, incidentId: null },
    ]);
    await outbox().follow([{ runId: first, incidentId: null }]);
    expect(await outbox().behind(10)).toEqual([]);
    const event = `insert into run_events select r::uuid, n, now(), '{}' from unnest($1::text[]) r, generate_series(1, 2) n`;
    await dataSource.query(event, [[first, second]]);
    expect(await outbox().behind(1)).toHaveLength(1);
    const telling = (await outbox().behind(10)).find(({ runId }) => runId === first);
    expect(telling).toEqual({ runId: first, incidentId, toldSeq: 0 });
    const at = new Date();
    const told = await Promise.all([1, 2, 3].map(() => outbox().tell(telling!, { seq: 1, ended: false, at }, [note('once')])));
    expect(told.toSorted()).toEqual(['behind', 'behind', 'told']);
    await outbox().tell({ ...telling!, toldSeq: 1 }, { seq: 2, ended: true, at }, [note('end')]);
    expect((await outbox().behind(10)).map(({ runId }) => runId)).toEqual([second]);
    expect(await drain('teams')).toEqual(['once', 'end']);
  });

  test('secrets are masked before they are kept', async () => {
    await outbox().append(incidentId, [note('password=hunter2hunter2')]);
    expect(JSON.stringify(await dataSource.query('select saying from outbox_entries'))).not.toContain('hunter2');
  });
});

describe('the audit', () => {
  const audit = (): SqlAuditLog => new SqlAuditLog(dataSource);
  const entry = (act: string, runId: string | null): Parameters<SqlAuditLog['append']>[0] => ({
    act,
    runId,
    by: ada,
    payload: { b: 1, a: { d: 2, c: 'x\u0000' } },
    at: new Date('2026-11-21T10:00:00.123Z'),
  });
  beforeEach(() => dataSource.query('truncate audit_chains cascade'));

  test('whole chains verify, appended at once or in a caller’s transaction', async () => {
    await Promise.all(Array.from({ length: 12 }, (_, index) => audit().append(entry(`act ${index}`, index % 2 === 0 ? 'r1' : null))));
    await dataSource.transaction((on) => appendAudit(on, entry('inside', 'r1')));
    await dataSource
      .transaction((on) => appendAudit(on, entry('rolled back', 'r1')).then(() => Promise.reject(new Error('no'))))
      .catch(() => undefined);
    expect(await audit().verify()).toEqual([
      { chain: 'run:r1', length: 7, brokenAt: null },
      { chain: 'service', length: 6, brokenAt: null },
    ]);
  });

  test.each([
    ['a changed payload', "update audit_entries set payload = '{}' where position = 2", 2],
    ['a changed name', "update audit_entries set by_id = 'eve' where position = 3", 3],
    ['a changed time', 'update audit_entries set at = now() where position = 1', 1],
    ['a removed link', 'delete from audit_entries where position = 2', 2],
    ['a cut end', 'delete from audit_entries where position = 3', 3],
    ['a chain with another head', "update audit_chains set head = 'x'", 4],
  ])('%s is found', async (_change, statement, brokenAt) => {
    for (const act of ['a', 'b', 'c']) await audit().append(entry(act, 'r1'));
    await dataSource.query(statement);
    expect(await audit().verify()).toEqual([{ chain: 'run:r1', length: 3, brokenAt }]);
  });

  test('an erased payload breaks nothing', async () => {
    await audit().append(entry('a', 'r1'));
    await dataSource.query('update audit_entries set payload = null');
    expect(await audit().verify()).toMatchObject([{ brokenAt: null }]);
  });

  test('a sealed run’s chain that is rewritten whole is found by the service’s', async () => {
    await audit().append(entry('a', 'r1'));
    await dataSource.transaction((on) => sealRun(on, 'r1', new Date()));
    await audit().seal('r1', new Date());
    await audit().seal('no such run', new Date());
    expect(await audit().verify()).toMatchObject([
      { chain: 'run:r1', brokenAt: null },
      { chain: 'service', length: 1, brokenAt: null },
    ]);
    await dataSource.query("delete from audit_entries where chain = 'run:r1'");
    await dataSource.query("update audit_chains set length = 0, head = '' where chain = 'run:r1'");
    await audit().append(entry('another story', 'r1'));
    expect(await audit().verify()).toMatchObject([
      { chain: 'run:r1', brokenAt: null },
      { chain: 'service', brokenAt: 1 },
    ]);
    await dataSource.query("update audit_entries set payload = null where act = 'run.sealed'");
    expect(await audit().verify()).toMatchObject([{ chain: 'run:r1' }, { chain: 'service', brokenAt: 1 }]);
  });

  test('keys are issued once, listed until revoked, and both acts are on record', async () => {
    const people = new SqlPeople(dataSource, new SystemClock());
    await people.issue({ name: 'ci', sha256: 'a'.repeat(64), role: 'viewer' }, ada);
    await expect(people.issue({ name: 'ci', sha256: 'b'.repeat(64), role: 'admin' }, ada)).rejects.toThrow(/issued before/u);
    expect(await people.keys()).toEqual([{ name: 'ci', sha256: 'a'.repeat(64), role: 'viewer' }]);
    expect([await people.revoke('ci', ada), await people.revoke('ci', ada)]).toEqual([true, false]);
    expect(await people.keys()).toEqual([]);
    expect(await audit().verify()).toEqual([{ chain: 'service', length: 2, brokenAt: null }]);
  });
});

describe('keeping guides', () => {
  const guides = (): SqlGuideStore => new SqlGuideStore(dataSource);
  const plan = (id: string): PlanDag => ({ formatVersion: 1, id, nodes: [], edges: [], loops: [], parameters: [], outcome: 'first' });
  const compiled = (id: string | null): Compilation => {
    const guide = { title: 'Disk', alertNames: ['DiskFull'], runbookUrls: [], services: [], owner: null, parameters: [] };
    return {
      guide,
      plan: id === null ? null : plan(id),
      problems: id === null ? [{ rule: 'no-steps', severity: 'error', line: 1, message: 'm', suggestion: null }] : [],
    };
  };
  const upload = (markdown: string, id: string | null): Parameters<SqlGuideStore['keep']>[0] => ({
    name: 'ops/Disk full.md',
    markdown,
    queryFiles: [],
    overlay: null,
    planDag: null,
    origin: null,
    compilation: compiled(id),
    by: 'ada',
    defaultMode: 'suggest',
  });
  beforeEach(() => dataSource.query('truncate guides cascade'));

  test('every version is kept, and the same text makes no new one', async () => {
    expect(await guides().keep(upload('one', 'p1'))).toMatchObject({
      changed: true,
      guide: { id: 'ops-disk-full', version: 1, runnable: true },
    });
    expect(await guides().keep(upload('one', 'p1'))).toMatchObject({ changed: false, guide: { version: 1 } });
    expect(await guides().keep(upload('two', 'p2'))).toMatchObject({ changed: true, guide: { version: 2, planId: 'p2' } });
    expect(await guides().version('ops-disk-full')).toMatchObject({ version: 2, markdown: 'two', plan: { id: 'p2' } });
    expect(await guides().version('ops-disk-full', 1)).toMatchObject({ version: 1, markdown: 'one', plan: { id: 'p1' } });
    expect(await guides().version('ops-disk-full', 3)).toBeNull();
  });

  test('one that does not compile is listed with its problems and cannot run', async () => {
    await guides().keep(upload('nothing', null));
    expect(await guides().list()).toMatchObject([{ runnable: false, planId: null, problems: [{ rule: 'no-steps' }] }]);
    expect(await guides().promote('ops-disk-full', 'act', 'p1')).toBe(false);
  });

  test('the mode act lapses when the plan changes, and only then', async () => {
    await guides().keep(upload('one', 'p1'));
    expect(await guides().promote('ops-disk-full', 'act', 'stale')).toBe(false);
    expect(await guides().promote('ops-disk-full', 'act', 'p1')).toBe(true);
    expect(await guides().keep(upload('one, in other words', 'p1'))).toMatchObject({ lapsed: false, guide: { mode: 'act', version: 2 } });
    expect(await guides().keep(upload('two', 'p2'))).toMatchObject({ lapsed: true, guide: { mode: 'suggest', version: 3 } });
  });

  test('a service is bound by a person and unbound again', async () => {
    await guides().keep(upload('one', 'p1'));
    await guides().bind('ops-disk-full', 'carts', 'ada');
    await guides().bind('ops-disk-full', 'carts', 'bob');
    expect((await guides().find('ops-disk-full'))?.bindings).toMatchObject([{ service: 'carts', by: 'ada' }]);
    expect([await guides().unbind('ops-disk-full', 'carts'), await guides().unbind('ops-disk-full', 'carts')]).toEqual([true, false]);
  });

  test('uploads at once under one name make versions, not two guides', async () => {
    await Promise.all(Array.from({ length: 6 }, (_, index) => guides().keep(upload(`text ${index}`, `p${index}`))));
    expect(await guides().list()).toMatchObject([{ version: 6 }]);
  });

  test.each([
    ['runbooks/Disk full.md', [], 'runbooks-disk-full'],
    ['Ärger.markdown', [], 'rger'],
    ['???', [], 'guide'],
    ['a/b.md', ['a-b'], 'a-b-2'],
    ['a/b.md', ['a-b', 'a-b-2'], 'a-b-3'],
  ])('%s gets an id of its own', (name, taken, id) => {
    expect(idFor(name, new Set(taken))).toBe(id);
  });
});

test('what cannot be stored becomes visible, and what can stays as it is', () => {
  expect(storable('a\u0000\ud83d\ude00')).toBe('a\\u0000\ud83d\ude00');
  expect(JSON.parse(storableJson({ a: '\\u0000', b: '\u0000', c: '\\\u0000', d: '😀' }))).toEqual({
    a: '\\u0000',
    b: '\\u0000',
    c: '\\\\u0000',
    d: '😀',
  });
});
