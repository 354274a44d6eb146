import { Body, Get, Headers, HttpCode, Param, Post, Query, Sse, SseSignal } from '@nestjs/common';
import type { MessageEvent } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiProduces } from '@nestjs/swagger';
import type { Observable } from 'rxjs';
import { Runs } from '../../dag-scheduler/index.js';
import type { Replay, RowsPage, RunSummary, RunView } from '../../dag-scheduler/index.js';
import { CurrentPerson, NeedsRole } from '../../gates/index.js';
import type { Person } from '../../gates/index.js';
import { eventsQuery, reasonBody, rowsQuery, runsQuery, viewQuery } from './requests.js';
import type { EventsQuery, ReasonBody, RowsQuery, RunsQuery, ViewQuery } from './requests.js';
import { RestApi } from './rest-api.js';
import { startAfter, toServerSentEvents } from './run-events.js';
import type { Page } from './views.js';

@RestApi('runs', 'Runs')
export class RunsController {
  constructor(private readonly runs: Runs) {}

  @Get()
  @ApiOperation({ summary: 'Runs, newest first' })
  async list(@Query({ schema: runsQuery }) query: RunsQuery): Promise<Page<RunSummary>> {
    const filter = query.incidentId === undefined ? {} : { incidentId: query.incidentId };
    return { items: await this.runs.list({ ...filter, limit: query.limit }) };
  }

  @Get(':id')
  @ApiOperation({
    summary: 'One run: plan, steps with results and findings, edges, decisions, questions, approvals, actions',
    description: 'Of each result the first rows; where there are more, it has a "rowCount", and the others are read by page.',
  })
  @ApiOkResponse({ description: 'RunView' })
  view(@Param('id') id: string, @Query({ schema: viewQuery }) query: ViewQuery): Promise<RunView> {
    return this.runs.view(id, query.rows);
  }

  @Get(':id/results/:queryId')
  @ApiOperation({ summary: 'Rows of one result, by page' })
  @ApiOkResponse({ description: 'RowsPage' })
  rows(@Param('id') id: string, @Param('queryId') queryId: string, @Query({ schema: rowsQuery }) query: RowsQuery): Promise<RowsPage> {
    return this.runs.rows(id, queryId, query);
  }

  @Sse(':id/events')
  @ApiOperation({
    summary: 'The events of a run as they are committed (server-sent events)',
    description: 'Each event is named "run-event", its id is its number. Honours Last-Event-ID. Ends after "run-ended".',
  })
  @ApiProduces('text/event-stream')
  async events(
    @Param('id') id: string,
    @Query({ schema: eventsQuery }) query: EventsQuery,
    @Headers('last-event-id') lastEventId: string | undefined,
    @SseSignal() signal: AbortSignal,
  ): Promise<Observable<MessageEvent>> {
    await this.runs.summary(id);
    return toServerSentEvents(this.runs.follow(id, startAfter(lastEventId, query.after), signal));
  }

  @Get(':id/replay')
  @ApiOperation({ summary: 'Settle a run again from its record, reading and changing nothing; names every edge that comes out otherwise' })
  replay(@Param('id') id: string): Promise<Replay> {
    return this.runs.replay(id);
  }

  @Post(':id/cancel')
  @HttpCode(202)
  @NeedsRole('responder')
  @ApiOperation({ summary: 'End a run: what has begun to change something is still verified, nothing new begins' })
  @ApiAcceptedResponse()
  async cancel(@Param('id') id: string, @Body({ schema: reasonBody }) body: ReasonBody, @CurrentPerson() by: Person): Promise<void> {
    await this.runs.cancel(id, by, body.why ?? `cancelled by ${by.name}`);
  }

  @Post(':id/pause')
  @HttpCode(202)
  @NeedsRole('responder')
  @ApiOperation({ summary: 'Begin no further step until resumed' })
  async pause(@Param('id') id: string, @CurrentPerson() by: Person): Promise<void> {
    await this.runs.pause(id, by);
  }

  @Post(':id/resume')
  @HttpCode(202)
  @NeedsRole('responder')
  @ApiOperation({ summary: 'Go on with a paused run' })
  async resume(@Param('id') id: string, @CurrentPerson() by: Person): Promise<void> {
    await this.runs.resume(id, by);
  }

  @Post(':id/take-over')
  @HttpCode(202)
  @NeedsRole('responder')
  @ApiOperation({ summary: 'A person takes over: from now on the run reads and changes nothing' })
  async takeOver(@Param('id') id: string, @CurrentPerson() by: Person): Promise<void> {
    await this.runs.takeOver(id, by);
  }

  @Post(':id/retry')
  @NeedsRole('responder')
  @ApiOperation({ summary: 'A new run that keeps every outcome not downstream of what failed' })
  retry(@Param('id') id: string, @CurrentPerson() by: Person): Promise<{ readonly runId: string }> {
    return this.runs.retry(id, by);
  }
}
