import type { Control, Inbox, Wake } from '../../dag-scheduler/index.js';
import type { Person } from '../../gates/index.js';
import { assertNever, TerminalError } from '../../platform/errors.js';
import { rowOf, rowsOf, storable } from '../sql.js';
import type { Queryable } from '../sql.js';
import { approvalOf, controlOf, questionOf } from './run-rows.js';
import type { ApprovalRow, QuestionRow } from './run-rows.js';

type ControlRow = Parameters<typeof controlOf>[0] & { readonly wake_seq: string };

/** What others wrote for a run: `wakeSeq` is read first, so that nothing written later is taken for seen. */
export async function readInbox(on: Queryable, runId: string): Promise<Inbox> {
  const row = await rowOf<ControlRow>(
    on,
    'select wake_seq, taken_over_by, paused_by, cancelled_by, cancelled_why, incident_resolved from runs where id = $1',
    [runId],
  );
  if (row === null) throw new TerminalError('run-unknown', `There is no run ${runId}.`);
  const answers = await rowsOf<QuestionRow>(on, "select * from run_questions where run_id = $1 and status = 'answered' and not told", [
    runId,
  ]);
  const verdicts = await rowsOf<ApprovalRow>(on, VERDICTS, [runId]);
  return {
    wakeSeq: Number(row.wake_seq),
    control: controlOf(row),
    answers: answers.map(questionOf),
    verdicts: verdicts.map(approvalOf),
  };
}

const VERDICTS = "select * from run_approvals where run_id = $1 and (status <> 'open' or grants <> '[]') and not told";

/** Wakes a run in the transaction of what wakes it: whoever holds it looks again, whoever is free claims it. */
export async function wakeRun(on: Queryable, runId: string): Promise<Wake> {
  const row = await rowOf<{ wake_seq: string }>(on, WAKE, [runId]);
  await rowsOf(on, 'select pg_notify($1, $2)', ['periplus_wake', runId]);
  return { runId, wakeSeq: Number(row?.wake_seq ?? 0) };
}

const WAKE = `
update runs set wake_seq = wake_seq + 1, wake_at = case when ended_at is null then clock_timestamp() end
where id = $1
returning wake_seq`;

/** A person's control, first come: a run is cancelled, paused or taken over by one. */
export async function controlRun(on: Queryable, runId: string, control: Control, by: Person): Promise<Wake> {
  const row = await rowOf<{ ended_at: Date | null }>(on, 'select ended_at from runs where id = $1 for no key update', [runId]);
  if (row === null) throw new TerminalError('run-unknown', `There is no run ${runId}.`);
  if (row.ended_at !== null) throw new TerminalError('run-ended', `The run ${runId} has ended: it cannot be changed any more.`);
  const person = storable(by.id);
  switch (control.kind) {
    case 'cancel':
      await rowsOf(on, 'update runs set cancelled_by = $2, cancelled_why = $3, paused_by = null where id = $1 and cancelled_by is null', [
        runId,
        person,
        storable(control.why),
      ]);
      break;
    case 'pause':
      await rowsOf(on, 'update runs set paused_by = coalesce(paused_by, $2) where id = $1', [runId, person]);
      break;
    case 'resume':
      await rowsOf(on, 'update runs set paused_by = null where id = $1', [runId]);
      break;
    case 'take-over':
      await rowsOf(on, 'update runs set taken_over_by = coalesce(taken_over_by, $2) where id = $1', [runId, person]);
      break;
    default:
      assertNever(control);
  }
  return wakeRun(on, runId);
}

/** The incident is over: what has not been sent must not be. @returns the runs it woke */
export async function resolveIncident(on: Queryable, incidentId: string): Promise<readonly Wake[]> {
  const runs = await rowsOf<{ id: string }>(
    on,
    'update runs set incident_resolved = true where incident_id = $1 and ended_at is null returning id',
    [incidentId],
  );
  const woken: Wake[] = [];
  for (const { id } of runs) {
    await rowsOf(on, VOID, [id]);
    woken.push(await wakeRun(on, id));
  }
  return woken;
}

const VOID = `
update run_approvals a set status = 'void', decided_at = clock_timestamp(), why = 'The incident is resolved.', told = false
where a.run_id = $1 and a.status in ('open', 'granted')
  and not exists (select 1 from run_actions x where x.approval_id = a.id and x.status in ('intended', 'applied', 'unknown'))`;
