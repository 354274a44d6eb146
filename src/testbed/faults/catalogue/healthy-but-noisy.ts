import { DEPLOYMENTS } from '../../objects/resources.js';
import { NO_EFFECT } from '../fault.js';
import type { Fault } from '../fault.js';
import { checkOutSymptoms, listingSymptoms } from '../symptoms.js';

/** Its container died once and came back. */
const RESTARTED = 'queue-master';

/** The second control: a rollout under way for as long as its readiness delay lasts, one restart, orders declined as always. Nobody should touch it. */
export const healthyButNoisy: Fault = {
  id: 'SS-C2',
  title: 'Healthy but noisy',
  service: 'user',
  services: ['user', 'catalogue', 'payment'],
  parameters: [],
  inject({ world, service }) {
    world.objects.mutate(DEPLOYMENTS, world.namespace, service, ({ spec }) => {
      spec.template.metadata = {
        ...spec.template.metadata,
        annotations: { ...spec.template.metadata?.annotations, 'kubectl.kubernetes.io/restartedAt': world.clock.now().toISOString() },
      };
    });
    world.nodes.kill(world.namespace, { name: RESTARTED });
    return NO_EFFECT;
  },
  truth: () => ({
    entities: [],
    causeClass: 'healthy',
    causeWords: [[/healthy|no fault|nothing|no cause|none/i]],
    remedies: [],
    mayChange: [],
    symptoms: async (probe) => [...(await listingSymptoms(probe)), ...(await checkOutSymptoms(probe))],
  }),
};
