import type { PodDisruptionBudget } from '../objects/kinds.js';
import type { ObjectStore } from '../objects/object-store.js';
import { scaledValue } from '../objects/quantities.js';
import { POD_DISRUPTION_BUDGETS, PODS } from '../objects/resources.js';
import { selects } from '../objects/selectors.js';
import { isTrue } from './conditions.js';
import type { Controller } from './control-loop.js';

/** Keeps each disruption budget's count of how many pods may be evicted now. */
export class DisruptionController implements Controller {
  readonly watches = [POD_DISRUPTION_BUDGETS, PODS];

  constructor(private readonly objects: ObjectStore) {}

  reconcile(): number | null {
    for (const budget of this.objects.list(POD_DISRUPTION_BUDGETS)) this.count(budget);
    return null;
  }

  private count(budget: PodDisruptionBudget): void {
    const namespace = budget.metadata.namespace ?? 'default';
    const pods = this.objects.list(PODS, namespace).filter((pod) => selects(budget.spec.selector, pod.metadata.labels));
    const expectedPods = pods.length;
    const currentHealthy = pods.filter(
      (pod) => isTrue(pod.status.conditions, 'Ready') && pod.metadata.deletionTimestamp === undefined,
    ).length;
    const { minAvailable, maxUnavailable = 1 } = budget.spec;
    const desiredHealthy =
      minAvailable === undefined
        ? Math.max(0, expectedPods - scaledValue(maxUnavailable, expectedPods, 'up'))
        : scaledValue(minAvailable, expectedPods, 'up');
    this.objects.mutate(POD_DISRUPTION_BUDGETS, namespace, budget.metadata.name, (draft) => {
      draft.status = {
        ...draft.status,
        expectedPods,
        currentHealthy,
        desiredHealthy,
        disruptionsAllowed: expectedPods === 0 ? 0 : Math.max(0, currentHealthy - desiredHealthy),
        observedGeneration: budget.metadata.generation ?? 1,
      };
    });
  }
}
