import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { CONFIG } from '../platform/config.js';
import type { Config } from '../platform/config.js';
import { GuideLibrary } from '../tsg-parser/index.js';
import type { GuideView } from '../tsg-parser/index.js';
import { ActiveRuns } from './active-runs.service.js';
import { chooseCluster } from './core/choose-cluster.js';
import { extractParameters } from './core/extract-parameters.js';
import { factsOf } from './core/facts-of.js';
import { holdOf } from './core/hold-run.js';
import type { Hold } from './core/hold-run.js';
import type { IncidentRecord, TsgMatch } from './core/incident.js';
import { decisiveMatch, matchTsg } from './core/match-tsg.js';
import type { Assessment } from './incident-store.js';

/** What an incident is held to need: which guide, with which values, and whether a run may start by itself. */
export interface Verdict {
  readonly assessment: Assessment;
  /** The guide to start; null where the run is held. */
  readonly start: GuideView | null;
}

/** match → bind → decide. Changes nothing. */
@Injectable()
export class Assessor {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly library: GuideLibrary,
    private readonly active: ActiveRuns,
    private readonly clock: Clock,
  ) {}

  async assess(incident: IncidentRecord): Promise<Verdict> {
    const guides = await this.library.list();
    const matches = matchTsg(incident, guides);
    const best = decisiveMatch(matches);
    const guide = typeof best === 'string' ? null : (guides.find(({ id }) => id === best.guideId) ?? null);
    const held = this.unchosen(incident, best) ?? this.refused(guide) ?? (await this.limited(incident));
    const parameters = guide === null ? {} : await this.bind(incident, guide);
    return { assessment: { matches, parameters, held }, start: held === null ? guide : null };
  }

  private unchosen(incident: IncidentRecord, best: TsgMatch | 'none' | 'ambiguous'): Hold | null {
    const chosen = chooseCluster(incident.labels, this.config);
    if (chosen.kind === 'unknown') {
      const said =
        chosen.cluster === '' ? 'The alert names no cluster' : `The alert names the cluster "${chosen.cluster}", which is not configured`;
      return { why: 'cluster-unknown', sentence: `${said}; periplus.yaml has ${chosen.known.join(', ')}.` };
    }
    if (best === 'none')
      return { why: 'no-exact-match', sentence: 'No guide has this alert name, this runbook_url or a binding to this service.' };
    return best === 'ambiguous' ? { why: 'several-matches', sentence: 'Several guides match equally well; choose one.' } : null;
  }

  private refused(guide: GuideView | null): Hold | null {
    if (guide === null || guide.runnable) return null;
    return {
      why: 'guide-refused',
      sentence: `${guide.title} does not compile: ${guide.problems.find(({ severity }) => severity === 'error')?.message ?? 'see its problems'}`,
    };
  }

  private async limited(incident: IncidentRecord): Promise<Hold | null> {
    const { status, service } = incident;
    const counts = await this.active.count(service);
    return holdOf({ status, service, startedAt: new Date(incident.startedAt), now: this.clock.now(), ...counts }, this.config.runs);
  }

  private async bind(incident: IncidentRecord, guide: GuideView): Promise<Assessment['parameters']> {
    const { plan } = await this.library.version(guide.id);
    return plan === null ? {} : extractParameters(plan.parameters, factsOf(incident, this.clock.now()));
  }
}
