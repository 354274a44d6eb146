import { NO_EFFECT, valueOf } from '../fault.js';
import type { Fault } from '../fault.js';
import { changeService } from '../shop-change.js';
import { shopSymptoms } from '../symptoms.js';

const WRONG_PORT = 8080;

/** A Service whose selector (or target port) fits no pod: the pods are Ready, nobody reaches them, and their scrape target is gone. */
export const serviceSelectsNothing: Fault = {
  id: 'SS-13',
  title: 'Service selector mismatch',
  service: 'payment',
  services: [
    'payment',
    'catalogue',
    'user',
    'carts',
    'orders',
    'shipping',
    'catalogue-db',
    'user-db',
    'carts-db',
    'orders-db',
    'session-db',
  ],
  parameters: [{ name: 'field', meaning: 'selector or targetPort', default: 'selector', accepts: /^(selector|targetPort)$/ }],
  inject(injection) {
    changeService(injection, ({ spec }) => {
      const [port] = spec.ports ?? [];
      if (valueOf(injection, 'field') === 'targetPort' && port) port.targetPort = WRONG_PORT;
      else spec.selector = { ...spec.selector, name: `${injection.service}s` };
    });
    return NO_EFFECT;
  },
  truth: ({ service }) => ({
    entities: [
      { kind: 'Service', name: service },
      { kind: 'Endpoints', name: service },
    ],
    causeClass: 'service-misrouted',
    causeWords: [[/selector|selects|target ?port/i], [/endpoint/i, /no |empty|none|without|zero|0/i]],
    remedies: [`patch service/${service}: the selector of its pods`],
    mayChange: [],
    symptoms: shopSymptoms,
  }),
};
