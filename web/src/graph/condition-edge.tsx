import { BaseEdge, EdgeLabelRenderer } from '@xyflow/react';
import type { Edge, EdgeProps } from '@xyflow/react';
import type { ReactElement } from 'react';
import type { Decision, EdgeState } from '../contracts';
import { pathThrough } from './layout-plan';
import type { PlacedEdge } from './layout-plan';

export type ConditionEdge = Edge<
  { readonly placed: PlacedEdge; readonly state: EdgeState; readonly decision: Decision | null; readonly open: (id: string) => void },
  'condition'
>;

/** A way from step to step: pending, taken or not, with its condition. */
export function ConditionLine({ id, data, markerEnd }: EdgeProps<ConditionEdge>): ReactElement | null {
  if (data === undefined) return null;
  const { placed, state } = data;
  return (
    <>
      <BaseEdge
        id={id}
        path={pathThrough(placed.points)}
        className={`way is-${state}`}
        {...(markerEnd === undefined ? {} : { markerEnd })}
      />
      {placed.label === null ? null : <ConditionLabel data={data} />}
    </>
  );
}

function ConditionLabel({ data }: { readonly data: NonNullable<ConditionEdge['data']> }): ReactElement | null {
  const { placed, state, decision, open } = data;
  const { condition, from, to } = placed.edge;
  if (condition === null || placed.label === null) return null;
  const told = decision === null ? 'not decided yet' : `${decision.answer ? 'yes' : 'no'}: ${decision.reason}`;
  const owner = from === 'start' ? to : from;
  return (
    <EdgeLabelRenderer>
      <button
        type="button"
        className={`way-label nopan is-${state}`}
        style={{ transform: `translate(-50%, -50%) translate(${String(placed.label.x)}px, ${String(placed.label.y)}px)` }}
        title={`${condition.text}\n${told}`}
        aria-label={`Condition from ${from} to ${to}: ${condition.text}. ${told}`}
        onClick={() => {
          open(owner);
        }}
      >
        {state === 'enabled' ? '✓ ' : state === 'disabled' ? '✕ ' : ''}
        {condition.text}
      </button>
    </EdgeLabelRenderer>
  );
}
