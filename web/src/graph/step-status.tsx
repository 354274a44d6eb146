import type { ReactElement } from 'react';
import type { StepStatus } from '../contracts';

const WORDS: Readonly<Record<StepStatus, string>> = {
  waiting: 'waiting',
  running: 'running',
  observed: 'observed',
  asking: 'asks you',
  succeeded: 'done',
  failed: 'failed',
  skipped: 'not needed',
  cancelled: 'cancelled',
};

const GLYPHS: Readonly<Record<StepStatus, string>> = {
  waiting: 'M8 4.5v3.5l2.3 1.5',
  running: 'M6.4 5.2v5.6l4.6-2.8z',
  observed: 'M3.5 8s1.7-3 4.5-3 4.5 3 4.5 3-1.7 3-4.5 3-4.5-3-4.5-3z',
  asking: 'M6.2 6.3a1.9 1.9 0 1 1 2.6 1.8c-.6.3-.8.6-.8 1.2M8 11.4v.1',
  succeeded: 'M5 8.2l2.1 2.1 4-4.4',
  failed: 'M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6',
  skipped: 'M5 8h6',
  cancelled: 'M4.5 11.5l7-7',
};

export function statusWords(status: StepStatus): string {
  return WORDS[status];
}

/** A status as shape and colour; the word stands beside it. */
export function StatusIcon({ status }: { readonly status: StepStatus }): ReactElement {
  return (
    <svg className={`status-icon is-${status}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <circle cx="8" cy="8" r="6.6" />
      <path d={GLYPHS[status]} />
    </svg>
  );
}
