import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { OutboxSendings } from '../../incidents/index.js';
import type { ClaimedEntry, ClaimTerms, Saying, Sending, SendingRecord } from '../../incidents/index.js';
import { rowOf, rowsOf, storable, storableJson } from '../sql.js';
import type { Queryable } from '../sql.js';
import { claimEntry, openLines } from './claim-entry.js';

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

@Injectable()
export class SqlOutboxSendings extends OutboxSendings {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async claim(channel: string, terms: ClaimTerms): Promise<ClaimedEntry | null> {
    await openLines(this.dataSource, channel);
    for (;;) {
      const found = await this.dataSource.transaction((on) => claimEntry(on, channel, terms));
      if (found !== 'look-again') return found;
    }
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
