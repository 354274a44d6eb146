import type { GuideMode, RunEvent } from '../../dag-scheduler/index.js';
import { assertNever } from '../../platform/errors.js';
import type { Saying } from '../outbox.js';
import type { IncidentReport } from './report.js';

/**
 * What follows from one event of a run. A card comes last in every list: it shows the state after what was said before it,
 * and nothing waits behind it. A run in shadow mode tells nobody. `report` is asked for at the end only.
 */
export function sayingsOf({ runId, event }: RunEvent, mode: GuideMode, report: IncidentReport | null): readonly Saying[] {
  if (mode === 'shadow') return [];
  const card: Saying = { kind: 'card', runId };
  switch (event.type) {
    case 'step-started':
    case 'decision':
    case 'model-asked':
    case 'model-answered':
      return [];
    case 'run-started':
    case 'step-settled':
    case 'question-answered':
    case 'approval-decided':
    case 'action':
      return [card];
    case 'question-asked':
      return event.question.status === 'open' ? [{ kind: 'question', runId, question: event.question }, card] : [card];
    case 'approval-requested':
      return [{ kind: 'approval', runId, approval: event.approval }, card];
    case 'outcome':
      return [{ kind: 'note', runId, text: event.outcome.sentence }, card];
    case 'run-ended':
      return report === null ? [card] : [{ kind: 'report', runId, report }, card];
    default:
      return assertNever(event);
  }
}
