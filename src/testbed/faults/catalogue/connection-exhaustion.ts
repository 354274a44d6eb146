import { DEPLOYMENTS } from '../../objects/resources.js';
import { LOAD_DEPLOYMENT, LOAD_NAMESPACE } from '../../load/start-load.js';
import { NO_EFFECT, valueOf } from '../fault.js';
import type { Fault } from '../fault.js';
import { connectionSymptoms } from '../resource-symptoms.js';
import { changeContainer, setEnv } from '../shop-change.js';
import { shopSymptoms } from '../symptoms.js';

/** The database may hold few connections and reads slowly; the client opens one for each request, without bound. */
export const connectionExhaustion: Fault = {
  id: 'SS-11',
  title: 'Connection exhaustion',
  service: 'catalogue-db',
  services: ['catalogue-db'],
  parameters: [
    { name: 'maxConnections', meaning: 'connections the server takes', default: '10', accepts: /^\d+$/ },
    { name: 'browsers', meaning: 'requests for the catalogue a second, in real time', default: '25', accepts: /^\d+$/ },
  ],
  inject(injection) {
    const { world } = injection;
    changeContainer(injection, (container) => {
      container.args = [`--max-connections=${valueOf(injection, 'maxConnections')}`, '--innodb-buffer-pool-size=5M'];
    });
    world.objects.mutate(DEPLOYMENTS, LOAD_NAMESPACE, LOAD_DEPLOYMENT, ({ spec }) => {
      for (const container of spec.template.spec.containers) setEnv(container, 'BROWSERS', valueOf(injection, 'browsers'));
    });
    return NO_EFFECT;
  },
  truth: ({ service }) => ({
    entities: [
      { kind: 'Deployment', name: service },
      { kind: 'Deployment', name: 'catalogue' },
    ],
    causeClass: 'connection-exhaustion',
    causeWords: [[/connection/i, /exhaust|too many|max|limit|pool|1040/i]],
    remedies: ['rollout undo deployment/catalogue-db', 'raise max_connections of catalogue-db', 'rollout restart deployment/catalogue'],
    mayChange: [{ entity: { kind: 'Deployment', name: 'catalogue' }, path: /^spec\.(replicas|template\.metadata)/ }],
    symptoms: async (probe) => [...(await shopSymptoms(probe)), ...(await connectionSymptoms(probe))],
  }),
};
