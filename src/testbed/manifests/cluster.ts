import type { Namespace, Node } from '../objects/kinds.js';
import type { Draft } from '../objects/object-store.js';
import { SHOP_NAMESPACE } from './workload.js';

export const NODE_NAMES = ['worker-1', 'worker-2'] as const;
const KUBELET = 'v1.32.4';

export function namespaces(): readonly Draft<Namespace>[] {
  return ['default', 'kube-system', 'kube-public', 'kube-node-lease', SHOP_NAMESPACE].map((name) => ({
    metadata: { name, labels: { 'kubernetes.io/metadata.name': name } },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' as const },
  }));
}

/** A healthy worker; `since` is when its conditions were last seen to change. */
export function node(name: string, index: number, since: string): Draft<Node> {
  const network = `10.244.${index + 1}.0/24`;
  const healthy = (type: string, reason: string, message: string) => ({
    type,
    status: 'False' as const,
    reason,
    message,
    lastHeartbeatTime: since,
    lastTransitionTime: since,
  });
  return {
    metadata: {
      name,
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
      },
      annotations: { 'node.alpha.kubernetes.io/ttl': '0' },
    },
    spec: { podCIDR: network, podCIDRs: [network] },
    status: {
      capacity: { cpu: '4', 'ephemeral-storage': '101202Mi', memory: '16Gi', pods: '110' },
      allocatable: { cpu: '4', 'ephemeral-storage': '101202Mi', memory: '16Gi', pods: '110' },
      conditions: [
        healthy('MemoryPressure', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
        healthy('DiskPressure', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
        healthy('PIDPressure', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
        { ...healthy('Ready', 'KubeletReady', 'kubelet is posting ready status'), status: 'True' },
      ],
      addresses: [
        { type: 'InternalIP', address: `172.18.0.${index + 2}` },
        { type: 'Hostname', address: name },
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: 10_250 } },
      nodeInfo: {
        machineID: '',
        systemUUID: '',
        bootID: '',
        kernelVersion: '6.8.0-60-generic',
        osImage: 'Debian GNU/Linux 12 (bookworm)',
        containerRuntimeVersion: 'containerd://2.0.5',
        kubeletVersion: KUBELET,
        kubeProxyVersion: KUBELET,
        operatingSystem: 'linux',
        architecture: 'amd64',
      },
    },
  };
}
