import { useState } from 'react';
import type { ReactElement } from 'react';
import { post } from '../api/call';
import type { RunView } from '../contracts';
import { useCall } from './use-call';

/** What a person may do to a run as a whole. */
export function RunControls({ run }: { readonly run: RunView }): ReactElement {
  const { isBusy, refusal, attempt } = useCall();
  const [isEnding, setEnding] = useState(false);
  const act = (verb: string, title: string): ReactElement => (
    <button
      type="button"
      className="small"
      disabled={isBusy}
      onClick={() => {
        attempt(() => post(`/runs/${run.id}/${verb}`));
      }}
    >
      {title}
    </button>
  );
  const isActive = run.status === 'running' || run.status === 'waiting' || run.status === 'paused';
  return (
    <>
      {isActive && run.status !== 'paused' ? act('pause', 'Pause') : null}
      {run.status === 'paused' ? act('resume', 'Resume') : null}
      {isActive && run.takenOverBy === null ? act('take-over', 'Take over') : null}
      {isActive && !isEnding ? (
        <button
          type="button"
          className="small"
          onClick={() => {
            setEnding(true);
          }}
        >
          Cancel …
        </button>
      ) : null}
      {isActive && isEnding ? (
        <>
          {act('cancel', 'End this run')}
          <button
            type="button"
            className="small quiet"
            onClick={() => {
              setEnding(false);
            }}
          >
            Keep it
          </button>
        </>
      ) : null}
      {run.status === 'failed' || run.status === 'cancelled' ? act('retry', 'Retry') : null}
      {run.takenOverBy === null ? null : <span className="muted">taken over by {run.takenOverBy}: nothing is changed from here</span>}
      {refusal === null ? null : (
        <span role="alert" className="bad">
          {refusal}
        </span>
      )}
    </>
  );
}
