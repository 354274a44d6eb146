import { NO_EFFECT } from '../fault.js';
import type { Fault } from '../fault.js';
import { changeDeployment } from '../shop-change.js';
import { shopSymptoms } from '../symptoms.js';

/** Somebody scales a database to zero. The service before it stays Ready and says so with 200. */
export const databaseScaledToZero: Fault = {
  id: 'SS-10',
  title: 'Database scaled to zero',
  service: 'catalogue-db',
  services: ['catalogue-db', 'user-db', 'carts-db', 'orders-db', 'session-db'],
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
    causeWords: [[/scal|replica|no pod|0 pods|zero pods/i], [/no endpoint|not running|no database pod/i]],
    remedies: [`scale deployment/${service} --replicas=1`],
    mayChange: [],
    symptoms: shopSymptoms,
  }),
};
