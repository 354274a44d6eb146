import { styleText } from 'node:util';
import type { ApprovalView, Decision, ModelAnswered, RunEvent, RunView } from '../../dag-scheduler/index.js';
import { assertNever } from '../../platform/errors.js';
import { redactDeep } from '../../platform/redact.js';

/** One event of a run as a line or two for a person, secrets masked; null where the drawing says it already. */
export function tellEvent({ event }: RunEvent, run: RunView): string | null {
  return lineOf(redactDeep(event), run);
}

function lineOf(event: RunEvent['event'], run: RunView): string | null {
  const titleOf = (id: string): string => run.plan.nodes.find((node) => node.id === id)?.title ?? id;
  switch (event.type) {
    case 'run-started':
      return `${styleText('bold', 'Run started')} (${run.plan.nodes.length} steps, guide "${run.guideTitle}").`;
    case 'step-started':
      return `  ${styleText('cyan', '▶')} ${titleOf(event.stepId)}${event.attempt > 1 ? ` (attempt ${event.attempt})` : ''}`;
    case 'step-settled':
      return tellSettled(
        titleOf(event.stepId),
        event.status,
        event.findings.map(({ sentence }) => sentence),
        event.because,
      );
    case 'decision':
      return tellDecision(event.decision, run.decisions, titleOf);
    case 'model-asked':
      return `  ${styleText('cyan', '◆')} Asking ${event.asked.model}: ${event.asked.conditions.map((condition) => `“${condition}”`).join(', ')}`;
    case 'model-answered':
      return tellVerdicts(event.answered);
    case 'question-asked':
      if (event.question.status === 'grouped') return `  ${styleText('yellow', '? Question')} (waits its turn): ${event.question.text}`;
      return `  ${styleText('yellow', '? Question')}: ${event.question.text}${event.question.evidence.map((line) => `\n      ${line}`).join('')}`;
    case 'question-answered':
      return `  Answered by ${event.question.answeredBy ?? 'nobody'}: ${event.question.answer ?? event.question.status}`;
    case 'approval-requested':
      return event.approval.grants.length === 0 ? tellApproval(event.approval) : tellCount(event.approval);
    case 'approval-decided':
      return `  Approval ${event.approval.status}${event.approval.decidedBy === null ? '' : ` by ${event.approval.decidedBy}`}${event.approval.why === null ? '' : ` (${event.approval.why})`}`;
    case 'action':
      return `  ${styleText('magenta', `⚙ ${event.action.status}`)}: ${event.action.rendered} ${styleText('dim', event.action.detail)}`;
    case 'outcome':
      return `${styleText('bold', 'Outcome')}: ${event.outcome.sentence}`;
    case 'run-ended':
      return `${styleText('bold', 'Run ended')}: ${event.status}.`;
    default:
      return assertNever(event);
  }
}

function tellSettled(title: string, status: string, findings: readonly string[], because: string | null): string | null {
  if (status === 'skipped' || status === 'asking' || status === 'observed') return null;
  const icon = status === 'failed' ? styleText('red', '✗') : status === 'cancelled' ? styleText('dim', '⊘') : styleText('green', '✓');
  const details = [...findings, ...(because === null ? [] : [because])];
  return `  ${icon} ${title}${details.map((line) => `\n      ${styleText('dim', line)}`).join('')}`;
}

function tellDecision(decision: Decision, all: readonly Decision[], titleOf: (id: string) => string): string | null {
  if (!decision.answer) return null;
  const to = decision.edge.to === 'end' ? 'end' : titleOf(decision.edge.to);
  const first = all.find(({ edge, condition }) => edge.from === decision.edge.from && condition === decision.condition);
  if (first !== undefined && first.edge.to !== decision.edge.to) return `    and → ${to}`;
  const by = decision.by.kind === 'person' ? decision.by.id : decision.by.kind;
  return `  ${styleText('blue', '↳')} ${decision.condition} → ${to} ${styleText('dim', `(${by}: ${decision.reason})`)}`;
}

function tellCount({ grants, approversNeeded }: ApprovalView): string {
  const by = grants.map((grant) => grant.by).join(' and ');
  return `  ${styleText('yellow', `Approved by ${by}: ${grants.length} of ${approversNeeded}`)}. It takes another person as well: no way back is known.`;
}

/** Verdicts that decide something are told as decisions. */
function tellVerdicts({ verdicts }: ModelAnswered): string | null {
  const left = verdicts.filter(({ verdict }) => verdict === 'open');
  return left.length === 0 ? null : left.map(({ condition, why }) => `  ${styleText('yellow', '◆')} “${condition}”: ${why}`).join('\n');
}

function tellApproval({ proposal, verification, why, approversNeeded }: ApprovalView): string {
  const { target } = proposal;
  return [
    '',
    `  ${styleText(['bold', 'yellow'], 'I ask before changing anything. May I?')}`,
    `    ${styleText('bold', proposal.rendered)}`,
    `    on        ${target.cluster}: ${target.kind.toLowerCase()}/${target.name} in ${target.namespace ?? 'the cluster'}`,
    ...proposal.changes.map((change) => `    changes   ${change}`),
    `    dry run   ${proposal.dryRun.accepted ? 'accepted by the server' : 'REFUSED by the server'}${proposal.dryRun.message === '' ? '' : `: ${proposal.dryRun.message}`}`,
    `    rollback  ${proposal.rollback?.rendered ?? `NO KNOWN ROLLBACK: it takes ${approversNeeded} people to approve it`}`,
    ...(why === null ? [] : [`    asked because ${why}`]),
    ...(proposal.controllers.length === 0 ? [] : [`    reverted by ${proposal.controllers.join(', ')}`]),
    `    verified  ${verification ?? 'by the steps that follow'}`,
  ].join('\n');
}
