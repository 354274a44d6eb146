import { NETWORK_CHAOS } from '../../objects/resources.js';
import type { NetworkChaos } from '../../objects/kinds.js';
import { NO_EFFECT, valueOf } from '../fault.js';
import type { Fault, Injection } from '../fault.js';
import { latencySymptoms, shopSymptoms } from '../symptoms.js';

/** Who calls a service, and so sees the way to it. */
const CALLERS: Readonly<Record<string, string>> = {
  payment: 'orders',
  shipping: 'orders',
  user: 'front-end',
  carts: 'front-end',
  orders: 'front-end',
  catalogue: 'front-end',
  'catalogue-db': 'catalogue',
};
const MOST_MS = 1_500;

/** The way to a dependency is slow, loses connections, or is narrow; the dependency itself is well and measures nothing. */
export const networkImpairment: Fault = {
  id: 'SS-12',
  title: 'Network delay to a dependency',
  service: 'payment',
  services: Object.keys(CALLERS),
  parameters: [
    { name: 'delay', meaning: 'added latency in real time, such as 10s', default: '10s', accepts: /^[\d.]+(ms|s)$/ },
    { name: 'loss', meaning: 'percent of connections lost, instead of a delay', default: '', accepts: /^\d{0,3}$/ },
    { name: 'bandwidth', meaning: 'a rate such as 500kbps, instead of a delay', default: '', accepts: /^(\d+(bps|kbps|mbps))?$/ },
  ],
  inject(injection) {
    injection.world.objects.create(NETWORK_CHAOS, {
      metadata: { name: actionOf(injection), namespace: injection.world.namespace },
      spec: specOf(injection),
      status: { experiment: { desiredPhase: 'Run' } },
    });
    return NO_EFFECT;
  },
  truth: (injection) => ({
    entities: [
      { kind: 'NetworkChaos', name: actionOf(injection) },
      { kind: 'Service', name: injection.service },
    ],
    causeClass: 'network-impairment',
    causeWords: [[/network|path|way between|connection between|chaos|latency between|packet|link/i]],
    remedies: [`delete networkchaos/${actionOf(injection)}`],
    mayChange: [],
    symptoms: async (probe) => [
      ...(await shopSymptoms(probe)),
      ...ruleSymptoms(injection),
      ...(await latencySymptoms(probe, 'front-end', '/catalogue', MOST_MS)),
    ],
  }),
};

function actionOf(injection: Injection): NetworkChaos['spec']['action'] {
  if (valueOf(injection, 'loss') !== '') return 'loss';
  return valueOf(injection, 'bandwidth') === '' ? 'delay' : 'bandwidth';
}

function specOf(injection: Injection): NetworkChaos['spec'] {
  const { world, service } = injection;
  const select = (name: string) => ({ namespaces: [world.namespace], labelSelectors: { name } });
  const action = actionOf(injection);
  return {
    action,
    mode: 'all',
    selector: select(CALLERS[service] ?? 'front-end'),
    direction: 'to',
    target: { mode: 'all', selector: select(service) },
    ...(action === 'delay' ? { delay: { latency: valueOf(injection, 'delay'), jitter: '0ms' } } : {}),
    ...(action === 'loss' ? { loss: { loss: valueOf(injection, 'loss') } } : {}),
    ...(action === 'bandwidth' ? { bandwidth: { rate: valueOf(injection, 'bandwidth') } } : {}),
  };
}

function ruleSymptoms({ world, service }: Injection): string[] {
  return world.network.rules().some(({ to }) => to.service === service) ? [`the way to ${service} is still impaired`] : [];
}
