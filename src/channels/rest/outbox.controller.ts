import { Get, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { OutboxSendings } from '../../incidents/index.js';
import type { SendingRecord } from '../../incidents/index.js';
import { outboxQuery } from './requests.js';
import type { OutboxQuery } from './requests.js';
import { RestApi } from './rest-api.js';
import type { OutboxItem, Page } from './views.js';

@RestApi('outbox', 'Outbox')
export class OutboxController {
  constructor(private readonly sendings: OutboxSendings) {}

  @Get()
  @ApiOperation({ summary: 'What was said, in order; where a channel has no address, what would have been sent' })
  async list(@Query({ schema: outboxQuery }) { incidentId, limit }: OutboxQuery): Promise<Page<OutboxItem>> {
    const records = await this.sendings.list(incidentId === undefined ? { limit } : { incidentId, limit });
    return { items: records.map(toItem) };
  }
}

function toItem({ number, ...record }: SendingRecord): OutboxItem {
  return { ...record, id: `${record.channel}-${record.incidentId}-${number}`, seq: number };
}
