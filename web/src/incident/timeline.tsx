import { useEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import type { RunEvent, RunView } from '../contracts';
import { clockTime } from '../words';
import { tellEvent } from './tell-event';

/** What happened, line by line; the newest at the bottom, kept in sight. */
export function Timeline({ events, run }: { readonly events: readonly RunEvent[]; readonly run: RunView }): ReactElement {
  const list = useRef<HTMLOListElement>(null);
  const isFollowing = useRef(true);
  useEffect(() => {
    const { current } = list;
    if (current !== null && isFollowing.current) current.scrollTop = current.scrollHeight;
  });
  return (
    <section className="panel">
      <h2>What happened</h2>
      <ol
        className="timeline"
        ref={list}
        tabIndex={0}
        aria-label="Events of the run"
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          isFollowing.current = scrollHeight - scrollTop - clientHeight < 40;
        }}
      >
        {events.map((event) => {
          const told = tellEvent(event, run);
          return told === null ? null : (
            <li key={event.seq} className={`is-${told.look}`}>
              <time dateTime={event.at}>{clockTime(event.at)}</time>
              <span>
                {told.text}
                {told.below === null ? null : <span className="muted"> {told.below}</span>}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
