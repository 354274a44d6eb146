import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ApprovalView, RunRequest, RunView, Scheduler } from '../../src/dag-scheduler/index.js';
import { FileFreeze, hashOfKey, SharedFreeze } from '../../src/gates/index.js';
import type { Person, PolicyRule } from '../../src/gates/index.js';
import { SqlFreezeRecord, SqlPeople } from '../../src/memory/index.js';
import { SystemClock } from '../../src/platform/clock.js';
import { planOf } from '../support/plan-of.js';
import { ada, runBench } from '../support/run-bench.js';
import type { RunBench, WorkerDifferences } from '../support/run-bench.js';
import { worldOf } from '../support/world.js';
import type { World } from '../support/world.js';
import { brokenInvariants } from './support/invariants.js';

let bench: RunBench;
let worker: Scheduler;
beforeAll(async () => {
  bench = await runBench({ outcomeGraceMs: 300 });
});
afterEach(() => worker.stop());
afterAll(async () => {
  expect(await brokenInvariants(bench.database)).toEqual([]);
  await bench.close();
});

const bob: Person = { ...ada, id: 'bob', name: 'Bob' };

interface Proposed {
  readonly runId: string;
  readonly approval: ApprovalView;
  readonly world: World;
}

async function proposed(to = '2', request: Partial<RunRequest> = {}, differences: WorkerDifferences = {}): Promise<Proposed> {
  const world = worldOf();
  worker = await bench.worker(world, differences);
  const plan = planOf('a -(ok)-> fix', { nodes: { fix: { kind: 'mitigate', queries: [`!set replicas ${to}`] } } });
  const runId = await bench.start(plan, request);
  const { approvals } = await bench.until(runId, (view) => view.approvals.length > 0);
  return { runId, approval: approvals[0]!, world };
}

function rule(parts: Partial<PolicyRule> & Pick<PolicyRule, 'ruling'>): PolicyRule {
  return { plan: '*', cluster: '*', namespace: '*', verb: '*', approver: 'anybody', ...parts };
}

/** The worker goes, and one with other settings takes the run up. */
async function anotherWorker(world: World, differences: WorkerDifferences): Promise<void> {
  await worker.stop();
  worker = await bench.worker(world, differences);
}

function fate({ actions }: RunView): readonly unknown[] {
  return [actions[0]?.status, actions[0]?.detail];
}

describe('between the approval and the intent', () => {
  test('policy is asked again: what it forbids by now is not sent', async () => {
    const { runId, approval, world } = await proposed();
    await anotherWorker(world, { config: { policy: [rule({ verb: 'set', ruling: 'never' })] } });
    await bench.runs.decide(approval.id, 'grant', ada, null);
    const view = await bench.until(runId);
    expect([...fate(view), world.changed]).toEqual(['cancelled', expect.stringContaining('Not sent: Policy forbids it.'), []]);
  });

  test('what policy carried out without asking a moment ago, and now wants approved, is asked for', async () => {
    const world = worldOf();
    const policy = [rule({ ruling: 'auto' })];
    const changesNow = { notice: () => Promise.resolve(null).finally(() => policy.pop()) };
    worker = await bench.worker(world, { config: { policy }, freeze: changesNow });
    const runId = await bench.start(planOf('fix', { nodes: { fix: { queries: ['!set replicas 2'] } } }));
    const { approvals } = await bench.until(runId, (view) => view.approvals.length > 0);
    expect([approvals[0]?.status, world.changed]).toEqual(['open', []]);
    await bench.runs.decide(approvals[0]!.id, 'grant', ada, null);
    await bench.until(runId);
    expect(world.changed).toEqual(['!set replicas 2']);
  });

  test('the kill switch is looked at again', async () => {
    const { runId, approval, world } = await proposed();
    const notice = { by: 'eve', why: 'a bad night', at: '' };
    await anotherWorker(world, { freeze: { notice: () => Promise.resolve(notice) } });
    await bench.runs.decide(approval.id, 'grant', ada, null);
    const view = await bench.until(runId);
    expect([...fate(view), world.changed]).toEqual(['cancelled', 'Not sent: Changes are frozen by eve: a bad night', []]);
  });

  test('the kill switch that was used on another host is seen', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'periplus-freeze-'));
    const elsewhere = new SharedFreeze(new FileFreeze(join(directory, 'frozen'), new SystemClock()), new SqlFreezeRecord(bench.database));
    const { runId, approval, world } = await proposed();
    await elsewhere.freeze({ id: 'eve' }, 'a bad night');
    await bench.runs.decide(approval.id, 'grant', ada, null);
    const view = await bench.until(runId);
    expect([...fate(view), world.changed]).toEqual(['cancelled', 'Not sent: Changes are frozen by eve: a bad night', []]);
    expect([await elsewhere.thaw(), await elsewhere.thaw(), await elsewhere.notice()]).toEqual([true, false, null]);
    await rm(directory, { recursive: true });
  });

  test.each([
    ['its key is revoked', (people: SqlPeople) => people.revoke('carol', ada)],
    ['its role is lowered', () => bench.database.query("update api_keys set role = 'responder' where name = 'carol'").then(() => true)],
  ])('the approver must still be one: nothing is sent where %s', async (_case, lose) => {
    const people = new SqlPeople(bench.database, new SystemClock());
    await bench.database.query("delete from api_keys where name = 'carol'");
    await people.issue({ name: 'carol', sha256: hashOfKey(_case), role: 'approver' }, ada);
    const { runId, approval, world } = await proposed();
    const carol: Person = { id: 'carol', name: 'carol', role: 'approver', via: 'api-key' };
    await worker.stop();
    await bench.runs.decide(approval.id, 'grant', carol, null);
    await lose(people);
    worker = await bench.worker(world);
    const view = await bench.until(runId);
    expect([...fate(view), world.changed]).toEqual(['cancelled', 'Not sent: carol, who approved it, is no longer an approver.', []]);
  });

  test.each([
    ['the guide is taken back to suggest', "update guides set mode = 'suggest' where id = $1"],
    ['the guide has another plan by now', "update guide_versions set plan_id = 'sha256:other' where guide_id = $1"],
  ])('nothing is sent where %s', async (_case, change) => {
    const { runId, approval, world } = await proposed('2', { guideId: 'library-guide' });
    const [{ plan_id } = { plan_id: '' }] = await bench.database.query<{ plan_id: string }[]>('select plan_id from runs where id = $1', [
      runId,
    ]);
    await bench.database.query("delete from guides where id = 'library-guide'");
    await bench.database.query("insert into guides (id, name, version, mode) values ('library-guide', 'library guide', 1, 'act')");
    await bench.database.query(
      `insert into guide_versions (guide_id, version, markdown, guide, plan, plan_id, problems, uploaded_by)
       values ('library-guide', 1, '', '{}', '{}', $1, '[]', 'ada')`,
      [plan_id],
    );
    await bench.database.query(change, ['library-guide']);
    await bench.runs.decide(approval.id, 'grant', ada, null);
    const view = await bench.until(runId);
    expect([...fate(view), world.changed]).toEqual(['cancelled', expect.stringContaining('Not sent: The guide'), []]);
  });
});

