import { NETWORK_POLICIES } from '../../objects/resources.js';
import { NO_EFFECT } from '../fault.js';
import type { Fault } from '../fault.js';
import { shopSymptoms } from '../symptoms.js';

/** Which label the policy should admit to each database, and the port. */
const CLIENTS: Readonly<Record<string, { readonly database: string; readonly port: number; readonly typo: string }>> = {
  carts: { database: 'carts-db', port: 27017, typo: 'cart' },
  orders: { database: 'orders-db', port: 27017, typo: 'order' },
  user: { database: 'user-db', port: 27017, typo: 'users' },
  catalogue: { database: 'catalogue-db', port: 3306, typo: 'catalog' },
};

/** A NetworkPolicy admits a label that no pod has: the service cannot reach its database, and its connections hang. */
export const policyBlocksDatabase: Fault = {
  id: 'SS-14',
  title: 'NetworkPolicy blocks the database',
  service: 'carts',
  services: Object.keys(CLIENTS),
  parameters: [],
  inject({ world, service }) {
    const { database, port, typo } = CLIENTS[service] ?? { database: 'carts-db', port: 27017, typo: 'cart' };
    world.objects.create(NETWORK_POLICIES, {
      metadata: { name: `${database}-access`, namespace: world.namespace },
      spec: {
        podSelector: { matchLabels: { name: database } },
        policyTypes: ['Ingress'],
        ingress: [{ from: [{ podSelector: { matchLabels: { name: typo } } }], ports: [{ port, protocol: 'TCP' }] }],
      },
    });
    return NO_EFFECT;
  },
  truth: ({ service }) => {
    const policy = { kind: 'NetworkPolicy', name: `${CLIENTS[service]?.database ?? 'carts-db'}-access` };
    return {
      entities: [policy],
      causeClass: 'network-policy-blocks',
      causeWords: [[/network ?polic|netpol/i]],
      remedies: [`patch networkpolicy/${policy.name}: admit name=${service}`, `delete networkpolicy/${policy.name}`],
      mayChange: [{ entity: policy, path: /.*/ }],
      symptoms: shopSymptoms,
    };
  },
};
