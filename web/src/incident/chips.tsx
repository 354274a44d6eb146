import type { ReactElement } from 'react';
import type { IncidentView, RunStatus } from '../contracts';

const RUN_LOOK: Readonly<Record<RunStatus, { readonly look: string; readonly words: string }>> = {
  running: { look: 'running', words: 'running' },
  waiting: { look: 'asking', words: 'waits' },
  paused: { look: 'asking', words: 'paused' },
  succeeded: { look: 'succeeded', words: 'done' },
  failed: { look: 'failed', words: 'failed' },
  cancelled: { look: 'cancelled', words: 'cancelled' },
};

export function RunChip({ status }: { readonly status: RunStatus }): ReactElement {
  const { look, words } = RUN_LOOK[status];
  return <span className={`chip is-${look}`}>run {words}</span>;
}

export function IncidentChip({ status }: { readonly status: IncidentView['status'] }): ReactElement {
  const look = status === 'resolved' ? 'succeeded' : status === 'acknowledged' ? 'running' : 'failed';
  return <span className={`chip is-${look}`}>{status}</span>;
}
