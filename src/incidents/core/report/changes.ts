import type { ActionView, ApprovalView, RunView } from '../../../dag-scheduler/index.js';
import { assertNever } from '../../../platform/errors.js';
import type { IncidentView } from '../incident.js';
import type { ReportSentence } from '../report.js';
import { decisionSentence, findingSentence, plain, withoutStop } from './evidence.js';

/** What was changed and by whom approved; what was proposed and left. */
export function changedSection(run: RunView): readonly ReportSentence[] {
  const said = run.actions.map((action) => actionSentence(action));
  const hasChanged = run.actions.some(({ status }) => status === 'applied' || status === 'unknown' || status === 'intended');
  return hasChanged ? said : [plain('Nothing was changed.'), ...said];
}

function actionSentence(action: ActionView): ReportSentence {
  const { stepId, queryId, rendered, detail } = action;
  const tail = detail === '' ? '' : `: ${withoutStop(detail)}`;
  return { sentence: `${fateOf(action)} ${rendered}${tail}.${approvalOf(action)}`, stepId, queryId, evidence: null };
}

function fateOf({ status }: ActionView): string {
  switch (status) {
    case 'applied':
      return 'Carried out:';
    case 'proposed':
      return 'Proposed, not carried out:';
    case 'dry-run':
      return 'Tried as a dry run only:';
    case 'intended':
      return 'Being carried out:';
    case 'failed':
      return 'Failed:';
    case 'unknown':
      return 'Sent, and nobody knows whether it took effect:';
    case 'cancelled':
      return 'Not carried out:';
    default:
      return assertNever(status);
  }
}

function approvalOf({ approvedBy }: ActionView): string {
  return approvedBy === null ? '' : ` Approved by ${approvedBy}.`;
}

/** What was seen after a change: the findings and positive answers of the steps behind it, and the alert's own end. */
export function verifiedSection(run: RunView, incident: IncidentView | null): readonly ReportSentence[] {
  const applied = run.actions.filter(({ status }) => status === 'applied');
  if (applied.length === 0) return [plain('There was no change to verify.')];
  const after = stepsAfter(
    run,
    applied.map(({ stepId }) => stepId),
  );
  const decided = run.decisions
    .filter(({ edge, answer }) => answer && after.has(edge.from))
    .map((decision) => decisionSentence(run, decision));
  const seen = run.steps
    .filter(({ id }) => after.has(id))
    .flatMap(({ id, findings }) => findings.map((finding) => findingSentence(run, id, finding)));
  const resolved = incident?.resolvedAt ?? null;
  const alert = resolved === null ? [] : [plain(`The alert was resolved at ${resolved}.`)];
  const said = [...decided, ...seen, ...alert];
  return said.length > 0 ? said : [plain('The change has not been verified: no step after it was carried out.')];
}

function stepsAfter(run: RunView, changed: readonly string[]): ReadonlySet<string> {
  const after = new Set<string>();
  const open = [...changed];
  for (const id of open) {
    for (const { from, to } of run.plan.edges) {
      if (from !== id || to === 'end' || after.has(to)) continue;
      after.add(to);
      open.push(to);
    }
  }
  return after;
}

/** A restart or a deleted pod brings back the same image and configuration. */
const PASSING_VERBS = /^(?:rollout restart|restart|delete|evict)/u;

/** Who would undo it, what brings the prior state back, and whether the change takes the cause away at all. */
export function willItStaySection(run: RunView): readonly ReportSentence[] {
  const applied = run.actions.filter(({ status }) => status === 'applied');
  if (applied.length === 0) {
    const isCauseKnown = run.outcome?.rootCause != null;
    return [
      plain(
        isCauseKnown
          ? 'Nothing was changed, so the trouble lasts until its cause is removed.'
          : 'Nothing was changed, so there is nothing that could be undone.',
      ),
    ];
  }
  return applied.flatMap((action) => lastingOf(action, approvalFor(run, action)));
}

function lastingOf(action: ActionView, approval: ApprovalView | undefined): readonly ReportSentence[] {
  const of = (sentence: string): ReportSentence => ({ ...plain(sentence, action.stepId), queryId: action.queryId });
  const controllers = approval?.proposal.controllers ?? [];
  const rollback = approval?.proposal.rollback ?? null;
  return [
    of(
      controllers.length > 0
        ? `${controllers.join(', ')} may change it back: make the change there too.`
        : `Nobody was found who would change ${action.kind} ${action.name} back.`,
    ),
    ...(PASSING_VERBS.test(action.verb)
      ? [of(`A ${action.verb} does not remove a cause that lies in the image or its configuration: it may come back.`)]
      : []),
    of(rollback === null ? 'NO KNOWN ROLLBACK for this change.' : `It can be undone with: ${rollback.rendered}`),
  ];
}

function approvalFor(run: RunView, action: ActionView): ApprovalView | undefined {
  const ofAction = run.approvals.filter(({ stepId, queryId }) => stepId === action.stepId && queryId === action.queryId);
  return ofAction.find(({ status }) => status === 'granted') ?? ofAction.at(-1);
}
