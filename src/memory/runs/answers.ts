import type { QuestionRecord, Wake } from '../../dag-scheduler/index.js';
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
    "update run_questions set status = 'answered', answer = $2, answered_by = $3, told = false where id = $1 and status = 'open' returning run_id",
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

/** Grants or denies one literal request, by the database's clock, with its audit entry. */
export async function storeVerdict(
  on: Queryable,
  approvalId: string,
  verdict: 'grant' | 'deny',
  by: Person,
  why: string | null,
): Promise<Wake> {
  const status = verdict === 'grant' ? 'granted' : 'denied';
  await rowsOf(on, LOCK_RUN_OF_APPROVAL, [approvalId]);
  const row = await rowOf<ApprovalRow>(on, DECIDE, [approvalId, status, storable(by.id), why === null ? null : storable(why)]);
  if (row === null) return refuse(on, approvalId);
  const { runId, proposal, decidedAt } = approvalOf(row);
  await appendAudit(on, {
    act: `approval.${status}`,
    runId,
    by,
    payload: { approvalId, verb: proposal.verb, target: proposal.target, request: proposal.request, why },
    at: new Date(decidedAt ?? Date.now()),
  });
  return wakeRun(on, runId);
}

const DECIDE = `
update run_approvals a set status = $2, decided_by = $3, decided_at = clock_timestamp(), why = $4, told = false
from runs r
where a.id = $1 and a.status = 'open' and a.expires_at > clock_timestamp() and r.id = a.run_id and r.ended_at is null
returning a.*`;

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
