import { setTimeout as sleep } from 'node:timers/promises';
import type { Runs } from '../../dag-scheduler/index.js';
import type { Person } from '../../gates/index.js';

/**
 * A command line without a person cannot answer: once nothing but questions and approvals hold a run up, it is cancelled,
 * and its report says what was left open. Everything else has run by then.
 */
export async function cancelWhenOnlyQuestionsAreLeft(runs: Runs, runId: string, by: Person, signal: AbortSignal): Promise<void> {
  const pause = (): Promise<boolean> => sleep(500, true, { signal }).catch(() => false);
  while (await pause()) {
    const { status, questions, approvals, steps } = await runs.view(runId, 1);
    const isAsking = questions.some((question) => question.status === 'open') || approvals.some((approval) => approval.status === 'open');
    const isWorking = steps.some((step) => step.status === 'running');
    if (status !== 'running' && status !== 'waiting') return;
    if (!isAsking || isWorking || status !== 'waiting') continue;
    await runs.cancel(runId, by, 'only questions were left, and nobody at this command line answers them');
    return;
  }
}
