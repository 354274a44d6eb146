import { DEPLOYMENTS, HORIZONTAL_POD_AUTOSCALERS } from '../../objects/resources.js';
import { LOAD_DEPLOYMENT, LOAD_NAMESPACE } from '../../load/start-load.js';
import { NO_EFFECT, valueOf } from '../fault.js';
import type { Fault, Injection } from '../fault.js';
import { cpuSymptoms } from '../resource-symptoms.js';
import { setEnv } from '../shop-change.js';
import { shopSymptoms } from '../symptoms.js';

const MOST_SHARE = 0.8;

/** Many more visitors browse the catalogue than one pod can serve, and the autoscaler may not add another, or is not there. */
export const trafficSurge: Fault = {
  id: 'SS-09',
  title: 'Traffic surge, autoscaler missing or maxed',
  service: 'catalogue',
  services: ['catalogue'],
  parameters: [
    { name: 'autoscaler', meaning: 'maxed or missing', default: 'maxed', accepts: /^(maxed|missing)$/ },
    { name: 'browsers', meaning: 'requests for the catalogue a second, in real time', default: '30', accepts: /^\d+$/ },
  ],
  inject(injection) {
    const { world } = injection;
    if (valueOf(injection, 'autoscaler') !== 'missing') createMaxedAutoscaler(injection);
    world.objects.mutate(DEPLOYMENTS, LOAD_NAMESPACE, LOAD_DEPLOYMENT, ({ spec }) => {
      for (const container of spec.template.spec.containers) setEnv(container, 'BROWSERS', valueOf(injection, 'browsers'));
    });
    return NO_EFFECT;
  },
  truth: ({ service }) => ({
    entities: [
      { kind: 'HorizontalPodAutoscaler', name: service },
      { kind: 'Deployment', name: service },
    ],
    causeClass: 'capacity-capped',
    causeWords: [
      [/traffic|load|surge|demand|requests/i, /capacity|max|cap|autoscal|replica|limit/i],
      [/hpa|autoscal/i, /max|missing|capped|limit/i],
    ],
    remedies: [`patch hpa/${service} maxReplicas`, `scale deployment/${service}`],
    mayChange: [
      { entity: { kind: 'HorizontalPodAutoscaler', name: service }, path: /.*/ },
      { entity: { kind: 'Deployment', name: service }, path: /^spec\.replicas|resources\.(limits|requests)/ },
    ],
    symptoms: async (probe) => [...(await shopSymptoms(probe)), ...cpuSymptoms(probe.world, service, MOST_SHARE)],
  }),
};

function createMaxedAutoscaler({ world, service }: Injection): void {
  if (world.objects.find(HORIZONTAL_POD_AUTOSCALERS, world.namespace, service) !== null) {
    world.objects.mutate(HORIZONTAL_POD_AUTOSCALERS, world.namespace, service, ({ spec }) => {
      spec.maxReplicas = 1;
    });
    return;
  }
  world.objects.create(HORIZONTAL_POD_AUTOSCALERS, {
    metadata: { name: service, namespace: world.namespace },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: service },
      minReplicas: 1,
      maxReplicas: 1,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }],
    },
    status: { currentReplicas: 1, desiredReplicas: 1 },
  });
}
