import { Inject, Injectable } from '@nestjs/common';
import type { Person } from '../gates/index.js';
import { CONFIG } from '../platform/config.js';
import type { Config } from '../platform/config.js';
import { assertNever } from '../platform/errors.js';
import { about } from '../platform/logger.js';
import type { Alert } from './core/alert.js';
import { chooseCluster } from './core/choose-cluster.js';
import { IncidentCloser } from './incident-closer.service.js';
import { IncidentStore } from './incident-store.js';
import type { Filing } from './incident-store.js';
import { RunDesk } from './run-desk.service.js';

/** open → match → bind → start, or hold and offer; resolve. */
@Injectable()
export class IncidentsService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly store: IncidentStore,
    private readonly desk: RunDesk,
    private readonly closer: IncidentCloser,
  ) {}

  /** Files an alert and acts on it. The same alert again changes nothing: no second incident, no second run. */
  async receive(alert: Alert): Promise<Filing> {
    const { cluster } = chooseCluster(alert.labels, this.config);
    const filing = await this.store.file(alert, { joinWithinMinutes: this.config.runs.joinWithinMinutes, cluster, demo: this.config.demo });
    switch (filing.kind) {
      case 'opened':
      case 'joined':
      case 'repeated':
        await about({ incidentId: filing.incidentId }, () => this.desk.consider(filing.incidentId));
        return filing;
      case 'resolved':
        if (filing.closed) await this.closer.close(filing.incidentId);
        return filing;
      case 'acknowledged':
      case 'unknown':
        return filing;
      default:
        return assertNever(filing);
    }
  }

  /** Details of an alert that came later: they may decide which guide it is. */
  async learn(incidentId: string, alert: Alert): Promise<void> {
    if (await this.store.learn(incidentId, alert)) await about({ incidentId }, () => this.desk.consider(incidentId));
  }

  /** Starts a guide by a person's word, whatever held it back. @throws TerminalError `incident-unknown`, `guide-unknown`, `guide-refused` */
  startRun(incidentId: string, guideId: string, by: Person, dryRun = false): Promise<{ readonly runId: string }> {
    return this.desk.startFor(incidentId, guideId, by, dryRun);
  }

  /** Resolves an incident by a person's word. @throws TerminalError `incident-unknown` */
  async resolve(incidentId: string, by: Person): Promise<void> {
    await this.desk.incident(incidentId);
    if (await this.store.close(incidentId, by.id)) await this.closer.close(incidentId);
  }
}
