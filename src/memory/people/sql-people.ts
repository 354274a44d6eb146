import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { TerminalError } from '../../platform/errors.js';
import { People } from '../../gates/index.js';
import type { ApiKeyRecord, Person } from '../../gates/index.js';
import { appendAudit } from '../audit/append-audit.js';
import { rowOf, rowsOf } from '../sql.js';

@Injectable()
export class SqlPeople extends People {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {
    super();
  }

  keys(): Promise<readonly ApiKeyRecord[]> {
    return rowsOf<ApiKeyRecord>(this.dataSource, 'select name, sha256, role from api_keys where revoked_at is null order by name');
  }

  issue(key: ApiKeyRecord, by: Person): Promise<void> {
    return this.dataSource.transaction(async (on) => {
      const issued = await rowOf(on, 'insert into api_keys (name, sha256, role, issued_by) values ($1, $2, $3, $4) on conflict do nothing returning name', [
        key.name, key.sha256, key.role, by.id,
      ]); // prettier-ignore
      if (issued === null)
        throw new TerminalError('key-exists', `A key called ${key.name} was issued before.`, {
          hint: 'Choose another name: a revoked one is not given out again.',
        });
      await appendAudit(on, { act: 'key.issued', runId: null, by, payload: { name: key.name, role: key.role }, at: this.clock.now() });
    });
  }

  revoke(name: string, by: Person): Promise<boolean> {
    return this.dataSource.transaction(async (on) => {
      const revoked = await rowOf(on, 'update api_keys set revoked_at = now() where name = $1 and revoked_at is null returning name', [
        name,
      ]);
      if (revoked === null) return false;
      await appendAudit(on, { act: 'key.revoked', runId: null, by, payload: { name }, at: this.clock.now() });
      return true;
    });
  }
}
