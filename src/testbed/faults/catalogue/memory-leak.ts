import { DEPLOYMENTS } from '../../objects/resources.js';
import { LOAD_DEPLOYMENT, LOAD_NAMESPACE } from '../../load/start-load.js';
import { NO_EFFECT } from '../fault.js';
import type { Fault } from '../fault.js';
import { memorySymptoms } from '../resource-symptoms.js';
import { setEnv } from '../shop-change.js';
import { shopSymptoms } from '../symptoms.js';

const MOST_SHARE = 0.7;

/** A crawler asks for ever new paths, and this version of front-end keeps a metric series for each: memory rises until the limit kills it. */
export const memoryLeak: Fault = {
  id: 'SS-06',
  title: 'Memory leak',
  service: 'front-end',
  services: ['front-end'],
  parameters: [],
  inject({ world }) {
    world.objects.mutate(DEPLOYMENTS, LOAD_NAMESPACE, LOAD_DEPLOYMENT, ({ spec }) => {
      for (const container of spec.template.spec.containers) setEnv(container, 'CRAWL', 'true');
    });
    return NO_EFFECT;
  },
  truth: ({ service }) => ({
    entities: [{ kind: 'Deployment', name: service }],
    causeClass: 'memory-leak',
    causeWords: [
      [/leak/i],
      [/memory/i, /grow|rising|rises|unbounded|slope|sawtooth|climb/i],
      [/cardinality|label/i],
      [/memory|OOM/i, /series|crawl/i],
    ],
    remedies: [
      `rollout restart deployment/${service}`,
      `set image deployment/${service} to a version that labels the first segment only (0.3.13)`,
      'block the crawler',
    ],
    mayChange: [{ entity: { kind: 'Deployment', name: service }, path: /^spec\.template\.(metadata|spec\.containers\.0\.image)/ }],
    symptoms: async (probe) => [...(await shopSymptoms(probe)), ...memorySymptoms(probe.world, service, MOST_SHARE)],
  }),
};
