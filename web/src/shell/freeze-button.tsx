import { useState } from 'react';
import type { ReactElement } from 'react';
import { post } from '../api/call';
import { useCall } from '../incident/use-call';

/** The kill switch: asks once for the reason, then nothing is changed by anybody. */
export function FreezeButton(): ReactElement {
  const [why, setWhy] = useState<string | null>(null);
  const { isBusy, refusal, attempt } = useCall();
  if (why === null) {
    return (
      <p>
        <button
          type="button"
          className="small"
          onClick={() => {
            setWhy('');
          }}
        >
          Freeze all changes …
        </button>
      </p>
    );
  }
  return (
    <form
      className="freeze"
      onSubmit={(event) => {
        event.preventDefault();
        attempt(() => post('/freeze', { why: why.trim() }));
      }}
    >
      <input
        value={why}
        onChange={(event) => {
          setWhy(event.target.value);
        }}
        aria-label="Why changes are frozen"
        placeholder="Why?"
        autoFocus
      />
      <button type="submit" className="small primary" disabled={isBusy || why.trim() === ''}>
        Freeze
      </button>
      <button
        type="button"
        className="small quiet"
        onClick={() => {
          setWhy(null);
        }}
      >
        Not now
      </button>
      {refusal === null ? null : (
        <span role="alert" className="bad">
          {refusal}
        </span>
      )}
    </form>
  );
}
