import { useCallback, useState, useSyncExternalStore } from 'react';
import type { ReactElement } from 'react';
import type { Connection } from '../api/use-run';
import type { RunView } from '../contracts';
import { PlanGraph } from '../graph/plan-graph';
import { StepList } from '../graph/step-list';
import { StepPanel } from '../step/step-panel';
import { duration } from '../words';
import { RunChip } from './chips';
import { RunControls } from './run-controls';

const narrow = matchMedia('(max-width: 760px)');

function useIsNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      narrow.addEventListener('change', listener);
      return () => {
        narrow.removeEventListener('change', listener);
      };
    },
    () => narrow.matches,
  );
}

interface RunSectionProps {
  readonly run: RunView;
  readonly connection: Connection;
  readonly selected: string | null;
  readonly select: (stepId: string | null) => void;
}

/** The run: its steps as a drawing or a list, and the one that is looked at. */
export function RunSection({ run, connection, selected, select }: RunSectionProps): ReactElement {
  const [asList, setAsList] = useState<boolean | null>(null);
  const isNarrow = useIsNarrow();
  const showsList = asList ?? isNarrow;
  const node = run.plan.nodes.find(({ id }) => id === selected) ?? null;
  const open = (id: string): void => {
    select(id === selected ? null : id);
  };
  const close = useCallback(() => {
    select(null);
  }, [select]);
  const steps = { plan: run.plan, run, selected, open };
  return (
    <section className="panel run-section" aria-label="The run">
      <header className="run-head">
        <h2>
          Run <RunChip status={run.status} /> <span className="muted">{progressOf(run, connection)}</span>
        </h2>
        <div className="run-tools">
          <button
            type="button"
            className="small"
            aria-pressed={showsList}
            onClick={() => {
              setAsList(!showsList);
            }}
          >
            {showsList ? 'Show as drawing' : 'Show as list'}
          </button>
          <RunControls run={run} />
        </div>
      </header>
      {showsList ? <StepList {...steps} /> : <PlanGraph {...steps} />}
      {node === null ? null : <StepPanel key={node.id} node={node} run={run} close={close} />}
    </section>
  );
}

function progressOf(run: RunView, connection: Connection): string {
  const settled = run.steps.filter(({ status }) => ['succeeded', 'failed', 'skipped', 'cancelled'].includes(status)).length;
  if (run.makespanMs !== null) {
    const path = run.criticalPathMs === null ? '' : `, longest path ${duration(run.criticalPathMs)}`;
    return `took ${duration(run.makespanMs)}${path}`;
  }
  return `${String(settled)} of ${String(run.steps.length)} steps settled${connection === 'lost' ? ' · connecting again …' : connection === 'live' ? ' · live' : ''}`;
}
