import type { Namespace, NetworkPolicy, Pod } from '../objects/kinds.js';
import type { Labels } from '../objects/meta.js';
import { selects } from '../objects/selectors.js';

/** Who calls: the labels of a pod and its namespace; null labels: somebody outside the cluster. */
export interface Caller {
  readonly namespace: string;
  readonly labels: Labels | null;
}

/** May the caller reach this port of the pod? Without a policy that selects the pod, anybody may. */
export function isAdmitted(
  caller: Caller,
  pod: Pod,
  port: number,
  policies: readonly NetworkPolicy[],
  namespaces: readonly Namespace[],
): boolean {
  const applying = policies.filter(
    (policy) =>
      policy.metadata.namespace === pod.metadata.namespace &&
      (policy.spec.policyTypes ?? ['Ingress']).includes('Ingress') &&
      selects(policy.spec.podSelector, pod.metadata.labels),
  );
  return applying.length === 0 || applying.some((policy) => admits(policy, caller, pod, port, namespaces));
}

function admits(policy: NetworkPolicy, caller: Caller, pod: Pod, port: number, namespaces: readonly Namespace[]): boolean {
  return (policy.spec.ingress ?? []).some((rule) => {
    const ports = rule.ports ?? [];
    const portMatches = ports.length === 0 || ports.some((each) => each.port === undefined || portNumber(each.port, pod) === port);
    const from = rule.from ?? [];
    const peerMatches = from.length === 0 || from.some((peer) => isPeer(peer, caller, policy, namespaces));
    return portMatches && peerMatches;
  });
}

type Peer = NonNullable<NonNullable<NetworkPolicy['spec']['ingress']>[number]['from']>[number];

function isPeer(peer: Peer, caller: Caller, policy: NetworkPolicy, namespaces: readonly Namespace[]): boolean {
  if (peer.ipBlock !== undefined) return caller.labels === null;
  if (caller.labels === null) return false;
  const inNamespace =
    peer.namespaceSelector === undefined
      ? caller.namespace === policy.metadata.namespace
      : selects(peer.namespaceSelector, namespaces.find((each) => each.metadata.name === caller.namespace)?.metadata.labels);
  return inNamespace && (peer.podSelector === undefined || selects(peer.podSelector, caller.labels));
}

function portNumber(port: number | string, pod: Pod): number | undefined {
  if (typeof port === 'number') return port;
  return pod.spec.containers.flatMap((container) => container.ports ?? []).find((each) => each.name === port)?.containerPort;
}
