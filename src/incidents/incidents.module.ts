import { Module } from '@nestjs/common';
import { DagSchedulerModule } from '../dag-scheduler/dag-scheduler.module.js';
import { TsgParserModule } from '../tsg-parser/tsg-parser.module.js';
import { ActiveRuns } from './active-runs.service.js';
import { Announcer } from './announcer.service.js';
import { Assessor } from './assessor.service.js';
import { HeldRuns } from './held-runs.service.js';
import { IncidentCloser } from './incident-closer.service.js';
import { IncidentFile } from './incident-file.service.js';
import { IncidentsService } from './incidents.service.js';
import { OutboxBell } from './outbox-bell.js';
import { RunDesk } from './run-desk.service.js';
import { RunStarter } from './run-starter.service.js';
import { Speaker } from './speaker.service.js';

/** The case file. Its stores come from the global MemoryModule. */
@Module({
  imports: [DagSchedulerModule, TsgParserModule],
  providers: [
    IncidentsService,
    IncidentFile,
    RunDesk,
    Assessor,
    ActiveRuns,
    RunStarter,
    IncidentCloser,
    Speaker,
    Announcer,
    HeldRuns,
    OutboxBell,
  ],
  exports: [IncidentsService, IncidentFile, OutboxBell],
})
export class IncidentsModule {}
