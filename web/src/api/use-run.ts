import { EventSource } from 'eventsource';
import { useEffect, useState } from 'react';
import type { RunEvent, RunView } from '../contracts';
import { CallFailure, credentials, read } from './call';

/** `live`: events arrive. `lost`: the connection broke and is being made again. `ended`: all is told. */
export type Connection = 'connecting' | 'live' | 'lost' | 'ended';

export interface LiveRun {
  readonly run: RunView | null;
  readonly events: readonly RunEvent[];
  readonly connection: Connection;
  readonly failure: CallFailure | null;
}

const NOTHING: LiveRun = { run: null, events: [], connection: 'connecting', failure: null };

/** Events arrive in bursts; the run is read again once per burst. */
const BURST_MS = 60;

/** A run as it goes on: each event is a wake-up to read the run again, and a line of the timeline. */
export function useRun(runId: string | null): LiveRun {
  const [live, setLive] = useState<{ readonly runId: string | null; readonly state: LiveRun }>({ runId: null, state: NOTHING });
  useEffect(() => {
    if (runId === null) return undefined;
    return followRun(runId, (change) => {
      setLive((before) => ({ runId, state: change(before.runId === runId ? before.state : NOTHING) }));
    });
  }, [runId]);
  return live.runId === runId ? live.state : NOTHING;
}

type Change = (before: LiveRun) => LiveRun;

function followRun(runId: string, tell: (change: Change) => void): () => void {
  const stop = new AbortController();
  let burst: ReturnType<typeof setTimeout> | undefined;
  const reread = (): void => {
    burst ??= setTimeout(() => {
      burst = undefined;
      void readRun(runId, stop.signal, tell, reread);
    }, BURST_MS);
  };
  const source = new EventSource(`${location.origin}/api/v1/runs/${runId}/events`, {
    fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, ...credentials() } }),
  });
  source.addEventListener('open', () => {
    tell((before) => ({ ...before, connection: 'live' }));
    reread();
  });
  source.addEventListener('error', () => {
    tell((before) => (before.connection === 'ended' ? before : { ...before, connection: 'lost' }));
  });
  source.addEventListener('run-event', ({ data }: MessageEvent<string>) => {
    const event = JSON.parse(data) as RunEvent;
    tell((before) => withEvent(before, event));
    if (event.event.type === 'run-ended') source.close();
    reread();
  });
  reread();
  return () => {
    clearTimeout(burst);
    stop.abort();
    source.close();
  };
}

function withEvent(before: LiveRun, event: RunEvent): LiveRun {
  const isKnown = before.events.some(({ seq }) => seq === event.seq);
  const events = isKnown ? before.events : [...before.events, event].sort((a, b) => a.seq - b.seq);
  return { ...before, events, connection: event.event.type === 'run-ended' ? 'ended' : before.connection };
}

async function readRun(runId: string, signal: AbortSignal, tell: (change: Change) => void, again: () => void): Promise<void> {
  try {
    const run = await read<RunView>(`/runs/${runId}`, signal);
    tell((before) => ({ ...before, run, failure: null }));
  } catch (error) {
    if (signal.aborted || !(error instanceof CallFailure)) return;
    tell((before) => ({ ...before, failure: error }));
    if (error.status === 0 || error.status >= 500) setTimeout(again, 1_500);
  }
}
