import { Handle, Position } from '@xyflow/react';
import type { Node, NodeProps } from '@xyflow/react';
import type { ReactElement } from 'react';
import type { PlanNode, StepView } from '../contracts';
import { StatusIcon, statusWords } from './step-status';

export type StepNode = Node<
  { readonly node: PlanNode; readonly step: StepView | null; readonly isSelected: boolean; readonly open: (id: string) => void },
  'step'
>;
export type PointNode = Node<{ readonly label: string; readonly isReached: boolean }, 'point'>;

/** A step in the graph: what it is, how it stands, what it found. */
export function StepBox({ data }: NodeProps<StepNode>): ReactElement {
  const { node, step, isSelected, open } = data;
  const status = step?.status ?? 'waiting';
  const line = step?.findings[0]?.sentence ?? step?.because ?? null;
  return (
    <>
      <Handle type="target" position={Position.Top} isConnectable={false} />
      <button
        type="button"
        className={`step-box nopan is-${status}${isSelected ? ' is-selected' : ''}`}
        aria-pressed={isSelected}
        title={line === null ? node.title : `${node.title}: ${line}`}
        onClick={() => {
          open(node.id);
        }}
      >
        <span className="step-box-head">
          <StatusIcon status={status} />
          <span className="step-box-title">{node.title}</span>
        </span>
        <span className="step-box-line">
          <b>{step === null ? node.kind : statusWords(status)}</b>
          {line === null || status === 'skipped' ? null : <> · {line}</>}
        </span>
      </button>
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
    </>
  );
}

/** Start and end. */
export function PointBox({ data }: NodeProps<PointNode>): ReactElement {
  return (
    <>
      {data.label === 'start' ? null : <Handle type="target" position={Position.Top} isConnectable={false} />}
      <span className={`point-box${data.isReached ? ' is-reached' : ''}`}>{data.label}</span>
      {data.label === 'end' ? null : <Handle type="source" position={Position.Bottom} isConnectable={false} />}
    </>
  );
}
