import { DEPLOYMENTS } from '../../objects/resources.js';
import { LOAD_DEPLOYMENT, LOAD_NAMESPACE } from '../../load/start-load.js';
import { valueOf } from '../fault.js';
import type { Effect, Fault } from '../fault.js';
import { setEnv } from '../shop-change.js';
import { latencySymptoms, shopSymptoms } from '../symptoms.js';

const TRIGGER_WORLD_MS = 60_000;
/** Longer than the 5 s after which orders gives up, or no check-out fails and nobody insists. */
const TRIGGER_LEAST_REAL_MS = 22_000;
const TRIGGER_DELAY_MS = 10_000;
const VISITORS = 2;
const MOST_MS = 1_500;

/** Payment is out of reach for a while; visitors insist on their orders, and go on overloading orders after payment is back. */
export const retryStorm: Fault = {
  id: 'SS-19',
  title: 'Retry storm',
  service: 'orders',
  services: ['orders'],
  parameters: [{ name: 'retries', meaning: 'how often a visitor tries again at once', default: '5', accepts: /^\d+$/ }],
  inject(injection): Effect {
    const { world } = injection;
    world.objects.mutate(DEPLOYMENTS, LOAD_NAMESPACE, LOAD_DEPLOYMENT, ({ spec }) => {
      spec.replicas = VISITORS;
      for (const container of spec.template.spec.containers) setEnv(container, 'RETRIES', valueOf(injection, 'retries'));
    });
    const end = world.network.impose({ from: 'orders', to: { namespace: world.namespace, service: 'payment' }, delayMs: TRIGGER_DELAY_MS });
    const timer = setTimeout(end, Math.max(TRIGGER_LEAST_REAL_MS, TRIGGER_WORLD_MS / world.clock.factor));
    return {
      undo: () => {
        clearTimeout(timer);
        end();
      },
    };
  },
  truth: ({ service }) => ({
    entities: [
      { kind: 'Deployment', name: service },
      { kind: 'Deployment', name: LOAD_DEPLOYMENT },
    ],
    causeClass: 'retry-storm',
    causeWords: [[/retr/i], [/overload|metastable|storm|saturat/i]],
    remedies: [`scale deployment/${LOAD_DEPLOYMENT} --replicas=0 in ${LOAD_NAMESPACE}, let orders drain, restore the load step by step`],
    mayChange: [{ entity: { kind: 'Deployment', name: service }, path: /^spec\.replicas|resources\.(limits|requests)/ }],
    symptoms: async (probe) => [...(await shopSymptoms(probe)), ...(await latencySymptoms(probe, service, '/health', MOST_MS))],
  }),
};
