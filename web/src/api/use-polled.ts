import { useCallback, useEffect, useState } from 'react';
import { CallFailure, read } from './call';

export interface Polled<T> {
  /** The last good answer; it stays while the service is away. */
  readonly value: T | null;
  readonly failure: CallFailure | null;
  readonly refresh: () => void;
}

interface Kept<T> {
  readonly path: string;
  readonly value: T | null;
  readonly failure: CallFailure | null;
}

/** Reads an address now and every `everyMs`, faster after a failure. @param path null: nothing to read. */
export function usePolled<T>(path: string | null, everyMs: number): Polled<T> {
  const [kept, setKept] = useState<Kept<T> | null>(null);
  const [wanted, setWanted] = useState(0);
  useEffect(() => {
    if (path === null) return undefined;
    const stop = new AbortController();
    void poll(
      () => read<T>(path, stop.signal),
      everyMs,
      stop.signal,
      (value, failure) => {
        setKept((before) => ({ path, value: value ?? (before?.path === path ? before.value : null), failure }));
      },
    );
    return () => {
      stop.abort();
    };
  }, [path, everyMs, wanted]);
  const refresh = useCallback(() => {
    setWanted((count) => count + 1);
  }, []);
  const current = kept?.path === path ? kept : null;
  return { value: current?.value ?? null, failure: current?.failure ?? null, refresh };
}

async function poll<T>(
  ask: () => Promise<T>,
  everyMs: number,
  signal: AbortSignal,
  tell: (value: T | null, failure: CallFailure | null) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      tell(await ask(), null);
      await pause(everyMs, signal);
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return;
      tell(null, error instanceof CallFailure ? error : new CallFailure(0, 'unexpected', String(error), null));
      await pause(Math.min(everyMs, 1_500), signal);
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
