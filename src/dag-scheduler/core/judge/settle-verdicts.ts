import type { ModelUse } from '../../../platform/llm/budget.js';
import type { Draft } from '../draft.js';
import { edgeKey } from '../plan-graph.js';
import type { ModelAnswered } from '../run.js';
import type { StepRecord } from '../run-state.js';
import { knownExits } from '../known-exits.js';
import { settleObserved } from '../settle-step.js';
import type { AskedCondition, ModelAsk } from './model-ask.js';
import type { Judgement } from './verdict.js';

export interface JudgedCondition {
  readonly condition: AskedCondition;
  readonly judgement: Judgement;
}

/** Puts what the model said on record and settles the step with it; about what is left open a person is asked. */
export function settleVerdicts(
  draft: Draft,
  step: StepRecord,
  ask: ModelAsk,
  judged: readonly JudgedCondition[],
  use: ModelUse,
  reasons: ReadonlyMap<string, string>,
): void {
  draft.tell({ type: 'model-answered', stepId: step.nodeId, answered: answeredOf(ask, judged, use) });
  const known = new Map(knownExits(draft, step.nodeId));
  const why = new Map(reasons);
  for (const { condition, judgement } of judged) {
    for (const exit of condition.exits) {
      if (judgement.kind === 'decided') known.set(edgeKey(exit), judgement.known);
      else why.set(edgeKey(exit), [reasons.get(edgeKey(exit)), judgement.why].filter((reason) => reason !== undefined).join(' '));
    }
  }
  settleObserved(draft, step, known, { reasons: why, askModel: () => null });
}

function answeredOf({ told }: ModelAsk, judged: readonly JudgedCondition[], use: ModelUse): ModelAnswered {
  const { id, scope, model } = told;
  const verdicts = judged.map(({ condition, judgement }) => {
    if (judgement.kind === 'open')
      return { condition: condition.text, verdict: 'open' as const, confidence: judgement.confidence, why: judgement.why };
    const verdict: 'true' | 'false' = judgement.known.answer ? 'true' : 'false';
    return { condition: condition.text, verdict, confidence: judgement.confidence, why: judgement.known.reason };
  });
  return { id, scope, model, ...use, verdicts };
}
