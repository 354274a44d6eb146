import { NO_EFFECT, valueOf } from '../fault.js';
import type { Fault } from '../fault.js';
import { changeContainer } from '../shop-change.js';
import { shopSymptoms } from '../symptoms.js';

/** A typo in a probe's path. Readiness: the new pod never becomes Ready and the old one goes on. Liveness: it is restarted again and again. */
export const readinessPath: Fault = {
  id: 'SS-03',
  title: 'Probe with a wrong path',
  service: 'user',
  services: ['user', 'catalogue', 'payment', 'front-end'],
  parameters: [
    { name: 'probe', meaning: 'readiness or liveness', default: 'readiness', accepts: /^(readiness|liveness)$/ },
    { name: 'path', meaning: 'the wrong path', default: '/healthz', accepts: /^\// },
  ],
  inject(injection) {
    changeContainer(injection, (container) => {
      const probe = valueOf(injection, 'probe') === 'liveness' ? container.livenessProbe : container.readinessProbe;
      if (probe?.httpGet) probe.httpGet.path = valueOf(injection, 'path');
    });
    return NO_EFFECT;
  },
  truth: ({ service }) => ({
    entities: [{ kind: 'Deployment', name: service }],
    causeClass: 'wrong-probe',
    causeWords: [[/probe|readiness|liveness|health check/i, /path|404|healthz|wrong|misconfig|fail/i]],
    remedies: [`rollout undo deployment/${service}`, `patch the probe's path of deployment/${service}`],
    mayChange: [],
    symptoms: shopSymptoms,
  }),
};
