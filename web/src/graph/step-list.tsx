import { useMemo } from 'react';
import type { ReactElement } from 'react';
import type { PlanDag, RunView } from '../contracts';
import { readingOrder } from './layout-plan';
import { StatusIcon, statusWords } from './step-status';

interface StepListProps {
  readonly plan: PlanDag;
  readonly run: RunView | null;
  readonly selected: string | null;
  readonly open: (stepId: string) => void;
}

/** The same steps one below the other: for small screens and for those who listen. */
export function StepList({ plan, run, selected, open }: StepListProps): ReactElement {
  const order = useMemo(() => readingOrder(plan), [plan]);
  return (
    <ol className="step-list">
      {order.map((id) => {
        const node = plan.nodes.find((one) => one.id === id);
        const step = run?.steps.find((one) => one.id === id);
        const status = step?.status ?? 'waiting';
        const line = step?.findings[0]?.sentence ?? step?.because ?? null;
        return (
          <li key={id}>
            <button
              type="button"
              className={`step-row is-${status}`}
              aria-pressed={id === selected}
              onClick={() => {
                open(id);
              }}
            >
              <StatusIcon status={status} />
              <span>
                <span className="step-row-title">{node?.title ?? id}</span>
                <span className="step-row-line">
                  <b>{statusWords(status)}</b>
                  {line === null ? null : <> · {line}</>}
                </span>
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
