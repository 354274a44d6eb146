import { isSound, statusTallyOf } from '../../../dag-scheduler/index.js';
import type { RunView, StepView } from '../../../dag-scheduler/index.js';
import type { ReportSentence } from '../report.js';
import { resting, titleOf } from './evidence.js';

/**
 * Signals that compete with the cause: rows that a query itself judges as not well, in steps other than the one the cause was
 * found in. First those of steps whose condition was looked at and does not hold: their signal is there, and too weak.
 */
export function alsoSeenSection(run: RunView): readonly ReportSentence[] {
  const causeStep = run.outcome?.rootCause?.stepId ?? null;
  const others = run.steps.filter(({ id, status }) => status === 'succeeded' && id !== causeStep);
  const isRuledOut = ({ id }: StepView): boolean => run.decisions.some(({ edge, answer }) => edge.from === id && !answer);
  const inOrder = [...others.filter(isRuledOut), ...others.filter((step) => !isRuledOut(step))];
  return inOrder.flatMap((step) => signalsOf(run, step, isRuledOut(step)));
}

function signalsOf(run: RunView, step: StepView, isRuledOut: boolean): readonly ReportSentence[] {
  const queries = run.plan.nodes.find(({ id }) => id === step.id)?.queries ?? [];
  return step.results.flatMap((result) => {
    const tally = statusTallyOf(
      result,
      queries.find(({ id }) => id === result.queryId),
    );
    const unsound = tally?.words.filter(({ word }) => !isSound(word)) ?? [];
    if (unsound.length === 0) return [];
    const rows = unsound.flatMap((one) => one.rows).toSorted((a, b) => a - b);
    const words = unsound.map((one) => `${one.rows.length} ${one.word}`).join(', ');
    const weaker = isRuledOut ? ', which the guide does not take for the cause' : '';
    const sentence = `${titleOf(run, step.id)}: ${words} of ${result.rows.length} ${result.rows.length === 1 ? 'row' : 'rows'}${weaker}.`;
    return [resting(run, sentence, { stepId: step.id, queryId: result.queryId, rows: rows.slice(0, 3) })];
  });
}
