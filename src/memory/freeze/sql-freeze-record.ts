import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { FreezeRecord } from '../../gates/index.js';
import type { FreezeNotice } from '../../gates/index.js';
import { rowOf, rowsOf, storable } from '../sql.js';
import type { Queryable } from '../sql.js';

@Injectable()
export class SqlFreezeRecord extends FreezeRecord {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  read(): Promise<FreezeNotice | null> {
    return readFreeze(this.dataSource);
  }

  async write({ by, why, at }: FreezeNotice): Promise<void> {
    const write = `insert into kill_switch (by_id, why, at) values ($1, $2, $3)
      on conflict (is_frozen) do update set by_id = excluded.by_id, why = excluded.why, at = excluded.at`;
    await rowsOf(this.dataSource, write, [storable(by), storable(why), at]);
  }

  async clear(): Promise<boolean> {
    return (await rowOf(this.dataSource, 'delete from kill_switch returning by_id')) !== null;
  }
}

export function readFreeze(on: Queryable): Promise<FreezeNotice | null> {
  return rowOf<FreezeNotice>(on, 'select by_id as by, why, at from kill_switch');
}
