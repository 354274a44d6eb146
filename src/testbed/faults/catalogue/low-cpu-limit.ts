import { NO_EFFECT } from '../fault.js';
import type { Fault } from '../fault.js';
import { throttleSymptoms } from '../resource-symptoms.js';
import { changeContainer } from '../shop-change.js';
import { shopSymptoms } from '../symptoms.js';

const LIMITS: Readonly<Record<string, string>> = {
  orders: '50m',
  carts: '10m',
  catalogue: '5m',
  user: '5m',
  payment: '3m',
  shipping: '5m',
  'front-end': '20m',
};

/** A rollout cuts the CPU limit: the process is throttled in almost every period, and whoever calls it blames its dependencies. */
export const lowCpuLimit: Fault = {
  id: 'SS-07',
  title: 'CPU throttling from a low limit',
  service: 'orders',
  services: Object.keys(LIMITS),
  parameters: [
    { name: 'limit', meaning: 'the CPU limit, such as 50m; left out, too little for the service', default: null, accepts: /^\d+m?$/ },
  ],
  inject(injection) {
    const limit = injection.parameters['limit'] ?? LIMITS[injection.service] ?? '50m';
    changeContainer(injection, (container) => {
      container.resources = {
        limits: { ...container.resources?.limits, cpu: limit },
        requests: { ...container.resources?.requests, cpu: limit },
      };
    });
    return NO_EFFECT;
  },
  truth: ({ service }) => ({
    entities: [{ kind: 'Deployment', name: service }],
    causeClass: 'cpu-limit-too-low',
    causeWords: [[/cpu/i, /limit|throttl|quota/i]],
    remedies: [`rollout undo deployment/${service}`, `set resources deployment/${service} --limits=cpu to what it was`],
    mayChange: [],
    symptoms: async (probe) => [...(await shopSymptoms(probe)), ...throttleSymptoms(probe.world, service)],
  }),
};
