import type { RunRequest } from '../../src/dag-scheduler/core/run.js';
import type { PlanDag } from '../../src/tsg-parser/index.js';

/** A run of this plan that may act, for no incident. */
export function requestOf(plan: PlanDag): RunRequest {
  const about = {
    incidentId: null,
    service: null,
    cluster: 'here',
    at: new Date(),
    retryOf: null,
    startedBy: null,
    guideVersion: null,
    urgency: 1 as const,
  };
  return { plan, guideId: 'guide', guideTitle: 'Guide', mode: 'act', parameters: {}, dryRun: false, demo: false, ...about };
}
