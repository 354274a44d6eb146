import { Injectable } from '@nestjs/common';
import { Runs } from '../dag-scheduler/index.js';
import { Speaker } from './speaker.service.js';

/** What follows when an incident is over. Repeating it changes nothing. */
@Injectable()
export class IncidentCloser {
  constructor(
    private readonly runs: Runs,
    private readonly speaker: Speaker,
  ) {}

  /** Approvals that were not acted on become void, and the card says that it is over. */
  async close(incidentId: string): Promise<void> {
    await this.runs.incidentResolved(incidentId);
    const [newest] = await this.runs.list({ incidentId, limit: 1 });
    await this.speaker.say(incidentId, [{ kind: 'card', runId: newest?.id ?? null }]);
  }
}
