import { randomStream, nameSuffix } from '../random.js';
import { applyDefaults } from './defaults.js';
import type { Service } from './kinds.js';
import type { KubeObject } from './meta.js';
import type { Resource } from './resources.js';
import { requireShape, validate } from './validation.js';

/** What the store asks before it writes: names, defaults, addresses. */
export interface Admission {
  nameFrom(prefix: string): string;
  /** Completes the object that is about to be written, in place, or refuses it with a StatusError. `before` is null for a new one. */
  admit(resource: Resource, object: KubeObject, before: KubeObject | null): void;
}

const FIRST_NODE_PORT = 30_000;

/** The API server's own admission: defaults, cluster addresses and node ports, the same for the same seed. */
export function createAdmission(seed: number): Admission {
  const random = randomStream(seed, 'names');
  const taken = new Set<string>();
  const draw = (make: () => string): string => {
    let drawn = make();
    while (taken.has(drawn)) drawn = make();
    taken.add(drawn);
    return drawn;
  };
  const clusterAddress = (): string => `10.96.${Math.floor(random() * 256)}.${1 + Math.floor(random() * 254)}`;
  const completeService = (service: Service): void => {
    const { spec } = service;
    if (spec.type === 'ExternalName') return;
    spec.clusterIP ??= draw(clusterAddress);
    spec.clusterIPs ??= [spec.clusterIP];
    if (spec.type !== 'NodePort' && spec.type !== 'LoadBalancer') return;
    for (const port of spec.ports ?? []) port.nodePort ??= Number(draw(() => String(FIRST_NODE_PORT + Math.floor(random() * 2_768))));
  };
  return {
    nameFrom: (prefix) => draw(() => `${prefix}${nameSuffix(random)}`),
    admit(resource, object, before) {
      requireShape(resource, object);
      applyDefaults(object);
      if (object.kind === 'Service') completeService(object as Service);
      validate(resource, object, before);
    },
  };
}
