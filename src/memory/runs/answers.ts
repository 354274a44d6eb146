import { countOf, withGrant } from '../../dag-scheduler/index.js';
import type { ApprovalStatus, QuestionRecord, Wake } from '../../dag-scheduler/index.js';
import type { Person } from '../../gates/index.js';
import { TerminalError } from '../../platform/errors.js';
import { appendAudit } from '../audit/append-audit.js';
import { rowOf, rowsOf, storable } from '../sql.js';
import type { Queryable } from '../sql.js';
import { wakeRun } from './inbox.js';
import { approvalOf, questionOf } from './run-rows.js';
import type { ApprovalRow, QuestionRow } from './run-rows.js';

/** Everybody locks the run first, as its holder does: otherwise an answer and a settlement could wait for each other. */
const LOCK_RUN_OF_QUESTION = 'select 1 from runs where id = (select run_id from run_questions where id = $1) for no key update';
const LOCK_RUN_OF_APPROVAL = 'select 1 from runs where id = (select run_id from run_approvals where id = $1) for no key update';

export async function findQuestion(on: Queryable, questionId: string): Promise<QuestionRecord> {
  const row = await rowOf<QuestionRow>(on, 'select * from run_questions where id = $1', [questionId]);
  if (row === null) throw new TerminalError('question-unknown', `There is no question ${questionId}.`);
  return questionOf(row);
}

/** The first answer counts. It is stored with its wake-up, so that it cannot be lost. */
export async function storeAnswer(on: Queryable, questionId: string, answer: string, by: Person): Promise<Wake> {
  await rowsOf(on, LOCK_RUN_OF_QUESTION, [questionId]);
  const row = await rowOf<{ run_id: string }>(
    on,
    "update run_questions set status = 'answered', answer = $2, answered_by = $3, told = false where id = $1 and status in ('open', 'grouped') returning run_id",
    [questionId, storable(answer), storable(by.id)],
  );
  if (row === null) {
    const question = await findQuestion(on, questionId);
    throw new TerminalError(
      'question-closed',
      `The question has been ${question.status}${question.answeredBy === null ? '' : ` by ${question.answeredBy}`}.`,
    );
  }
  return wakeRun(on, row.run_id);
}

/**
 * Grants or denies one literal request, by the database's clock, with its audit entry. A grant that does not suffice yet leaves
 * the approval open, with its count.
 */
export async function storeVerdict(on: Queryable, approvalId: string, verdict: Verdict, by: Person, why: string | null): Promise<Wake> {
  await rowsOf(on, LOCK_RUN_OF_APPROVAL, [approvalId]);
  const row = await rowOf<ApprovalRow & { readonly now: Date }>(on, STILL_OPEN, [approvalId]);
  if (row === null) return refuse(on, approvalId);
  const approval = approvalOf(row);
  const said = why === null ? null : storable(why);
  const grants = verdict === 'grant' ? withGrant(approval, { ...by, id: storable(by.id) }, said, row.now.toISOString()) : approval.grants;
  const status = statusAfter(verdict, grants.length, approval.approversNeeded);
  const decided = status === 'open' ? [null, null, approval.why] : [storable(by.id), row.now, said];
  await rowsOf(on, DECIDE, [approvalId, status, JSON.stringify(grants), ...decided]);
  const { runId, proposal, approversNeeded } = approval;
  const { verb, target, request } = proposal;
  const count = verdict === 'grant' ? countOf({ grants, approversNeeded }) : null;
  await appendAudit(on, {
    act: verdict === 'grant' ? 'approval.granted' : 'approval.denied',
    runId,
    by,
    payload: { approvalId, verb, target, request, why, count },
    at: row.now,
  });
  return wakeRun(on, runId);
}

type Verdict = 'grant' | 'deny';

function statusAfter(verdict: Verdict, granted: number, needed: number): ApprovalStatus {
  if (verdict === 'deny') return 'denied';
  return granted >= needed ? 'granted' : 'open';
}

const STILL_OPEN = `
select a.*, clock_timestamp() as now from run_approvals a join runs r on r.id = a.run_id
where a.id = $1 and a.status = 'open' and a.expires_at > clock_timestamp() and r.ended_at is null
for update of a`;

const DECIDE = 'update run_approvals set status = $2, grants = $3, decided_by = $4, decided_at = $5, why = $6, told = false where id = $1';

async function refuse(on: Queryable, approvalId: string): Promise<never> {
  const row = await rowOf<ApprovalRow>(on, 'select * from run_approvals where id = $1', [approvalId]);
  if (row === null) throw new TerminalError('approval-unknown', `There is no approval ${approvalId}.`);
  const { status, decidedBy, expiresAt } = approvalOf(row);
  if (status === 'open' || status === 'expired') {
    throw new TerminalError('approval-expired', `The approval was good until ${expiresAt}; the change has to be proposed anew.`);
  }
  throw new TerminalError('approval-closed', `The approval is ${status}${decidedBy === null ? '' : ` by ${decidedBy}`}.`);
}

/** Open approvals whose time is over. Their run reads them from its inbox. */
export async function expireApprovals(on: Queryable, runId: string): Promise<void> {
  await rowsOf(
    on,
    "update run_approvals set status = 'expired', decided_at = clock_timestamp(), why = 'Nobody approved it in time.', told = false where run_id = $1 and status = 'open' and expires_at <= clock_timestamp()",
    [runId],
  );
}
