import { NO_EFFECT } from '../fault.js';
import type { Fault } from '../fault.js';
import { shopSymptoms } from '../symptoms.js';

/** The control: nothing is changed, and nobody should change anything. */
export const nothingWrong: Fault = {
  id: 'SS-C1',
  title: 'No fault',
  service: 'front-end',
  services: ['front-end'],
  parameters: [],
  inject: () => NO_EFFECT,
  truth: () => ({
    entities: [],
    causeClass: 'healthy',
    causeWords: [[/healthy|no fault|nothing|no cause|none/i]],
    remedies: [],
    mayChange: [],
    symptoms: shopSymptoms,
  }),
};
