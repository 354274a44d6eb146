import { tagWith } from '../../shop/releases.js';
import { NO_EFFECT, valueOf } from '../fault.js';
import type { Fault, Injection } from '../fault.js';
import { queueSymptoms } from '../resource-symptoms.js';
import { changeContainer, changeDeployment, setTag } from '../shop-change.js';
import { shopSymptoms } from '../symptoms.js';

/** Nobody takes parcels out of the queue, or too slowly. Every order is 201; the backlog lives in the broker's memory alone. */
export const queueBacklog: Fault = {
  id: 'SS-16',
  title: 'Queue backlog',
  service: 'queue-master',
  services: ['queue-master'],
  parameters: [
    {
      name: 'form',
      meaning: 'absent (no consumer) or stalled (a release that handles each message too slowly)',
      default: 'absent',
      accepts: /^(absent|stalled)$/,
    },
  ],
  inject(injection) {
    if (isStalled(injection)) {
      changeContainer(injection, (container) => {
        setTag(container, tagWith('queue-master', 'stalling') ?? '');
      });
    } else {
      changeDeployment(injection, ({ spec }) => {
        spec.replicas = 0;
      });
    }
    return NO_EFFECT;
  },
  truth: (injection) => ({
    entities: [{ kind: 'Deployment', name: injection.service }],
    causeClass: isStalled(injection) ? 'consumer-stalled' : 'consumer-absent',
    causeWords: [[/consumer|queue-master/i, /scal|replica|absent|no |zero|0|down|stall|slow|not running|missing|release|version/i]],
    remedies: isStalled(injection) ? ['rollout undo deployment/queue-master'] : ['scale deployment/queue-master --replicas=1'],
    mayChange: [{ entity: { kind: 'Deployment', name: injection.service }, path: /^spec\.replicas/ }],
    symptoms: async (probe) => [...(await shopSymptoms(probe)), ...(await queueSymptoms(probe))],
  }),
};

function isStalled(injection: Injection): boolean {
  return valueOf(injection, 'form') === 'stalled';
}
