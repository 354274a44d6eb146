import type { ReactElement } from 'react';
import type { RunSummary } from '../contracts';
import { clockTime } from '../words';
import { RunChip } from './chips';

interface RunPickerProps {
  readonly runs: readonly RunSummary[];
  readonly chosen: string | null;
  readonly choose: (runId: string) => void;
}

/** Where an incident has several runs: which one is looked at. */
export function RunPicker({ runs, chosen, choose }: RunPickerProps): ReactElement | null {
  if (runs.length < 2) return null;
  return (
    <nav className="run-picker" aria-label="Runs of this incident">
      {runs.map(({ id, guideTitle, startedAt, status }) => (
        <button
          key={id}
          type="button"
          aria-pressed={id === chosen}
          onClick={() => {
            choose(id);
          }}
        >
          {clockTime(startedAt)} · {guideTitle} <RunChip status={status} />
        </button>
      ))}
    </nav>
  );
}
