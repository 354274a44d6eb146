import { Body, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { AuditLog, CurrentPerson, Freeze, NeedsRole } from '../../gates/index.js';
import type { FreezeNotice, Person } from '../../gates/index.js';
import { CONFIG } from '../../platform/config.js';
import type { Config } from '../../platform/config.js';
import { Clock } from '../../platform/clock.js';
import { sentenceOf } from '../../platform/errors.js';
import { logger } from '../../platform/logger.js';
import { VERSION } from '../version.js';
import { freezeBody } from './requests.js';
import type { FreezeBody } from './requests.js';
import { RestApi } from './rest-api.js';
import type { StatusView } from './views.js';

@RestApi('', 'Status')
export class StatusController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly freezing: Freeze,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  @Get('status')
  @ApiOperation({ summary: 'What is in use, who is asking, and whether changes are frozen' })
  async status(@CurrentPerson() person: Person): Promise<StatusView> {
    const { demo, clusters, sources, teams } = this.config;
    return {
      demo,
      version: VERSION,
      clusters: Object.keys(clusters),
      sources: Object.entries(sources).map(([name, { kind }]) => ({ name, kind })),
      teams: teams.workflowsUrl === undefined ? 'local outbox' : 'workflows',
      person: { id: person.id, name: person.name, role: person.role },
      frozen: await this.freezing.notice(),
    };
  }

  @Post('freeze')
  @HttpCode(200)
  @NeedsRole('admin')
  @ApiOperation({ summary: 'The kill switch: from now on nothing is changed by anybody' })
  async freeze(@Body({ schema: freezeBody }) body: FreezeBody, @CurrentPerson() by: Person): Promise<FreezeNotice> {
    const notice = await this.freezing.freeze(by, body.why);
    await this.record('freeze', by, { why: body.why });
    return notice;
  }

  @Post('unfreeze')
  @HttpCode(200)
  @NeedsRole('admin')
  @ApiOperation({ summary: 'Let changes through again' })
  async unfreeze(@CurrentPerson() by: Person): Promise<{ readonly wasFrozen: boolean }> {
    const wasFrozen = await this.freezing.thaw();
    if (wasFrozen) await this.record('unfreeze', by, {});
    return { wasFrozen };
  }

  /** The switch works without the database; then the log alone has it. */
  private async record(act: string, by: Person, payload: Readonly<Record<string, unknown>>): Promise<void> {
    logger.warn({ act, by: by.id }, 'the kill switch was used');
    try {
      await this.audit.append({ act, runId: null, by, payload, at: this.clock.now() });
    } catch (error) {
      logger.error({ act, by: by.id, because: sentenceOf(error) }, 'the use of the kill switch could not be put on record');
    }
  }
}
