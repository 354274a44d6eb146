import { afterEach, beforeEach, expect, test } from 'vitest';
import { deploy, podsOf, reasonsOf, tinyWorld, until } from '../../../test/support/tiny-world.js';
import type { Pod } from '../objects/kinds.js';
import { DEPLOYMENTS, EVENTS, HORIZONTAL_POD_AUTOSCALERS, NODES, POD_DISRUPTION_BUDGETS } from '../objects/resources.js';
import type { TestbedWorld } from '../testbed-world.js';
import { conditionOf, isTrue } from './conditions.js';

let world: TestbedWorld;

beforeEach(async () => {
  world = tinyWorld();
  deploy(world, 'web', 'latest', { replicas: 2, container: { resources: { requests: { cpu: '10m' } } } });
  await until(world, 'web is up', () => ready().length === 2);
});

afterEach(() => world.stop());

function ready(): readonly Pod[] {
  return podsOf(world, 'web').filter((pod) => isTrue(pod.status.conditions, 'Ready'));
}

function on(node: string): readonly Pod[] {
  return podsOf(world, 'web').filter((pod) => pod.spec.nodeName === node);
}

test('a node under disk pressure is tainted and evicts its pods, which stay as Failed', async () => {
  world.nodes.setCondition('worker-1', 'DiskPressure', 'True', 'KubeletHasDiskPressure', 'kubelet has disk pressure');
  await until(world, 'a pod is evicted', () => on('worker-1').some((pod) => pod.status.reason === 'Evicted'));
  expect(world.objects.get(NODES, null, 'worker-1').spec.taints).toMatchObject([
    { key: 'node.kubernetes.io/disk-pressure', effect: 'NoSchedule' },
  ]);
  await until(world, 'both replicas run elsewhere', () => ready().length === 2 && ready().every((pod) => pod.spec.nodeName === 'worker-2'));
  expect(on('worker-1')[0]?.status.message).toMatch(/^The node was low on resource: ephemeral-storage\./u);
  world.nodes.setCondition('worker-1', 'DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure');
  await until(world, 'the taint is gone', () => world.objects.get(NODES, null, 'worker-1').spec.taints === undefined);
});

test('pods of a node that is not heard of are not ready at once, terminating after five minutes, gone when it is back', async () => {
  const [lost] = on('worker-1');
  world.nodes.setCondition('worker-1', 'Ready', 'Unknown', 'NodeStatusUnknown', 'Kubelet stopped posting node status.');
  await until(world, 'its pod is not ready', () => ready().every((pod) => pod.spec.nodeName === 'worker-2'));
  expect(reasonsOf(world, 'Pod')).toContain('NodeNotReady');
  expect(on('worker-1')[0]?.metadata.deletionTimestamp).toBeUndefined();
  await until(world, 'its pod is terminating', () => on('worker-1')[0]?.metadata.deletionTimestamp !== undefined, 10_000);
  await until(world, 'another pod took over', () => ready().length === 2);
  expect(podsOf(world, 'web').map((pod) => pod.metadata.name)).toContain(lost?.metadata.name);
  world.nodes.setCondition('worker-1', 'Ready', 'True', 'KubeletReady', 'kubelet is posting ready status');
  await until(world, 'the lost pod is gone', () => podsOf(world, 'web').every((pod) => pod.metadata.name !== lost?.metadata.name));
});

test('no pod goes to a cordoned node, and the scheduler says why when none is left', async () => {
  for (const name of ['worker-1', 'worker-2']) world.objects.mutate(NODES, null, name, (draft) => void (draft.spec.unschedulable = true));
  world.objects.mutate(DEPLOYMENTS, 'sock-shop', 'web', (draft) => void (draft.spec.replicas = 3));
  await until(world, 'a pod cannot be placed', () => reasonsOf(world, 'Pod').includes('FailedScheduling'));
  const message = world.objects.list(EVENTS, 'sock-shop').find((event) => event.reason === 'FailedScheduling')?.message;
  expect(message).toMatch(/^0\/2 nodes are available: 2 node\(s\) were unschedulable\./u);
});

test('a disruption budget counts how many pods may go', async () => {
  world.objects.create(POD_DISRUPTION_BUDGETS, {
    metadata: { name: 'web', namespace: 'sock-shop' },
    spec: { minAvailable: 2, selector: { matchLabels: { name: 'web' } } },
    status: { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 },
  });
  const budget = () => world.objects.get(POD_DISRUPTION_BUDGETS, 'sock-shop', 'web').status;
  await until(world, 'it is counted', () => budget().expectedPods === 2);
  expect(budget()).toMatchObject({ currentHealthy: 2, desiredHealthy: 2, disruptionsAllowed: 0 });
});

test('an autoscaler scales a Deployment by its CPU, and says when its target does not exist', async () => {
  const create = (name: string, target: string): void => {
    world.objects.create(HORIZONTAL_POD_AUTOSCALERS, {
      metadata: { name, namespace: 'sock-shop' },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: target },
        maxReplicas: 3,
        metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 25 } } }],
      },
      status: { currentReplicas: 0, desiredReplicas: 0 },
    });
  };
  create('web', 'web');
  create('cart', 'cart');
  await until(world, 'it is at its maximum', () => world.objects.get(DEPLOYMENTS, 'sock-shop', 'web').spec.replicas === 3);
  const conditions = (name: string) => world.objects.get(HORIZONTAL_POD_AUTOSCALERS, 'sock-shop', name).status.conditions;
  expect(conditionOf(conditions('web'), 'ScalingLimited')?.reason).toBe('TooManyReplicas');
  expect(conditionOf(conditions('cart'), 'AbleToScale')?.reason).toBe('FailedGetScale');
  expect(reasonsOf(world, 'HorizontalPodAutoscaler')).toEqual(expect.arrayContaining(['SuccessfulRescale', 'FailedGetScale']));
});
