import { tagWith } from '../../shop/releases.js';
import { NO_EFFECT, valueOf } from '../fault.js';
import type { Fault, Injection } from '../fault.js';
import { changeContainer, setTag } from '../shop-change.js';
import { shopSymptoms } from '../symptoms.js';
import { releaseSymptoms } from '../release-symptoms.js';

const SERVICES = ['catalogue', 'user', 'payment', 'carts', 'orders', 'shipping', 'front-end'];

/** A release whose code is slow on one route, or fails it for a share of the requests. Nothing restarts, nothing logs an error. */
export const badRelease: Fault = {
  id: 'SS-04',
  title: 'Bad release: regression of one route',
  service: 'catalogue',
  services: SERVICES,
  parameters: [{ name: 'flaw', meaning: 'slow or failing', default: 'slow', accepts: /^(slow|failing)$/ }],
  inject(injection) {
    const tag = tagWith(injection.service, flawOf(injection));
    changeContainer(injection, (container) => {
      if (tag !== null) setTag(container, tag);
    });
    return NO_EFFECT;
  },
  truth: (injection) => ({
    entities: [{ kind: 'Deployment', name: injection.service }],
    causeClass: 'bad-release',
    causeWords: [[/release|version|rollout|image|deploy|revision|regression/i]],
    remedies: [`rollout undo deployment/${injection.service}`],
    mayChange: [],
    symptoms: async (probe) => [...(await shopSymptoms(probe)), ...(await releaseSymptoms(probe, injection.service, flawOf(injection)))],
  }),
};

function flawOf(injection: Injection): 'slow' | 'failing' {
  return valueOf(injection, 'flaw') === 'failing' ? 'failing' : 'slow';
}