describe('who may approve', () => {
  test('a change without a known way back takes two different people, and the first is counted', async () => {
    const { runId, approval, world } = await proposed('gone');
    expect([approval.approversNeeded, approval.grants]).toEqual([2, []]);
    await bench.runs.decide(approval.id, 'grant', ada, 'it is stuck');
    const half = await bench.until(runId, ({ approvals }) => approvals[0]?.grants.length === 1);
    expect(half.approvals[0]).toMatchObject({ status: 'open', grants: [{ by: 'ada', why: 'it is stuck' }], decidedBy: null });
    await expect(bench.runs.decide(approval.id, 'grant', ada, null)).rejects.toMatchObject({ code: 'second-approver-needed' });
    await sleep(100);
    expect(world.changed).toEqual([]);
    const asked = (await bench.runs.events(runId, 0)).filter(({ event }) => event.type === 'approval-requested');
    expect(asked.map(({ event }) => ('approval' in event ? event.approval.grants.length : null))).toEqual([0, 1]);
    await bench.runs.decide(approval.id, 'grant', bob, null);
    const view = await bench.until(runId);
    expect([view.actions[0]?.approvedBy, world.changed]).toEqual(['ada and bob', ['!set replicas gone']]);
    const entries = await bench.database.query<{ of: string }[]>(
      "select payload ->> 'count' as of from audit_entries where chain = $1 and act = 'approval.granted' order by position",
      [`run:${runId}`],
    );
    expect(entries.map(({ of }) => of)).toEqual(['1 of 2', '2 of 2']);
  });

  test('one denial is enough, whoever approved before', async () => {
    const { runId, approval, world } = await proposed('gone');
    await bench.runs.decide(approval.id, 'grant', ada, null);
    await bench.runs.decide(approval.id, 'deny', bob, 'not tonight');
    const view = await bench.until(runId);
    expect([view.approvals[0]?.status, world.changed]).toEqual(['denied', []]);
  });

  test('the first approval given while no worker is up is told by the next one', async () => {
    const { runId, approval, world } = await proposed('gone');
    await worker.stop();
    await bench.runs.decide(approval.id, 'grant', ada, null);
    worker = await bench.worker(world);
    await bench.until(runId, ({ approvals }) => approvals[0]?.grants.length === 1);
    await expect
      .poll(async () => (await bench.runs.events(runId, 0)).filter(({ event }) => event.type === 'approval-requested').length)
      .toBe(2);
    await bench.runs.decide(approval.id, 'grant', bob, null);
    await bench.until(runId);
    expect(world.changed).toEqual(['!set replicas gone']);
  });

  test('where policy says so, nobody approves what they started', async () => {
    const policy = [rule({ ruling: 'approve', approver: 'not-the-starter' })];
    const { runId, approval, world } = await proposed('2', { startedBy: 'ada' }, { config: { policy } });
    expect(approval.notBy).toBe('ada');
    await expect(bench.runs.decide(approval.id, 'grant', ada, null)).rejects.toMatchObject({ code: 'own-start' });
    await bench.runs.decide(approval.id, 'grant', bob, null);
    await bench.until(runId);
    expect(world.changed).toEqual(['!set replicas 2']);
  });

  test('where policy has come to say so since, the approval of who started it no longer counts', async () => {
    const { runId, approval, world } = await proposed('2', { startedBy: 'ada' });
    await worker.stop();
    await bench.runs.decide(approval.id, 'grant', ada, null);
    worker = await bench.worker(world, { config: { policy: [rule({ ruling: 'approve', approver: 'not-the-starter' })] } });
    const view = await bench.until(runId);
    expect([...fate(view), world.changed]).toEqual(['cancelled', expect.stringContaining('ada started the run'), []]);
  });

  test('where policy says nothing of it, who started a run may approve its changes', async () => {
    const { runId, approval, world } = await proposed('2', { startedBy: 'ada' });
    await bench.runs.decide(approval.id, 'grant', ada, null);
    await bench.until(runId);
    expect(world.changed).toEqual(['!set replicas 2']);
  });
});
