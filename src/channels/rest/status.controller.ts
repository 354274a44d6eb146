import { Body, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { CurrentPerson, Freeze, NeedsRole } from '../../gates/index.js';
import type { FreezeNotice, Person } from '../../gates/index.js';
import { CONFIG } from '../../platform/config.js';
import type { Config } from '../../platform/config.js';
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
  freeze(@Body({ schema: freezeBody }) body: FreezeBody, @CurrentPerson() by: Person): Promise<FreezeNotice> {
    return this.freezing.freeze(by, body.why);
  }

  @Post('unfreeze')
  @HttpCode(200)
  @NeedsRole('admin')
  @ApiOperation({ summary: 'Let changes through again' })
  async unfreeze(): Promise<{ readonly wasFrozen: boolean }> {
    return { wasFrozen: await this.freezing.thaw() };
  }
}
