import { Global, Module } from '@nestjs/common';
import { IncidentState, RunStore } from '../dag-scheduler/index.js';
import { AuditLog, FreezeRecord, People } from '../gates/index.js';
import { DeliveryStore, IncidentStore, Outbox, OutboxSendings } from '../incidents/index.js';
import { GuideStore } from '../tsg-parser/index.js';
import { SqlAuditLog } from './audit/sql-audit-log.js';
import { SqlDeliveryStore } from './deliveries/sql-delivery-store.js';
import { SqlFreezeRecord } from './freeze/sql-freeze-record.js';
import { SqlGuideStore } from './guides/sql-guide-store.js';
import { SqlIncidentState } from './incidents/sql-incident-state.js';
import { SqlIncidentStore } from './incidents/sql-incident-store.js';
import { SqlOutboxSendings } from './outbox/sql-outbox-sendings.js';
import { SqlOutbox } from './outbox/sql-outbox.js';
import { SqlPeople } from './people/sql-people.js';
import { Retention } from './retention/retention.service.js';
import { SqlRunStore } from './runs/index.js';

const STORES = [
  { provide: AuditLog, useClass: SqlAuditLog },
  { provide: People, useClass: SqlPeople },
  { provide: FreezeRecord, useClass: SqlFreezeRecord },
  { provide: GuideStore, useClass: SqlGuideStore },
  { provide: IncidentStore, useClass: SqlIncidentStore },
  { provide: IncidentState, useClass: SqlIncidentState },
  { provide: RunStore, useClass: SqlRunStore },
  { provide: DeliveryStore, useClass: SqlDeliveryStore },
  { provide: Outbox, useClass: SqlOutbox },
  { provide: OutboxSendings, useClass: SqlOutboxSendings },
];

/** Binds every port that keeps something to its SQL. Needs a DataSource, a Clock and the configuration from the outermost module. */
@Global()
@Module({ providers: [...STORES, Retention], exports: STORES.map(({ provide }) => provide) })
export class MemoryModule {}
