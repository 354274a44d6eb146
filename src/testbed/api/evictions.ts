import type { Pod } from '../objects/kinds.js';
import type { ObjectStore, WriteOptions } from '../objects/object-store.js';
import { deletePod } from '../objects/pod-deletion.js';
import { POD_DISRUPTION_BUDGETS } from '../objects/resources.js';
import { selects } from '../objects/selectors.js';
import { StatusError } from '../objects/status-error.js';
import type { ScaledClock } from '../scaled-clock.js';
import { isRecord } from './merge-patch.js';

const SUCCESS = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 } as const;

/** POST of an Eviction: deletes the pod unless a disruption budget has nothing left (429). */
export function evictPod(objects: ObjectStore, clock: ScaledClock, pod: Pod, body: unknown, options: WriteOptions): typeof SUCCESS {
  const budget = objects
    .list(POD_DISRUPTION_BUDGETS, pod.metadata.namespace ?? 'default')
    .find((each) => selects(each.spec.selector, pod.metadata.labels));
  if (budget !== undefined && budget.status.disruptionsAllowed <= 0) {
    const { name } = budget.metadata;
    throw new StatusError(429, 'TooManyRequests', "Cannot evict pod as it would violate the pod's disruption budget.", {
      causes: [
        {
          reason: 'DisruptionBudget',
          message: `The disruption budget ${name} needs ${budget.status.desiredHealthy} healthy pods and has ${budget.status.currentHealthy} currently`,
        },
      ],
    });
  }
  if (options.dryRun === true) return SUCCESS;
  if (budget !== undefined) {
    objects.mutate(POD_DISRUPTION_BUDGETS, pod.metadata.namespace ?? 'default', budget.metadata.name, (draft) => {
      draft.status.disruptionsAllowed -= 1;
    });
  }
  deletePod(objects, clock, pod, graceOf(body));
  return SUCCESS;
}

function graceOf(body: unknown): number | null {
  const wanted = isRecord(body) && isRecord(body['deleteOptions']) ? body['deleteOptions']['gracePeriodSeconds'] : undefined;
  return typeof wanted === 'number' ? wanted : null;
}
