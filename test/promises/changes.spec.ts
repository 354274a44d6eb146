import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { ApprovalView, RunView, Scheduler } from '../../src/dag-scheduler/index.js';
import { planOf } from '../support/plan-of.js';
import type { PlanSketch } from '../support/plan-of.js';
import { ada, runBench } from '../support/run-bench.js';
import type { RunBench } from '../support/run-bench.js';
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

const FIX: PlanSketch = { nodes: { fix: { kind: 'mitigate', queries: ['!set replicas 2'] } } };

async function proposed(world: World, drawing = 'a -(ok)-> fix'): Promise<{ readonly runId: string; readonly approval: ApprovalView }> {
  worker = await bench.worker(world);
  const runId = await bench.start(planOf(drawing, FIX));
  const { approvals } = await bench.until(runId, (view) => view.approvals.length > 0);
  return { runId, approval: approvals[0]! };
}

function fixOf(view: RunView): RunView['steps'][number] | undefined {
  return view.steps.find(({ id }) => id === 'fix');
}

test('what nobody approves in time expires: nothing is sent, and the run ends saying so', async () => {
  const world = worldOf();
  const { runId, approval } = await proposed(world);
  await bench.database.query("update run_approvals set expires_at = now() - interval '1 second' where run_id = $1", [runId]);
  await expect(bench.runs.decide(approval.id, 'grant', ada, null)).rejects.toMatchObject({ code: 'approval-expired' });
  await bench.store.expireApprovals(runId);
  await bench.database.query('update runs set wake_seq = wake_seq + 1, wake_at = now() where id = $1', [runId]);
  const view = await bench.until(runId);
  expect([view.approvals[0]?.status, fixOf(view)?.status, world.changed]).toEqual(['expired', 'cancelled', []]);
});

test('a denied change is not made, and what hangs on it is not followed', async () => {
  const world = worldOf();
  const { runId, approval } = await proposed(world, 'a -(ok)-> fix, fix -> check');
  await bench.runs.decide(approval.id, 'deny', ada, 'not in business hours');
  const view = await bench.until(runId);
  expect(fixOf(view)).toMatchObject({ status: 'cancelled', because: 'Not approved by ada: not in business hours' });
  expect([view.steps.find(({ id }) => id === 'check')?.status, world.changed, world.asked]).toEqual(['skipped', [], ['a']]);
});

test('who may not approve is refused, and the approval stays open', async () => {
  const { runId, approval } = await proposed(worldOf());
  await expect(bench.runs.decide(approval.id, 'grant', { ...ada, role: 'responder' }, null)).rejects.toMatchObject({
    code: 'role-missing',
  });
  expect((await bench.runs.view(runId)).approvals[0]?.status).toBe('open');
});

test('a change made by somebody else voids the approval and asks anew for what is now proposed', async () => {
  const world = worldOf();
  const { runId, approval } = await proposed(world);
  world.objects.set('replicas', { value: '5', version: 7 });
  await bench.runs.decide(approval.id, 'grant', ada, null);
  const { approvals } = await bench.until(runId, (view) => view.approvals.length > 1);
  expect(approvals.map(({ status, proposal }) => [status, proposal.changes[0]])).toEqual([['void', 'replicas:  → 2'], ['open', 'replicas: 5 → 2']]); // prettier-ignore
  await bench.runs.decide(approvals[1]!.id, 'grant', ada, null);
  await bench.until(runId);
  expect(world.changed).toEqual(['!set replicas 2']);
});

test('an object that was only touched is changed under its fresh version', async () => {
  const world = worldOf();
  const { runId, approval } = await proposed(world);
  world.objects.set('replicas', { value: '', version: 7 });
  await bench.runs.decide(approval.id, 'grant', ada, null);
  const view = await bench.until(runId);
  expect([view.actions[0]?.status, world.objects.get('replicas')]).toEqual(['applied', { value: '2', version: 8 }]);
});

