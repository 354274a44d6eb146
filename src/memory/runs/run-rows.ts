import type { ActionRecord, ApprovalRecord, EdgeRecord, Inbox, QuestionRecord, RunRecord, StepRecord } from '../../dag-scheduler/index.js';

/** Rows as the driver hands them over: times are Date, jsonb is parsed. One map per table turns them into our types. */

export interface RunRow {
  id: string;
  plan_id: string;
  incident_id: string | null;
  guide_id: string;
  guide_title: string;
  guide_version: number | null;
  mode: RunRecord['mode'];
  status: RunRecord['status'];
  parameters: RunRecord['parameters'];
  service: string | null;
  cluster: string;
  dry_run: boolean;
  demo: boolean;
  about: Date;
  retry_of: string | null;
  started_at: Date;
  started_by: string | null;
  urgency: RunRecord['urgency'];
  ended_at: Date | null;
  outcome: RunRecord['outcome'];
  outcome_at: Date | null;
  iterations: RunRecord['iterations'];
  taken_over_by: string | null;
  paused_by: string | null;
  cancelled_by: string | null;
  cancelled_why: string | null;
  incident_resolved: boolean;
}

export function runOf(row: RunRow): RunRecord {
  return {
    id: row.id,
    incidentId: row.incident_id,
    guideId: row.guide_id,
    guideTitle: row.guide_title,
    guideVersion: row.guide_version,
    mode: row.mode,
    status: row.status,
    parameters: row.parameters,
    service: row.service,
    cluster: row.cluster,
    dryRun: row.dry_run,
    demo: row.demo,
    at: row.about,
    retryOf: row.retry_of,
    startedAt: row.started_at.toISOString(),
    startedBy: row.started_by,
    urgency: row.urgency,
    endedAt: iso(row.ended_at),
    outcome: row.outcome,
    outcomeAt: iso(row.outcome_at),
    iterations: row.iterations,
    takenOverBy: row.taken_over_by,
    pausedBy: row.paused_by,
    cancelledBy: row.cancelled_by,
    cancelledWhy: row.cancelled_why,
    incidentResolved: row.incident_resolved,
  };
}

/** What a person did to a run from outside. */
export function controlOf(
  row: Pick<RunRow, 'taken_over_by' | 'paused_by' | 'cancelled_by' | 'cancelled_why' | 'incident_resolved'>,
): Inbox['control'] {
  return {
    takenOverBy: row.taken_over_by,
    pausedBy: row.paused_by,
    cancelledBy: row.cancelled_by,
    cancelledWhy: row.cancelled_why,
    incidentResolved: row.incident_resolved,
  };
}

export interface StepRow {
  scope: string;
  node_id: string;
  status: StepRecord['status'];
  attempt: number;
  started_at: Date | null;
  ended_at: Date | null;
  results: StepRecord['results'];
  findings: StepRecord['findings'];
  because: string | null;
  error_code: string | null;
  dead_source: string | null;
  due_at: Date | null;
  spans: StepRecord['spans'];
}

export function stepOf(row: StepRow): StepRecord {
  return {
    scope: row.scope,
    nodeId: row.node_id,
    status: row.status,
    attempt: row.attempt,
    startedAt: iso(row.started_at),
    endedAt: iso(row.ended_at),
    results: row.results,
    findings: row.findings,
    because: row.because,
    errorCode: row.error_code,
    deadSource: row.dead_source,
    dueAt: iso(row.due_at),
    spans: row.spans,
  };
}

export interface EdgeRow {
  scope: string;
  from_node: string;
  to_node: string;
  state: EdgeRecord['state'];
  held: boolean;
  decision: EdgeRecord['decision'];
}

export function edgeOf(row: EdgeRow): EdgeRecord {
  return { scope: row.scope, from: row.from_node, to: row.to_node, state: row.state, held: row.held, decision: row.decision };
}

export interface QuestionRow {
  id: string;
  run_id: string;
  scope: string;
  node_id: string;
  kind: QuestionRecord['kind'];
  subject: string;
  text: string;
  options: readonly string[];
  evidence: readonly string[];
  status: QuestionRecord['status'];
  answer: string | null;
  answered_by: string | null;
  asked_at: Date;
  deadline: Date;
  by_deadline: QuestionRecord['byDeadline'];
}

export function questionOf(row: QuestionRow): QuestionRecord {
  return {
    id: row.id,
    runId: row.run_id,
    scope: row.scope,
    stepId: row.node_id,
    kind: row.kind,
    subject: row.subject,
    text: row.text,
    options: row.options,
    evidence: row.evidence,
    status: row.status,
    answer: row.answer,
    answeredBy: row.answered_by,
    askedAt: row.asked_at.toISOString(),
    deadline: row.deadline.toISOString(),
    byDeadline: row.by_deadline,
  };
}

export interface ApprovalRow {
  id: string;
  run_id: string;
  scope: string;
  node_id: string;
  query_id: string;
  status: ApprovalRecord['status'];
  proposal: ApprovalRecord['proposal'];
  verification: string | null;
  asked_at: Date;
  expires_at: Date;
  approvers_needed: number;
  grants: ApprovalRecord['grants'];
  not_by: string | null;
  decided_by: string | null;
  decided_at: Date | null;
  why: string | null;
}

export function approvalOf(row: ApprovalRow): ApprovalRecord {
  return {
    id: row.id,
    runId: row.run_id,
    scope: row.scope,
    stepId: row.node_id,
    queryId: row.query_id,
    status: row.status,
    proposal: row.proposal,
    verification: row.verification,
    askedAt: row.asked_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    approversNeeded: row.approvers_needed,
    grants: row.grants,
    notBy: row.not_by,
    decidedBy: row.decided_by,
    decidedAt: iso(row.decided_at),
    why: row.why,
  };
}

export interface ActionRow {
  scope: string;
  node_id: string;
  query_id: string;
  verb: string;
  kind: string;
  namespace: string | null;
  name: string;
  rendered: string;
  status: ActionRecord['status'];
  detail: string;
  approved_by: string | null;
  approval_id: string | null;
  proposal: ActionRecord['proposal'];
  at: Date;
}

export function actionOf(row: ActionRow): ActionRecord {
  return {
    scope: row.scope,
    stepId: row.node_id,
    queryId: row.query_id,
    verb: row.verb,
    kind: row.kind,
    namespace: row.namespace,
    name: row.name,
    rendered: row.rendered,
    status: row.status,
    detail: row.detail,
    approvedBy: row.approved_by,
    approvalId: row.approval_id,
    proposal: row.proposal,
    at: row.at.toISOString(),
  };
}

function iso(time: Date | null): string | null {
  return time === null ? null : time.toISOString();
}
