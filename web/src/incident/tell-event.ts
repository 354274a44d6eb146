import type { ModelAnswered, RunEvent, RunView } from '../contracts';
import { decidedBy } from '../step/decision-line';

export interface Told {
  readonly look: 'plain' | 'running' | 'succeeded' | 'failed' | 'asking' | 'skipped';
  readonly text: string;
  readonly below: string | null;
}

/** One event as a line; null where other lines say it already. */
export function tellEvent({ event }: RunEvent, run: RunView): Told | null {
  const titleOf = (id: string): string => run.plan.nodes.find((node) => node.id === id)?.title ?? id;
  switch (event.type) {
    case 'run-started':
      return told('plain', 'Run started', `${String(run.plan.nodes.length)} steps`);
    case 'step-started':
      return told('running', titleOf(event.stepId), event.attempt > 1 ? `attempt ${String(event.attempt)}` : 'begins');
    case 'step-settled':
      if (event.status === 'skipped' || event.status === 'observed') return null;
      return told(
        event.status === 'failed' ? 'failed' : 'succeeded',
        titleOf(event.stepId),
        event.findings.map(({ sentence }) => sentence).join('; ') || event.because,
      );
    case 'decision':
      if (!event.decision.answer) return null;
      return told(
        'plain',
        `${event.decision.condition} → ${event.decision.edge.to === 'end' ? 'end' : titleOf(event.decision.edge.to)}`,
        `${event.decision.reason} · ${decidedBy(event.decision)}`,
      );
    case 'model-asked':
      return told(
        'running',
        titleOf(event.stepId),
        `asking ${event.asked.model}: ${event.asked.conditions.map((text) => `“${text}”`).join(', ')}`,
      );
    case 'model-answered':
      return tellVerdicts(event.answered);
    case 'question-asked':
      return told('asking', event.question.text, event.question.status === 'grouped' ? 'waits its turn' : 'asked');
    case 'question-answered':
      return told(
        'plain',
        event.question.text,
        event.question.answer === null
          ? event.question.status
          : `“${event.question.answer}”, says ${event.question.answeredBy ?? 'nobody'}`,
      );
    case 'approval-requested':
      return told('asking', event.approval.proposal.rendered, waiting(event.approval));
    case 'approval-decided':
      return told(event.approval.status === 'granted' ? 'succeeded' : 'skipped', event.approval.proposal.rendered, decided(event.approval));
    case 'action':
      return told(
        event.action.status === 'failed' || event.action.status === 'unknown' ? 'failed' : 'plain',
        `${event.action.verb} ${event.action.kind.toLowerCase()}/${event.action.name}: ${event.action.status}`,
        event.action.detail,
      );
    case 'outcome':
      return told('succeeded', event.outcome.sentence, null);
    case 'run-ended':
      return told('plain', `Run ended: ${event.status}`, null);
  }
}

function waiting({ grants, approversNeeded }: RunView['approvals'][number]): string {
  if (grants.length === 0) return 'waits for approval';
  return `approved by ${grants.map(({ by }) => by).join(' and ')}: ${String(grants.length)} of ${String(approversNeeded)}`;
}

function decided({ status, decidedBy: person, why }: RunView['approvals'][number]): string {
  return `${status}${person === null ? '' : ` by ${person}`}${why === null ? '' : `: ${why}`}`;
}

/** Verdicts that decide something are told as decisions. */
function tellVerdicts({ model, verdicts }: ModelAnswered): Told | null {
  const left = verdicts.filter(({ verdict }) => verdict === 'open');
  return left.length === 0
    ? null
    : told('skipped', `${model} left it to you`, left.map(({ condition, why }) => `“${condition}”: ${why}`).join(' '));
}

function told(look: Told['look'], text: string, below: string | null): Told {
  return { look, text, below: below === '' ? null : below };
}
