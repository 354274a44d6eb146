import { NO_EFFECT } from '../fault.js';
import type { Fault } from '../fault.js';
import { changeDeployment } from '../shop-change.js';
import { shopSymptoms } from '../symptoms.js';

/** Somebody scales a service to zero. With shipping, the money is taken and no order is made. */
export const serviceScaledToZero: Fault = {
  id: 'SS-15',
  title: 'Scaled to zero',
  service: 'shipping',
  services: ['shipping', 'payment', 'user', 'carts', 'orders', 'catalogue', 'front-end'],
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
    causeWords: [[/scal|replica|no pod|0 pods|zero pods/i], [/no endpoint|not running/i]],
    remedies: [`scale deployment/${service} --replicas=1`],
    mayChange: [],
    symptoms: shopSymptoms,
  }),
};
