import { loadGenerator } from '../load/load-generator.js';
import type { PodProgram, Programs } from '../world.js';
import { releaseOf } from './releases.js';
import type { Release } from './runtime/release.js';
import { brokerExporter } from './services/broker-exporter.js';
import { carts } from './services/carts.js';
import { catalogue } from './services/catalogue.js';
import { documentDatabase } from './services/document-database.js';
import { frontEnd } from './services/front-end/front-end.js';
import { keyValueDatabase } from './services/key-value-database.js';
import { messageBroker } from './services/message-broker.js';
import { orders } from './services/orders.js';
import { payment } from './services/payment.js';
import { queueMaster } from './services/queue-master.js';
import { shipping } from './services/shipping.js';
import { sockDatabase } from './services/sock-database.js';
import { user } from './services/user.js';
import { DIRECTORY } from './services/user-directory.js';

const OWN_REGISTRY = 'weaveworksdemos';

/** A program of the shop's own images: its tag must be one that was published. */
function own(service: string, program: (release: Release) => PodProgram): [string, (tag: string) => PodProgram | 'no-such-image'] {
  const byTag = (tag: string): PodProgram | 'no-such-image' => {
    const release = releaseOf(service, tag);
    return release ? program(release) : 'no-such-image';
  };
  return [`${OWN_REGISTRY}/${service}`, byTag];
}

/** A public image, of which only these tags exist. */
function publicImage(
  repository: string,
  tags: readonly string[],
  program: () => PodProgram,
): [string, (tag: string) => PodProgram | 'no-such-image'] {
  return [repository, (tag) => (tags.includes(tag) ? program() : 'no-such-image')];
}

/** Every image of the shop and of its load, by repository. */
export const shopPrograms: Programs = Object.fromEntries([
  own('front-end', frontEnd),
  own('catalogue', catalogue),
  own('catalogue-db', sockDatabase),
  own('carts', carts),
  own('orders', orders),
  own('payment', payment),
  own('user', user),
  own('user-db', () => documentDatabase(DIRECTORY)),
  own('shipping', shipping),
  own('queue-master', queueMaster),
  publicImage(`${OWN_REGISTRY}/load-test`, ['0.1.1'], loadGenerator),
  publicImage('mongo', ['latest', '5.0.11', '3.4'], documentDatabase),
  publicImage('redis', ['alpine'], keyValueDatabase),
  publicImage('rabbitmq', ['3.6.8-management', '3.6.8'], messageBroker),
  publicImage('kbudde/rabbitmq-exporter', ['latest'], brokerExporter),
]);
