import { NO_EFFECT, valueOf } from '../fault.js';
import type { Fault } from '../fault.js';
import { changeContainer, setEnv } from '../shop-change.js';
import { shopSymptoms } from '../symptoms.js';

/** The variable that names the database, by service. */
const VARIABLES: Readonly<Record<string, string>> = { orders: 'db', carts: 'db', user: 'USER_DATABASE' };

/** A rollout empties the variable that names the database: the process exits at start. Unprobed services lose their old pod at once. */
export const emptyDatabaseHost: Fault = {
  id: 'SS-01',
  title: 'CrashLoop after bad env',
  service: 'orders',
  services: Object.keys(VARIABLES),
  parameters: [{ name: 'value', meaning: 'what the variable is set to', default: '', accepts: /^.*$/ }],
  inject(injection) {
    changeContainer(injection, (container) => {
      setEnv(container, VARIABLES[injection.service] ?? 'db', valueOf(injection, 'value'));
    });
    return NO_EFFECT;
  },
  truth: ({ service }) => ({
    entities: [{ kind: 'Deployment', name: service }],
    causeClass: 'misconfigured-environment',
    causeWords: [
      [/\benv|environment|variable|config/i, /empty|unset|blank|missing|invalid|wrong|bad|emptied|changed|misconfig/i],
      [/database|mongo|\bdb\b/i, /host|uri|connection string|selected/i, /empty|missing|invalid|unset|blank/i],
    ],
    remedies: [`rollout undo deployment/${service}`, `set env deployment/${service} ${VARIABLES[service] ?? 'db'}-`],
    mayChange: [],
    symptoms: shopSymptoms,
  }),
};
