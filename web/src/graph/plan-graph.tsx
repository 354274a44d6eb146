import { Controls, MarkerType, ReactFlow, useReactFlow, ReactFlowProvider } from '@xyflow/react';
import type { Node } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ReactElement, RefObject } from 'react';
import type { PlanDag, RunView } from '../contracts';
import { ConditionLine } from './condition-edge';
import type { ConditionEdge } from './condition-edge';
import { layoutPlan } from './layout-plan';
import type { PlacedPlan } from './layout-plan';
import { PointBox, StepBox } from './step-node';
import type { PointNode, StepNode } from './step-node';

const nodeTypes = { step: StepBox, point: PointBox };
const edgeTypes = { condition: ConditionLine };
/** Below this the words cannot be read; the drawing is panned instead. */
const LEAST_ZOOM = 0.5;
/** A drawing taller than this is drawn smaller, but not smaller than `SMALL`. */
const TALL = 860;
const SMALL = 0.9;

interface GraphProps {
  readonly plan: PlanDag;
  /** Null: the plan alone, as compiled. */
  readonly run: RunView | null;
  readonly selected: string | null;
  readonly open: (stepId: string) => void;
}

/** The plan as a drawing, live. */
export function PlanGraph(props: GraphProps): ReactElement {
  return (
    <ReactFlowProvider>
      <Drawing {...props} />
    </ReactFlowProvider>
  );
}

function Drawing({ plan, run, selected, open }: GraphProps): ReactElement {
  const frame = useRef<HTMLDivElement>(null);
  const placed = useMemo(() => layoutPlan(plan), [plan]);
  const width = useWidth(frame);
  const zoom = Math.max(LEAST_ZOOM, Math.min(1, (width - 24) / placed.width, Math.max(SMALL, TALL / placed.height)));
  const height = placed.height * zoom + 24;
  const flow = useReactFlow();
  useEffect(() => {
    if (width > 0) void flow.setViewport({ x: Math.max(12, (width - placed.width * zoom) / 2), y: 12, zoom });
  }, [flow, width, zoom, placed]);
  return (
    <div ref={frame} className="plan-graph" style={{ height }}>
      <ReactFlow<StepNode | PointNode, ConditionEdge>
        nodes={nodesOf(placed, plan, run, selected, open)}
        edges={edgesOf(placed, run, open)}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        zoomOnScroll={false}
        zoomOnDoubleClick={false}
        preventScrolling={false}
        minZoom={0.2}
        maxZoom={1.5}
        aria-label="The steps of the guide and the ways between them"
      >
        <Controls showInteractive={false} position="top-right" />
      </ReactFlow>
    </div>
  );
}

function useWidth(frame: RefObject<HTMLDivElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const { current } = frame;
    if (current === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      setWidth(Math.round(entry?.contentRect.width ?? 0));
    });
    observer.observe(current);
    return () => {
      observer.disconnect();
    };
  }, [frame]);
  return width;
}

function nodesOf(
  placed: PlacedPlan,
  plan: PlanDag,
  run: RunView | null,
  selected: string | null,
  open: (id: string) => void,
): (StepNode | PointNode)[] {
  return placed.nodes.flatMap(({ id, kind, x, y }): (StepNode | PointNode)[] => {
    const base = { id, position: { x, y } } satisfies Partial<Node>;
    if (kind === 'point')
      return [{ ...base, type: 'point', data: { label: id, isReached: id === 'start' ? run !== null : hasReachedEnd(run) } }];
    const node = plan.nodes.find((one) => one.id === id);
    if (node === undefined) return [];
    const step = run?.steps.find((one) => one.id === id) ?? null;
    return [{ ...base, type: 'step', data: { node, step, isSelected: id === selected, open } }];
  });
}

function hasReachedEnd(run: RunView | null): boolean {
  return run?.edges.some(({ to, state }) => to === 'end' && state === 'enabled') ?? false;
}

function edgesOf(placed: PlacedPlan, run: RunView | null, open: (id: string) => void): ConditionEdge[] {
  return placed.edges.map((one) => {
    const { from, to } = one.edge;
    const state = run?.edges.find((edge) => edge.from === from && edge.to === to)?.state ?? 'pending';
    const decision = run?.decisions.findLast(({ edge }) => edge.from === from && edge.to === to) ?? null;
    const markerEnd = { type: MarkerType.ArrowClosed, width: 16, height: 16, color: `var(--way-${state})` };
    return { id: one.id, source: from, target: to, type: 'condition', markerEnd, data: { placed: one, state, decision, open } };
  });
}
