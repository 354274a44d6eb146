import { releaseOf } from '../../shop/releases.js';
import { NO_EFFECT } from '../fault.js';
import type { Fault, Injection } from '../fault.js';
import { changeContainer, setTag, tagOf } from '../shop-change.js';
import { shopSymptoms } from '../symptoms.js';

/** A rollout to a tag that nobody published: the new pod cannot pull its image, the old one of a probed service goes on. */
export const missingImage: Fault = {
  id: 'SS-02',
  title: 'ImagePullBackOff, stuck rollout',
  service: 'catalogue',
  services: ['catalogue', 'user', 'payment', 'front-end', 'carts', 'orders', 'shipping', 'queue-master'],
  parameters: [
    { name: 'tag', meaning: 'a tag that does not exist; left out, the next patch version', default: null, accepts: /^[\w.-]+$/ },
  ],
  inject(injection) {
    const tag = injection.parameters['tag'] ?? nextUnpublished(injection);
    changeContainer(injection, (container) => {
      setTag(container, tag);
    });
    return NO_EFFECT;
  },
  truth: ({ service }) => ({
    entities: [{ kind: 'Deployment', name: service }],
    causeClass: 'image-not-found',
    causeWords: [
      [/image|tag/i, /not found|does not exist|missing|wrong|invalid|cannot be pulled|can't be pulled|pull/i],
      [/ImagePullBackOff|ErrImagePull/i],
    ],
    remedies: [`rollout undo deployment/${service}`, `set image deployment/${service} to the tag before`],
    mayChange: [],
    symptoms: shopSymptoms,
  }),
};

function nextUnpublished(injection: Injection): string {
  const [major = '0', minor = '0', patch = '0'] = tagOf(injection).split('.');
  let number = Number(patch) + 1;
  while (releaseOf(injection.service, `${major}.${minor}.${number}`) !== null) number += 1;
  return `${major}.${minor}.${number}`;
}
