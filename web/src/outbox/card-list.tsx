import { lazy, Suspense } from 'react';
import type { ReactElement } from 'react';
import type { OutboxItem } from '../contracts';
import { dayTime } from '../words';

const CardView = lazy(() => import('./card-view'));

const STATUS_WORDS: Readonly<Record<OutboxItem['status'], string>> = {
  sent: 'sent',
  kept: 'kept here: no Teams address is configured',
  parked: 'refused for good',
};

/** What was said about an incident, as it looks where it was said. */
export function CardList({ items }: { readonly items: readonly OutboxItem[] }): ReactElement {
  return (
    <section className="panel" aria-label="What was said">
      <h2>What was told, as it looks there</h2>
      <div className="cards">
        {items.map((item) => (
          <figure key={item.id} className="card-frame">
            <figcaption className="muted">
              {item.channel} · {item.kind} {item.seq} · {dayTime(item.at)} · {STATUS_WORDS[item.status]}
              {item.why === null ? '' : `: ${item.why}`}
            </figcaption>
            <Suspense fallback={<p className="muted">…</p>}>
              <CardView card={item.card} />
            </Suspense>
          </figure>
        ))}
      </div>
    </section>
  );
}
