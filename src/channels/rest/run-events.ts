import type { MessageEvent } from '@nestjs/common';
import { endWith, from, ignoreElements, interval, map, merge, share, takeUntil } from 'rxjs';
import type { Observable } from 'rxjs';
import type { RunEvent } from '../../dag-scheduler/index.js';
import { LAST_EVENT } from './requests.js';

/** Proxies drop a connection on which nothing is said for a minute. */
const HEARTBEAT_MS = 15_000;

/** A run's events as server-sent events: `id` is the number, so that a reconnecting browser goes on where it was. */
export function toServerSentEvents(events: AsyncIterable<RunEvent>): Observable<MessageEvent> {
  const told = from(events).pipe(
    map((event): MessageEvent => ({ id: String(event.seq), type: 'run-event', data: event })),
    share(),
  );
  const ended = told.pipe(ignoreElements(), endWith(null));
  const heartbeat = interval(HEARTBEAT_MS).pipe(
    map((): MessageEvent => ({ comment: 'still here' })),
    takeUntil(ended),
  );
  return merge(heartbeat, told);
}

/** Where to go on: a reconnecting browser says what it saw last, a fresh one says `after`. */
export function startAfter(lastEventId: string | undefined, after: number): number {
  const seen = Number(lastEventId ?? '');
  return Number.isSafeInteger(seen) && seen > after && seen <= LAST_EVENT ? seen : after;
}
