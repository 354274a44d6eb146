import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DeliveryStore } from '../../incidents/index.js';
import type { ClaimedDelivery, Delivery, DeliveryOutcome, DeliveryRecord } from '../../incidents/index.js';
import { rowsOf, storable, storableJson } from '../sql.js';

interface DeliveryRow {
  readonly position: string;
  readonly source: string;
  readonly delivery_id: string;
  readonly event_id: string | null;
  readonly ordering_key: string;
  readonly event_type: string;
  readonly body: unknown;
  readonly status: DeliveryRecord['status'];
  readonly sentence: string | null;
  readonly incident_id: string | null;
  readonly attempts: number;
  readonly received_at: Date;
}

@Injectable()
export class SqlDeliveryStore extends DeliveryStore {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  keep(deliveries: readonly Delivery[]): Promise<number> {
    const insert = `insert into webhook_deliveries (source, delivery_id, event_id, ordering_key, event_type, body)
      values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning position`;
    return this.dataSource.transaction(async (on) => {
      let kept = 0;
      for (const { source, deliveryId, eventId, orderingKey, eventType, body } of deliveries) {
        const values = [
          source,
          storable(deliveryId),
          eventId === null ? null : storable(eventId),
          storable(orderingKey),
          storable(eventType),
          storableJson(body),
        ];
        kept += (await rowsOf(on, insert, values)).length;
      }
      return kept;
    });
  }

  async claim(limit: number, leaseMs: number): Promise<readonly ClaimedDelivery[]> {
    const claimed = await rowsOf<DeliveryRow>(
      this.dataSource,
      `update webhook_deliveries set claimed_until = now() + make_interval(secs => $2), attempts = attempts + 1
       where position in (
         select d.position from webhook_deliveries d
         where d.status = 'received' and d.next_attempt_at <= now() and coalesce(d.claimed_until, '-infinity') <= now()
           and not exists (select 1 from webhook_deliveries e where e.status = 'received' and e.ordering_key = d.ordering_key
             and e.position < d.position and e.incident_id is null)
         order by d.position limit $1 for update skip locked)
       returning *`,
      [limit, leaseMs / 1_000],
    );
    return claimed.map(toClaimed).toSorted((a, b) => Number(a.position) - Number(b.position));
  }

  async settle(position: string, outcome: DeliveryOutcome): Promise<void> {
    if (outcome.status === 'later') {
      const later =
        'update webhook_deliveries set claimed_until = null, sentence = $2, next_attempt_at = now() + make_interval(secs => $3), incident_id = $4 where position = $1';
      await rowsOf(this.dataSource, later, [position, storable(outcome.sentence), outcome.delayMs / 1_000, outcome.incidentId]);
      return;
    }
    const incidentId = outcome.status === 'done' ? outcome.incidentId : null;
    const settle = 'update webhook_deliveries set claimed_until = null, status = $2, sentence = $3, incident_id = $4 where position = $1';
    await rowsOf(this.dataSource, settle, [position, outcome.status, storable(outcome.sentence), incidentId]);
  }

  async list(limit: number): Promise<readonly DeliveryRecord[]> {
    return (await rowsOf<DeliveryRow>(this.dataSource, 'select * from webhook_deliveries order by position desc limit $1', [limit])).map(
      toRecord,
    );
  }
}

function identityOf(row: DeliveryRow): Omit<Delivery, 'body'> {
  return {
    source: row.source,
    deliveryId: row.delivery_id,
    eventId: row.event_id,
    orderingKey: row.ordering_key,
    eventType: row.event_type,
  };
}

function toClaimed(row: DeliveryRow): ClaimedDelivery {
  return {
    ...identityOf(row),
    body: row.body,
    position: row.position,
    attempt: row.attempts,
    receivedAt: row.received_at,
    incidentId: row.incident_id,
  };
}

function toRecord(row: DeliveryRow): DeliveryRecord {
  return {
    ...identityOf(row),
    status: row.status,
    sentence: row.sentence,
    incidentId: row.incident_id,
    receivedAt: row.received_at.toISOString(),
  };
}
