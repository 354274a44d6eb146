import type { DataSource } from 'typeorm';
import type { ClaimedEntry, ClaimTerms, Saying } from '../../incidents/index.js';
import { rowOf, rowsOf } from '../sql.js';
import type { Queryable } from '../sql.js';

interface Line {
  readonly incident_id: string;
  readonly number: number;
  readonly head: number;
  readonly attempts: number;
  readonly quiet_for_ms: number;
}

interface EntryRow {
  readonly number: number;
  readonly kind: Saying['kind'];
  readonly saying: Saying;
  readonly created_at: Date;
}

/**
 * A channel speaks of an incident from its first entry on. Entries older than a day that it has no line for were said before
 * there was such a channel. The incident's row lock keeps an append that is under way from being overlooked.
 */
export async function openLines(dataSource: DataSource, channel: string): Promise<void> {
  const unknown = await rowsOf<{ id: string }>(
    dataSource,
    `select distinct e.incident_id as id from outbox_entries e where e.created_at > now() - interval '1 day'
       and not exists (select 1 from outbox_cursors c where c.channel = $1 and c.incident_id = e.incident_id)`,
    [channel],
  );
  for (const { id } of unknown) await dataSource.transaction((on) => openLine(on, channel, id));
}

async function openLine(on: Queryable, channel: string, incidentId: string): Promise<void> {
  const incident = await rowOf<{ last: number }>(on, 'select last_saying as last from incidents where id = $1 for no key update', [
    incidentId,
  ]);
  if (incident === null) return;
  await rowsOf(on, 'insert into outbox_cursors (channel, incident_id, head) values ($1, $2, $3) on conflict do nothing', [
    channel,
    incidentId,
    incident.last,
  ]);
}

/** Takes one entry of one line that is behind. `look-again`: that line had nothing to say now, another may have. Inside a transaction, which holds the line's row. */
export async function claimEntry(on: Queryable, channel: string, terms: ClaimTerms): Promise<ClaimedEntry | 'look-again' | null> {
  const line = await lockLine(on, channel, terms.cardGapMs);
  if (line === null) return null;
  const entry = await nextOf(on, line, terms.kinds);
  if (entry === null) {
    await rowsOf(on, 'update outbox_cursors set number = head where channel = $1 and incident_id = $2', [channel, line.incident_id]);
    return 'look-again';
  }
  if (entry.kind === 'card' && line.quiet_for_ms > 0) {
    const wait = 'update outbox_cursors set quiet_until = now() + make_interval(secs => $3) where channel = $1 and incident_id = $2';
    await rowsOf(on, wait, [channel, line.incident_id, line.quiet_for_ms / 1_000]);
    return 'look-again';
  }
  const claim =
    'update outbox_cursors set claimed_until = now() + make_interval(secs => $3), attempts = attempts + 1 where channel = $1 and incident_id = $2';
  await rowsOf(on, claim, [channel, line.incident_id, terms.leaseMs / 1_000]);
  const { number, saying, created_at: at } = entry;
  return { channel, incidentId: line.incident_id, number, saying, at: at.toISOString(), attempt: line.attempts + 1 };
}

function lockLine(on: Queryable, channel: string, cardGapMs: number): Promise<Line | null> {
  return rowOf<Line>(
    on,
    `select incident_id, number, head, attempts,
       coalesce(extract(epoch from last_card_at - now()) * 1000 + $2, 0)::float8 as quiet_for_ms
     from outbox_cursors
     where channel = $1 and head > number and next_attempt_at <= now() and quiet_until <= now() and coalesce(claimed_until, '-infinity') <= now()
     order by next_attempt_at limit 1 for update skip locked`,
    [channel, cardGapMs],
  );
}

/** Past what the channel does not say, and past cards that a later one of the same run has overtaken. */
function nextOf(on: Queryable, line: Line, kinds: ClaimTerms['kinds']): Promise<EntryRow | null> {
  return rowOf<EntryRow>(
    on,
    `select e.number, e.kind, e.saying, e.created_at from outbox_entries e
     where e.incident_id = $1 and e.number > $2 and e.kind = any($3)
       and not (e.kind = 'card' and exists (
         select 1 from outbox_entries l where l.incident_id = e.incident_id and l.number > e.number and l.kind = 'card'
           and l.run_id is not distinct from e.run_id))
     order by e.number limit 1`,
    [line.incident_id, line.number, kinds],
  );
}
