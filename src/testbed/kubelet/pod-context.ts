import type { Container, Pod } from '../objects/kinds.js';
import { bytes, millicores } from '../objects/quantities.js';
import type { Address, PodContext } from '../world.js';
import type { ContainerLog } from './container-log.js';
import { expand } from './environment.js';
import { readImage } from './images.js';
import type { NodeServices } from './node-services.js';

export interface Launch {
  readonly pod: Pod;
  readonly podIP: string;
  readonly container: Container;
  readonly env: Readonly<Record<string, string>>;
  readonly node: NodeServices;
  readonly log: ContainerLog;
  localhost(port: number): Address | null;
  exit(code: number): void;
}

/** Everything a container's program is told and given for one run. */
export function contextOf(launch: Launch): PodContext {
  const { pod, container, env, node, log } = launch;
  const image = readImage(container.image);
  return {
    ...node.surroundings(pod, container),
    namespace: pod.metadata.namespace ?? 'default',
    podName: pod.metadata.name,
    podIP: launch.podIP,
    containerName: container.name,
    nodeName: pod.spec.nodeName ?? '',
    labels: pod.metadata.labels ?? {},
    image: { name: image.name, repository: image.repository, tag: image.tag },
    command: (container.command ?? []).map((each) => expand(each, env)),
    args: (container.args ?? []).map((each) => expand(each, env)),
    env,
    ports: (container.ports ?? []).map((port) => port.containerPort),
    limits: limitsOf(container),
    clock: node.clock,
    localhost: (port) => launch.localhost(port),
    log: (line) => {
      log.append(node.clock.now(), line);
    },
    exit: (code) => {
      launch.exit(code);
    },
  };
}

/** A container's limits in millicores and bytes; null where it has none. */
export function limitsOf(container: Container): PodContext['limits'] {
  const limits = container.resources?.limits ?? {};
  return {
    cpuMillicores: limits['cpu'] === undefined ? null : millicores(limits['cpu']),
    memoryBytes: limits['memory'] === undefined ? null : bytes(limits['memory']),
  };
}
