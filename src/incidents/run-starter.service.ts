import { Inject, Injectable } from '@nestjs/common';
import { Runs, urgencyOf } from '../dag-scheduler/index.js';
import type { RunRequest } from '../dag-scheduler/index.js';
import type { Person } from '../gates/index.js';
import { Clock } from '../platform/clock.js';
import { CONFIG } from '../platform/config.js';
import type { Config } from '../platform/config.js';
import { TerminalError, TransientError } from '../platform/errors.js';
import { GuideLibrary } from '../tsg-parser/index.js';
import type { GuideView, PlanDag } from '../tsg-parser/index.js';
import { extractParameters } from './core/extract-parameters.js';
import { factsOf } from './core/facts-of.js';
import type { IncidentRecord } from './core/incident.js';

/** Binds a guide to an incident and hands it to the scheduler. */
@Injectable()
export class RunStarter {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly runs: Runs,
    private readonly library: GuideLibrary,
    private readonly clock: Clock,
  ) {}

  /** @param by who starts it; null where the alert does. @throws TerminalError `guide-unknown`, `guide-refused`; TransientError `guide-changed` */
  async start(incident: IncidentRecord, guideId: string, dryRun: boolean, by: Person | null): Promise<{ readonly runId: string }> {
    const guide = await this.library.find(guideId);
    const { plan, version } = await this.library.version(guideId);
    if (plan === null || !guide.runnable)
      throw new TerminalError('guide-refused', `${guide.title} does not compile, so it cannot run.`, {
        hint: `GET /api/v1/guides/${guideId} lists its problems.`,
      });
    if (plan.id !== guide.planId)
      throw new TransientError('guide-changed', `${guide.title} was changed while it was being started; its mode is that of another plan.`);
    const expanded = await this.library.expanded(guide, plan);
    const request = this.requestOf(incident, guide, { plan: expanded, version }, dryRun);
    return this.runs.start({ ...request, startedBy: by?.id ?? null });
  }

  /** Whether any run was ever started for it: a second delivery of the same page starts nothing. */
  async hasRun(incidentId: string): Promise<boolean> {
    return (await this.runs.list({ incidentId, limit: 1 })).length > 0;
  }

  private requestOf(
    incident: IncidentRecord,
    guide: GuideView,
    { plan, version }: { readonly plan: PlanDag; readonly version: number },
    dryRun: boolean,
  ): Omit<RunRequest, 'startedBy'> {
    const now = this.clock.now();
    return {
      plan,
      guideId: guide.id,
      guideTitle: guide.title,
      guideVersion: version,
      mode: guide.mode,
      parameters: extractParameters(plan.parameters, factsOf(incident, now)),
      incidentId: incident.id,
      service: incident.service,
      cluster: incident.cluster,
      dryRun,
      at: incident.status === 'resolved' ? new Date(incident.startedAt) : now,
      retryOf: null,
      demo: this.config.demo,
      urgency: urgencyOf(incident.severity),
    };
  }
}