test('an incident that is resolved a moment before its runs are told of it is changed no more', async () => {
  const world = worldOf();
  worker = await bench.worker(world);
  const [incident] = await bench.database.query<{ id: string }[]>(
    `insert into incidents (title, severity, status, cluster, source, labels, annotations, body, started_at, demo)
     values ('slow', 'critical', 'open', 'shop', 'rest', '{}', '{}', '', now(), false) returning id`,
  );
  const runId = await bench.start(planOf('a -(ok)-> fix', FIX), { incidentId: incident!.id });
  const { approvals } = await bench.until(runId, (view) => view.approvals.length > 0);
  await bench.database.query("update incidents set status = 'resolved' where id = $1", [incident!.id]);
  await bench.runs.decide(approvals[0]!.id, 'grant', ada, null);
  const view = await bench.until(runId);
  expect([view.actions[0]?.status, view.actions[0]?.detail, world.changed]).toEqual([
    'cancelled',
    'Not sent: The incident is resolved.',
    [],
  ]);
});

test('an incident that is resolved voids what is not sent yet', async () => {
  const world = worldOf();
  worker = await bench.worker(world);
  const runId = await bench.start(planOf('a -(ok)-> fix', FIX), { incidentId: 'incident-1' });
  await bench.until(runId, (view) => view.approvals.length > 0);
  await bench.runs.incidentResolved('incident-1');
  const view = await bench.until(runId);
  expect([view.approvals[0]?.status, fixOf(view)?.status, world.changed]).toEqual(['void', 'cancelled', []]);
});

test('a person who takes over ends all changing: open approvals are void', async () => {
  const world = worldOf();
  const { runId } = await proposed(world);
  await bench.runs.takeOver(runId, ada);
  const view = await bench.until(runId);
  expect([view.approvals[0]?.status, view.takenOverBy, world.changed]).toEqual(['void', 'ada', []]);
});

test('two runs do not change one workload at once', async () => {
  const world = worldOf();
  const { runId, approval } = await proposed(world);
  await bench.database.query("insert into workload_leases values ('here', 'default', 'Thing/replicas', 'exploration 7', null)");
  await bench.runs.decide(approval.id, 'grant', ada, null);
  await bench.until(runId, ({ approvals }) => approvals[0]?.status === 'granted');
  expect(world.changed).toEqual([]);
  await bench.database.query("delete from workload_leases where holder = 'exploration 7'");
  expect((await bench.until(runId)).actions[0]?.status).toBe('applied');
});

test('a run cancelled while it asks for approval changes nothing', async () => {
  const world = worldOf();
  const { runId } = await proposed(world);
  await bench.runs.cancel(runId, ada, 'false alarm');
  const view = await bench.until(runId);
  expect([view.status, view.outcome?.sentence, world.changed]).toEqual(['cancelled', 'The run was cancelled by ada: false alarm', []]);
  await expect(bench.runs.cancel(runId, ada, 'again')).rejects.toMatchObject({ code: 'run-ended' });
});

test('a dry run shows what the server would say and changes nothing', async () => {
  const world = worldOf();
  worker = await bench.worker(world);
  const runId = await bench.start(planOf('a -(ok)-> fix, fix -> check, check -> after, a -(bad)-> other', FIX), { dryRun: true });
  const view = await bench.until(runId);
  expect(view.actions).toMatchObject([{ status: 'dry-run' }]);
  const notEvaluated = 'skipped Not evaluated: it hangs on a change that was only tried as a dry run.';
  expect(view.steps.slice(2).map(({ status, because }) => `${status} ${because ?? ''}`)).toEqual([
    notEvaluated,
    notEvaluated,
    'skipped No path to this step was taken.',
  ]);
  expect([view.steps[1]?.status, world.changed]).toEqual(['cancelled', []]);
});

test.each([
  [
    'a policy of never cancels the change, whatever the mode',
    { mode: null, rulings: [{ cluster: '*', namespace: '*', verb: '*', ruling: 'never' }] },
    'cancelled',
    'Policy forbids it. The guide',
  ],
  [
    'a limit of suggest leaves it a proposal, though the run was started to act',
    { mode: 'suggest', rulings: [] },
    'proposed',
    'Proposed, not carried out',
  ],
] as const)('a guide forbids itself: %s', async (_what, limits, status, detail) => {
  const world = worldOf();
  worker = await bench.worker(world);
  const plan = planOf('a -(ok)-> fix', FIX);
  const view = await bench.until(await bench.start({ ...plan, id: `${plan.id}-${status}`, limits }));
  expect([view.actions[0]?.status, view.approvals, world.changed]).toEqual([status, [], []]);
  expect(view.actions[0]?.detail).toContain(detail);
});
