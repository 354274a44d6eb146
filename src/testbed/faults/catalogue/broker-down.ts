import { NO_EFFECT } from '../fault.js';
import type { Fault } from '../fault.js';
import { queueSymptoms } from '../resource-symptoms.js';
import { changeDeployment } from '../shop-change.js';
import { shopSymptoms } from '../symptoms.js';

/** The broker is gone, and shipping says 201 all the same: parcels are lost without an error at the edge. */
export const brokerDown: Fault = {
  id: 'SS-17',
  title: 'Broker down, silent loss',
  service: 'rabbitmq',
  services: ['rabbitmq'],
  parameters: [],
  inject(injection) {
    changeDeployment(injection, ({ spec }) => {
      spec.replicas = 0;
    });
    return NO_EFFECT;
  },
  truth: ({ service }) => ({
    entities: [{ kind: 'Deployment', name: service }],
    causeClass: 'scaled-to-zero',
    causeWords: [[/rabbitmq|broker|queue/i, /scal|replica|down|absent|unavailable|gone|not running|no pod|unreachable/i]],
    remedies: [`scale deployment/${service} --replicas=1`],
    mayChange: [],
    symptoms: async (probe) => [...(await shopSymptoms(probe)), ...(await queueSymptoms(probe))],
  }),
};
