import type { ReactElement } from 'react';
import type { Decision, RunView } from '../contracts';

/** "Yes: the value is above 90% → Take the CPU limit to the owners (0.93 is above 0.9; decided by rule)". */
export function DecisionLine({ decision, run }: { readonly decision: Decision; readonly run: RunView | null }): ReactElement {
  const { edge, condition, answer, reason } = decision;
  const target = edge.to === 'end' ? 'end' : (run?.plan.nodes.find(({ id }) => id === edge.to)?.title ?? edge.to);
  return (
    <li className={`decision ${answer ? 'is-yes' : 'is-no'}`}>
      <span className="decision-answer">{answer ? '✓ yes' : '✕ no'}</span>
      <span>
        {condition} <span className="muted">→ {target}</span>
        <br />
        <span className="muted">
          {reason} · {decidedBy(decision)}
        </span>
      </span>
    </li>
  );
}

export function decidedBy({ by }: Decision): string {
  switch (by.kind) {
    case 'rule':
      return 'decided by rule';
    case 'model':
      return `judged by the model ${by.model}`;
    case 'person':
      return `decided by ${by.id}`;
    case 'deadline':
      return 'taken by deadline';
  }
}
