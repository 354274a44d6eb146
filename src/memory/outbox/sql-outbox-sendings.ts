import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { OutboxSendings } from '../../incidents/index.js';
import type { ClaimedEntry, Saying, Sending, SendingRecord } from '../../incidents/index.js';
import { rowOf, rowsOf, storable, storableJson } from '../sql.js';
import type { Queryable } from '../sql.js';

interface ClaimRow {
  readonly incident_id: string;
  readonly number: number;
  readonly saying: Saying;
  readonly created_at: Date;
  readonly attempts: number;
}

interface SendingRow {
  readonly channel: string;
  readonly incident_id: string;
  readonly number: number;
  readonly kind: Saying['kind'];
  readonly run_id: string | null;
  readonly status: SendingRecord['status'];
  readonly card: unknown;
  readonly why: string | null;
  readonly at: Date;
}

/** The next entry of each line that is due: past cards that a later one of the same run has overtaken, and past what the channel does not say. */
const NEXT = `
  select c.incident_id, e.number from outbox_cursors c
  cross join lateral (
    select e.number, e.kind from outbox_entries e
    where e.incident_id = c.incident_id and e.number > c.number and e.kind = any($3)
      and not (e.kind = 'card' and exists (
        select 1 from outbox_entries l where l.incident_id = e.incident_id and l.number > e.number and l.kind = 'card' and l.run_id is not distinct from e.run_id))
    order by e.number limit 1) e
  where c.channel = $1 and c.next_attempt_at <= now() and coalesce(c.claimed_until, '-infinity') <= now()
    and (e.kind <> 'card' or coalesce(c.last_card_at, '-infinity') <= now() - make_interval(secs => $4))
  order by c.next_attempt_at limit 1 for update of c skip locked`;

const CLAIM = `
  with next as (${NEXT}), claimed as (
    update outbox_cursors c set claimed_until = now() + make_interval(secs => $2), attempts = attempts + 1
    from next n where c.channel = $1 and c.incident_id = n.incident_id returning c.incident_id, c.attempts, n.number)
  select e.incident_id, e.number, e.saying, e.created_at, c.attempts from claimed c
  join outbox_entries e on e.incident_id = c.incident_id and e.number = c.number`;

@Injectable()
export class SqlOutboxSendings extends OutboxSendings {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async claim(
    channel: string,
    terms: { readonly leaseMs: number; readonly cardGapMs: number; readonly kinds: readonly Saying['kind'][] },
  ): Promise<ClaimedEntry | null> {
    await rowsOf(
      this.dataSource,
      `insert into outbox_cursors (channel, incident_id) select $1, i.id from incidents i
       where i.last_saying > 0 and not exists (select 1 from outbox_cursors c where c.channel = $1 and c.incident_id = i.id) on conflict do nothing`,
      [channel],
    );
    const row = await rowOf<ClaimRow>(this.dataSource, CLAIM, [channel, terms.leaseMs / 1_000, terms.kinds, terms.cardGapMs / 1_000]);
    if (row === null) return null;
    return {
      channel,
      incidentId: row.incident_id,
      number: row.number,
      at: row.created_at.toISOString(),
      saying: row.saying,
      attempt: row.attempts,
    };
  }

  settle(entry: ClaimedEntry, sending: Sending): Promise<void> {
    return this.dataSource.transaction(async (on) => {
      if (sending.status === 'later') {
        await postpone(on, entry, sending);
        return;
      }
      if (!(await advance(on, entry)) || sending.status === 'passed') return;
      if (sending.status === 'kept' && entry.saying.kind === 'card') await replaceKeptCard(on, entry);
      await keep(on, entry, sending);
    });
  }

  async list(filter: {
    readonly incidentId?: string;
    readonly channel?: string;
    readonly limit: number;
  }): Promise<readonly SendingRecord[]> {
    const rows = await rowsOf<SendingRow>(
      this.dataSource,
      `select * from (
         select * from outbox_sendings where ($1::text is null or incident_id::text = $1) and ($2::text is null or channel = $2)
         order by at desc, number desc limit $3) s order by at, number`,
      [filter.incidentId ?? null, filter.channel ?? null, filter.limit],
    );
    return rows.map(toRecord);
  }
}

async function postpone(on: Queryable, entry: ClaimedEntry, sending: Sending & { readonly status: 'later' }): Promise<void> {
  const later = `update outbox_cursors set claimed_until = null, last_error = $3, next_attempt_at = now() + make_interval(secs => $4)
    where channel = $1 and incident_id = $2 and number < $5`;
  await rowsOf(on, later, [entry.channel, entry.incidentId, storable(sending.why), sending.delayMs / 1_000, entry.number]);
}

/** False where another sender, after this one's lease ran out, came past the entry already. */
async function advance(on: Queryable, entry: ClaimedEntry): Promise<boolean> {
  const advanced = `update outbox_cursors set number = $3, attempts = 0, claimed_until = null, last_error = null, next_attempt_at = now(),
      last_card_at = case when $4 = 'card' then now() else last_card_at end
    where channel = $1 and incident_id = $2 and number < $3 returning number`;
  return (await rowOf(on, advanced, [entry.channel, entry.incidentId, entry.number, entry.saying.kind])) !== null;
}

/** A kept card is the state of a run: the new one takes the place of the old. */
async function replaceKeptCard(on: Queryable, entry: ClaimedEntry): Promise<void> {
  const old =
    "delete from outbox_sendings where channel = $1 and incident_id = $2 and kind = 'card' and status = 'kept' and run_id is not distinct from $3";
  await rowsOf(on, old, [entry.channel, entry.incidentId, entry.saying.runId]);
}

async function keep(on: Queryable, entry: ClaimedEntry, sending: Exclude<Sending, { readonly status: 'later' | 'passed' }>): Promise<void> {
  const insert =
    'insert into outbox_sendings (channel, incident_id, number, kind, run_id, status, card, why) values ($1, $2, $3, $4, $5, $6, $7, $8)';
  const why = sending.status === 'parked' ? storable(sending.why) : null;
  await rowsOf(on, insert, [
    entry.channel,
    entry.incidentId,
    entry.number,
    entry.saying.kind,
    entry.saying.runId,
    sending.status,
    storableJson(sending.rendered),
    why,
  ]);
}

function toRecord(row: SendingRow): SendingRecord {
  const { channel, number, kind, status, card, why } = row;
  return { channel, incidentId: row.incident_id, number, kind, runId: row.run_id, status, card, why, at: row.at.toISOString() };
}
