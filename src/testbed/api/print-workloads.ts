import type { Container, Deployment, HorizontalPodAutoscaler, PodDisruptionBudget, ReplicaSet } from '../objects/kinds.js';
import { selectorText } from '../objects/selectors.js';
import { ageOf, column, columns, wide, type Cell, type Printer } from './table.js';

export const deploymentPrinter: Printer<Deployment> = {
  columns: [...columns('Name', 'Ready', 'Up-to-date', 'Available', 'Age'), ...wide('Containers', 'Images', 'Selector')],
  row: (deployment, now) => [
    deployment.metadata.name,
    `${deployment.status.readyReplicas ?? 0}/${deployment.spec.replicas ?? 1}`,
    deployment.status.updatedReplicas ?? 0,
    deployment.status.availableReplicas ?? 0,
    ageOf(deployment, now),
    ...containerCells(deployment.spec.template.spec.containers),
    selectorText(deployment.spec.selector),
  ],
};

export const replicaSetPrinter: Printer<ReplicaSet> = {
  columns: [...columns('Name', 'Desired', 'Current', 'Ready', 'Age'), ...wide('Containers', 'Images', 'Selector')],
  row: (set, now) => [
    set.metadata.name,
    set.spec.replicas ?? 1,
    set.status.replicas,
    set.status.readyReplicas ?? 0,
    ageOf(set, now),
    ...containerCells(set.spec.template.spec.containers),
    selectorText(set.spec.selector),
  ],
};

export const autoscalerPrinter: Printer<HorizontalPodAutoscaler> = {
  columns: columns('Name', 'Reference', 'Targets', 'MinPods', 'MaxPods', 'Replicas', 'Age'),
  row: (autoscaler, now) => [
    autoscaler.metadata.name,
    `${autoscaler.spec.scaleTargetRef.kind}/${autoscaler.spec.scaleTargetRef.name}`,
    targetsOf(autoscaler),
    autoscaler.spec.minReplicas ?? '<unset>',
    autoscaler.spec.maxReplicas,
    autoscaler.status.currentReplicas,
    ageOf(autoscaler, now),
  ],
};

export const disruptionBudgetPrinter: Printer<PodDisruptionBudget> = {
  columns: [...columns('Name', 'Min Available', 'Max Unavailable'), column('Allowed Disruptions', 0, 'integer'), column('Age')],
  row: (budget, now) => [
    budget.metadata.name,
    budget.spec.minAvailable ?? 'N/A',
    budget.spec.maxUnavailable ?? 'N/A',
    budget.status.disruptionsAllowed,
    ageOf(budget, now),
  ],
};

function targetsOf(autoscaler: HorizontalPodAutoscaler): string {
  const parts = (autoscaler.spec.metrics ?? []).map((metric, index) => {
    const current = autoscaler.status.currentMetrics?.[index]?.resource?.current;
    const { name = '', target } = metric.resource ?? {};
    if (target?.averageUtilization === undefined) return `${name}: ${current?.averageValue ?? '<unknown>'}/${target?.averageValue ?? ''}`;
    const now = current?.averageUtilization === undefined ? '<unknown>' : `${current.averageUtilization}%`;
    return `${name}: ${now}/${target.averageUtilization}%`;
  });
  return parts.length === 0 ? '<none>' : parts.join(', ');
}

function containerCells(containers: readonly Container[]): readonly Cell[] {
  return [containers.map((container) => container.name).join(','), containers.map((container) => container.image).join(',')];
}
