import { NO_EFFECT, valueOf } from '../fault.js';
import type { Fault } from '../fault.js';
import { changeContainer } from '../shop-change.js';
import { shopSymptoms } from '../symptoms.js';

/** A rollout lowers the amount that payment authorises: almost every order is declined, with 200 at payment and 406 at the edge. */
export const paymentDeclines: Fault = {
  id: 'SS-18',
  title: 'Payment declines spike',
  service: 'payment',
  services: ['payment'],
  parameters: [{ name: 'limit', meaning: 'the largest amount that is authorised', default: '10', accepts: /^\d+(\.\d+)?$/ }],
  inject(injection) {
    changeContainer(injection, (container) => {
      container.args = [
        ...(container.args ?? []).filter((argument) => !argument.startsWith('-decline')),
        `-decline=${valueOf(injection, 'limit')}`,
      ];
    });
    return NO_EFFECT;
  },
  truth: ({ service }) => ({
    entities: [{ kind: 'Deployment', name: service }],
    causeClass: 'threshold-misconfigured',
    causeWords: [[/declin/i, /threshold|limit|argument|flag|amount|config|rollout|setting/i]],
    remedies: [`rollout undo deployment/${service}`],
    mayChange: [],
    symptoms: shopSymptoms,
  }),
};
