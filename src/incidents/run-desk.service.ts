import { Injectable } from '@nestjs/common';
import { logger } from '../platform/logger.js';
import { TerminalError } from '../platform/errors.js';
import type { Person } from '../gates/index.js';
import { Assessor } from './assessor.service.js';
import type { IncidentRecord } from './core/incident.js';
import { IncidentStore } from './incident-store.js';
import { RunStarter } from './run-starter.service.js';
import { Speaker } from './speaker.service.js';

/** Decides whether an incident's guide starts by itself, and starts it; or starts one by a person's word. */
@Injectable()
export class RunDesk {
  constructor(
    private readonly store: IncidentStore,
    private readonly assessor: Assessor,
    private readonly starter: RunStarter,
    private readonly speaker: Speaker,
  ) {}

  /** Starts the guide that matches, unless a run was ever started for the incident or something holds it back. */
  consider(incidentId: string): Promise<void> {
    return this.store.alone(async () => {
      if (await this.starter.hasRun(incidentId)) return;
      const incident = await this.incident(incidentId);
      const { assessment, start } = await this.assessor.assess(incident);
      await this.store.assess(incidentId, assessment);
      if (start !== null) await this.start(incident, start.id, false, null);
      else if (incident.held?.why !== assessment.held?.why) {
        logger.info({ incidentId, held: assessment.held?.why }, 'no run was started');
        await this.speaker.say(incidentId, [{ kind: 'card', runId: null }]);
      }
    });
  }

  /** Whatever matched and whatever held it back. @throws TerminalError `incident-unknown`, `guide-unknown`, `guide-refused` */
  async startFor(incidentId: string, guideId: string, by: Person, dryRun: boolean): Promise<{ readonly runId: string }> {
    const incident = await this.incident(incidentId);
    logger.info({ incidentId, guideId, by: by.id }, 'a person starts a run');
    const started = await this.start(incident, guideId, dryRun, by);
    const { matches, parameters } = incident;
    await this.store.assess(incidentId, { matches, parameters, held: null });
    return started;
  }

  /** @throws TerminalError `incident-unknown` */
  async incident(incidentId: string): Promise<IncidentRecord> {
    const incident = await this.store.find(incidentId);
    if (incident === null) throw new TerminalError('incident-unknown', `There is no incident ${incidentId}.`);
    return incident;
  }

  private async start(incident: IncidentRecord, guideId: string, dryRun: boolean, by: Person | null): Promise<{ readonly runId: string }> {
    const { runId } = await this.starter.start(incident, guideId, dryRun, by);
    logger.info({ incidentId: incident.id, runId, guideId }, 'run started');
    await this.speaker.follow(runId, incident.id);
    return { runId };
  }
}
