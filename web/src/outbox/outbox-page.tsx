import type { ReactElement } from 'react';
import { usePolled } from '../api/use-polled';
import type { OutboxItem, Page } from '../contracts';
import { CardList } from './card-list';

/** Everything that was said, newest incident first. */
export function OutboxPage(): ReactElement {
  const { value } = usePolled<Page<OutboxItem>>('/outbox?limit=100', 3_000);
  if (value === null) return <p className="empty">Reading the outbox …</p>;
  return (
    <>
      <h1>Outbox</h1>
      {value.items.length === 0 ? (
        <p className="empty">Nothing has been said yet. With the first incident the cards for Teams appear here.</p>
      ) : (
        <CardList items={value.items} />
      )}
    </>
  );
}
