import { NODES, PODS } from '../../objects/resources.js';
import type { World } from '../../world.js';
import { valueOf } from '../fault.js';
import type { Effect, Fault, Injection } from '../fault.js';
import { nodeSymptoms } from '../resource-symptoms.js';
import { shopSymptoms } from '../symptoms.js';

/** One node runs out of disk, or is lost: unrelated services drop together. */
export const nodeFailure: Fault = {
  id: 'SS-20',
  title: 'Node pressure or NotReady',
  service: 'node',
  services: ['node'],
  parameters: [{ name: 'condition', meaning: 'DiskPressure or NotReady', default: 'DiskPressure', accepts: /^(DiskPressure|NotReady)$/ }],
  inject(injection): Effect {
    const { world } = injection;
    const node = busiestNode(world);
    if (isLost(injection)) world.nodes.setCondition(node, 'Ready', 'Unknown', 'NodeStatusUnknown', 'Kubelet stopped posting node status.');
    else world.nodes.setCondition(node, 'DiskPressure', 'True', 'KubeletHasDiskPressure', 'kubelet has disk pressure');
    return {
      undo: () => {
        world.nodes.setCondition(node, 'DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure');
        world.nodes.setCondition(node, 'Ready', 'True', 'KubeletReady', 'kubelet is posting ready status');
      },
    };
  },
  truth: (injection) => {
    const node = busiestNode(injection.world, (name) => isSick(injection.world, name));
    return {
      entities: [{ kind: 'Node', name: node }],
      causeClass: 'node-failure',
      causeWords: [[/node/i, /pressure|disk|not ?ready|lost|evict|unreachable|unknown/i]],
      remedies: [`cordon and drain node ${node}`, 'free its disk or replace it', 'delete the failed pods'],
      mayChange: [{ entity: { kind: 'Node', name: node }, path: /.*/ }],
      symptoms: async (probe) => [...(await shopSymptoms(probe)), ...nodeSymptoms(probe.world, node)],
    };
  },
};

function isLost(injection: Injection): boolean {
  return valueOf(injection, 'condition') === 'NotReady';
}

function isSick(world: World, name: string): boolean {
  const conditions = world.objects.find(NODES, null, name)?.status.conditions ?? [];
  return conditions.some(({ type, status }) => (type === 'Ready' ? status !== 'True' : status === 'True'));
}

/** The node with the most pods of the shop, among those that fit. */
function busiestNode(world: World, fits: (name: string) => boolean = () => true): string {
  const pods = world.objects.list(PODS, world.namespace);
  const count = (node: string): number => pods.filter(({ spec }) => spec.nodeName === node).length;
  const [busiest] = world.nodes
    .names()
    .filter(fits)
    .sort((left, right) => count(right) - count(left));
  return busiest ?? '';
}
