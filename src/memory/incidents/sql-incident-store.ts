import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { IncidentStore } from '../../incidents/index.js';
import type { Alert, Assessment, Filing, FilingTerms, IncidentRecord, IncidentStatus } from '../../incidents/index.js';
import { rowOf, rowsOf, storableJson } from '../sql.js';
import { fileAlert, learn } from './file-alert.js';
import { SELECT_INCIDENTS, toRecord } from './incident-rows.js';
import type { IncidentRow } from './incident-rows.js';

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/iu;

@Injectable()
export class SqlIncidentStore extends IncidentStore {
  /** One connection at most waits for the lock: the others queue here. */
  private queue: Promise<unknown> = Promise.resolve();

  constructor(private readonly dataSource: DataSource) {
    super();
  }

  file(alert: Alert, terms: FilingTerms): Promise<Filing> {
    return this.dataSource.transaction((on) => fileAlert(on, alert, terms));
  }

  learn(incidentId: string, alert: Alert): Promise<boolean> {
    return learn(this.dataSource, incidentId, alert);
  }

  async assess(incidentId: string, { matches, parameters, held }: Assessment): Promise<void> {
    await rowsOf(this.dataSource, 'update incidents set matches = $2, parameters = $3, held = $4 where id = $1', [
      incidentId, storableJson(matches), storableJson(parameters), held === null ? null : storableJson(held),
    ]); // prettier-ignore
  }

  async find(incidentId: string): Promise<IncidentRecord | null> {
    if (!UUID.test(incidentId)) return null;
    const row = await rowOf<IncidentRow>(this.dataSource, `${SELECT_INCIDENTS} where i.id = $1`, [incidentId]);
    return row === null ? null : toRecord(row);
  }

  async list(filter: { readonly status?: readonly IncidentStatus[]; readonly limit: number }): Promise<readonly IncidentRecord[]> {
    const newest = `${SELECT_INCIDENTS} where $1::text[] is null or i.status = any($1) order by i.opened_at desc, i.number desc limit $2`;
    return (await rowsOf<IncidentRow>(this.dataSource, newest, [filter.status ?? null, filter.limit])).map(toRecord);
  }

  async close(incidentId: string, by: string): Promise<boolean> {
    const close =
      "update incidents set status = 'resolved', resolved_at = now(), resolved_by = $2 where id = $1 and status <> 'resolved' returning id";
    return (await rowOf(this.dataSource, close, [incidentId, by])) !== null;
  }

  async servicesOf(incidentIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const services = 'select id, service from incidents where id = any($1::uuid[]) and service is not null';
    const rows = await rowsOf<{ id: string; service: string }>(this.dataSource, services, [incidentIds.filter((id) => UUID.test(id))]);
    return new Map(rows.map(({ id, service }) => [id, service]));
  }

  alone<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.queue.then(() => this.locked(act));
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  private locked<T>(act: () => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (on) => {
      await rowsOf(on, "select pg_advisory_xact_lock(hashtext('starting runs'))");
      return act();
    });
  }
}
