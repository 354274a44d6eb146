import { DEPLOYMENTS } from '../../objects/resources.js';
import { NO_EFFECT, valueOf } from '../fault.js';
import type { Fault, Injection } from '../fault.js';
import { changeContainer, setEnv } from '../shop-change.js';
import { shopSymptoms } from '../symptoms.js';

const JAVA = ['carts', 'orders', 'shipping', 'queue-master'];
const JAVA_LIMIT = '100Mi';
const OTHER_LIMIT = '8Mi';
const SMALL_HEAP = '-Xms16m -Xmx24m -XX:+UseG1GC';

/** A rollout sets the memory limit below what the process needs (OOMKilled, 137), or the heap below what the application needs (no OOMKilled). */
export const lowMemoryLimit: Fault = {
  id: 'SS-05',
  title: 'OOMKilled by a low limit',
  service: 'carts',
  services: [...JAVA, 'catalogue', 'payment', 'user', 'front-end'],
  parameters: [
    { name: 'limit', meaning: 'the memory limit; left out, 100Mi for a JVM and 8Mi for others', default: null, accepts: /^\d+[KMG]i$/ },
    { name: 'form', meaning: 'limit or heap (JVM only)', default: 'limit', accepts: /^(limit|heap)$/ },
  ],
  inject(injection) {
    const limit = injection.parameters['limit'] ?? (JAVA.includes(injection.service) ? JAVA_LIMIT : OTHER_LIMIT);
    changeContainer(injection, (container) => {
      if (isHeap(injection)) setEnv(container, 'JAVA_OPTS', SMALL_HEAP);
      else
        container.resources = {
          limits: { ...container.resources?.limits, memory: limit },
          requests: { ...container.resources?.requests, memory: limit },
        };
    });
    return NO_EFFECT;
  },
  truth: (injection) => ({
    entities: [{ kind: 'Deployment', name: injection.service }],
    causeClass: isHeap(injection) ? 'heap-too-small' : 'memory-limit-too-low',
    causeWords: isHeap(injection) ? [[/heap|Xmx|JAVA_OPTS|OutOfMemoryError/i]] : [[/memory/i, /limit/i], [/OOM/i]],
    remedies: [
      `rollout undo deployment/${injection.service}`,
      `set resources deployment/${injection.service} --limits=memory=${limitBefore(injection)}`,
    ],
    mayChange: [],
    symptoms: shopSymptoms,
  }),
};

function isHeap(injection: Injection): boolean {
  return valueOf(injection, 'form') === 'heap' && JAVA.includes(injection.service);
}

function limitBefore({ world, service }: Injection): string {
  return String(
    world.objects.find(DEPLOYMENTS, world.namespace, service)?.spec.template.spec.containers[0]?.resources?.limits?.['memory'] ?? '500Mi',
  );
}
