import { Body, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { CurrentPerson, NeedsRole } from '../../gates/index.js';
import type { Person } from '../../gates/index.js';
import { IncidentFile, IncidentsService } from '../../incidents/index.js';
import type { Filing, IncidentReport, IncidentView } from '../../incidents/index.js';
import { Clock } from '../../platform/clock.js';
import { alertBody, pageQuery, startRunBody } from './requests.js';
import type { AlertBody, PageQuery, StartRunBody } from './requests.js';
import { RestApi } from './rest-api.js';
import { toAlert } from './to-alert.js';
import type { Page } from './views.js';

@RestApi('incidents', 'Incidents')
export class IncidentsController {
  constructor(
    private readonly file: IncidentFile,
    private readonly incidents: IncidentsService,
    private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Incidents, newest first' })
  async list(@Query({ schema: pageQuery }) { limit }: PageQuery): Promise<Page<IncidentView>> {
    return { items: await this.file.list({ limit }) };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One incident: what the alert said, which guides match and why, its parameters, its runs' })
  @ApiOkResponse({ description: 'IncidentView' })
  view(@Param('id') id: string): Promise<IncidentView> {
    return this.file.view(id);
  }

  @Get(':id/report')
  @ApiOperation({ summary: 'The report of the newest run, as far as it has come: every sentence with the rows it rests on' })
  @ApiOkResponse({ description: 'IncidentReport' })
  report(@Param('id') id: string): Promise<IncidentReport> {
    return this.file.report(id);
  }

  @Post()
  @NeedsRole('responder')
  @ApiOperation({ summary: 'Tell an alert: it opens an incident, joins one, or ends one, as a page from PagerDuty would' })
  tell(@Body({ schema: alertBody }) body: AlertBody): Promise<Filing> {
    return this.incidents.receive(toAlert(body, this.clock.now()));
  }

  @Post(':id/runs')
  @NeedsRole('responder')
  @ApiOperation({ summary: 'Start a guide for an incident by a person’s word' })
  start(
    @Param('id') id: string,
    @Body({ schema: startRunBody }) body: StartRunBody,
    @CurrentPerson() by: Person,
  ): Promise<{ readonly runId: string }> {
    return this.incidents.startRun(id, body.guideId, by, body.dryRun);
  }

  @Post(':id/resolve')
  @HttpCode(202)
  @NeedsRole('responder')
  @ApiOperation({ summary: 'Resolve an incident by a person’s word: changes that were not begun are not made' })
  async resolve(@Param('id') id: string, @CurrentPerson() by: Person): Promise<void> {
    await this.incidents.resolve(id, by);
  }
}
