import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { redactDeep } from '../../platform/redact.js';
import { Outbox } from '../../incidents/index.js';
import type { Saying, Telling, ToldUpTo } from '../../incidents/index.js';
import { sealRun } from '../audit/append-audit.js';
import { rowOf, rowsOf, storableJson } from '../sql.js';
import type { Queryable } from '../sql.js';

@Injectable()
export class SqlOutbox extends Outbox {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  append(incidentId: string, sayings: readonly Saying[]): Promise<void> {
    return this.dataSource.transaction((on) => appendSayings(on, incidentId, sayings));
  }

  async follow(runs: readonly { readonly runId: string; readonly incidentId: string | null }[]): Promise<void> {
    if (runs.length === 0) return;
    const follow = `insert into run_tellings (run_id, incident_id)
      select run_id, (select id from incidents where id::text = incident_id) from unnest($1::text[], $2::text[]) as r (run_id, incident_id)
      on conflict do nothing`;
    await rowsOf(this.dataSource, follow, [runs.map(({ runId }) => runId), runs.map(({ incidentId }) => incidentId)]);
  }

  behind(limit: number): Promise<readonly Telling[]> {
    return rowsOf<Telling>(this.dataSource, BEHIND, [limit]);
  }

  tell(telling: Telling, upTo: ToldUpTo, sayings: readonly Saying[]): Promise<'told' | 'behind'> {
    return this.dataSource.transaction(async (on) => {
      const move = 'update run_tellings set told_seq = $3, ended = $4 where run_id = $1 and told_seq = $2 and not ended returning run_id';
      const moved = await rowOf(on, move, [telling.runId, telling.toldSeq, upTo.seq, upTo.ended]);
      if (moved === null) return 'behind';
      if (upTo.ended) await sealRun(on, telling.runId, upTo.at);
      if (telling.incidentId !== null) await appendSayings(on, telling.incidentId, sayings);
      return 'told';
    });
  }
}

const BEHIND = `
select run_id as "runId", incident_id as "incidentId", told_seq as "toldSeq" from run_tellings t
where not ended and exists (select 1 from run_events e where e.run_id = t.run_id::uuid and e.seq > t.told_seq) limit $1`;

/** Numbers are given under the incident's row lock: 1, 2, 3, … without a gap, in the order of the commits. */
async function appendSayings(on: Queryable, incidentId: string, sayings: readonly Saying[]): Promise<void> {
  if (sayings.length === 0) return;
  const next = 'update incidents set last_saying = last_saying + $2 where id = $1 returning last_saying as last';
  const last = (await rowOf<{ last: number }>(on, next, [incidentId, sayings.length]))?.last;
  if (last === undefined) return;
  const insert = 'insert into outbox_entries (incident_id, number, kind, run_id, saying) values ($1, $2, $3, $4, $5)';
  for (const [index, saying] of sayings.entries()) {
    await rowsOf(on, insert, [incidentId, last - sayings.length + index + 1, saying.kind, saying.runId, storableJson(redactDeep(saying))]);
  }
  await rowsOf(on, "update outbox_cursors set head = $2, quiet_until = '-infinity' where incident_id = $1", [incidentId, last]);
}
