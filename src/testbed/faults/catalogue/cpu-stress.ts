import { STRESS_CHAOS } from '../../objects/resources.js';
import { NO_EFFECT, valueOf } from '../fault.js';
import type { Fault, Injection } from '../fault.js';
import { cpuSymptoms } from '../resource-symptoms.js';
import { shopSymptoms } from '../symptoms.js';

const MOST_SHARE = 0.5;

/** Foreign processes in every pod of a service take its CPU, whatever the traffic. Scaling out gives each new pod the same. */
export const cpuStress: Fault = {
  id: 'SS-08',
  title: 'CPU stress by a foreign process',
  service: 'catalogue',
  services: ['catalogue', 'user', 'payment', 'carts', 'orders', 'shipping', 'front-end'],
  parameters: [
    { name: 'workers', meaning: 'how many', default: '2', accepts: /^\d+$/ },
    { name: 'load', meaning: 'percent of a core for each', default: '50', accepts: /^\d+$/ },
  ],
  inject(injection) {
    const { world, service } = injection;
    const workers = Number(valueOf(injection, 'workers'));
    const load = Number(valueOf(injection, 'load'));
    world.objects.create(STRESS_CHAOS, {
      metadata: { name: nameOf(injection), namespace: world.namespace },
      spec: {
        mode: 'all',
        selector: { namespaces: [world.namespace], labelSelectors: { name: service } },
        stressors: { cpu: { workers, load } },
      },
      status: { experiment: { desiredPhase: 'Run' } },
    });
    return NO_EFFECT;
  },
  truth: (injection) => ({
    entities: [
      { kind: 'StressChaos', name: nameOf(injection) },
      { kind: 'Deployment', name: injection.service },
    ],
    causeClass: 'foreign-cpu-load',
    causeWords: [[/stress|chaos|experiment/i], [/cpu/i, /foreign|unrelated|other process|without traffic|not explained|noisy/i]],
    remedies: [`delete stresschaos/${nameOf(injection)}`, `raise the CPU limit of deployment/${injection.service}`],
    mayChange: [{ entity: { kind: 'Deployment', name: injection.service }, path: /resources\.(limits|requests)/ }],
    symptoms: async (probe) => [...(await shopSymptoms(probe)), ...cpuSymptoms(probe.world, injection.service, MOST_SHARE)],
  }),
};

function nameOf(injection: Injection): string {
  return `stress-cpu-${injection.service}-${valueOf(injection, 'load')}`;
}
