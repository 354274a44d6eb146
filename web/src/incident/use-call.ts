import { useState } from 'react';
import { CallFailure } from '../api/call';

export interface Calling {
  readonly isBusy: boolean;
  /** Why the last try failed, as a sentence. */
  readonly refusal: string | null;
  readonly attempt: (act: () => Promise<unknown>) => void;
}

/** For buttons: busy while the call is under way, and the reason where it is refused. */
export function useCall(): Calling {
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const attempt = (act: () => Promise<unknown>): void => {
    setBusy(true);
    setRefusal(null);
    act()
      .catch((error: unknown) => {
        setRefusal(error instanceof CallFailure ? [error.message, error.hint].filter(Boolean).join(' ') : String(error));
      })
      .finally(() => {
        setBusy(false);
      });
  };
  return { isBusy, refusal, attempt };
}
