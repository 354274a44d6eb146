import type { EndpointAddress, Endpoints, EndpointSlice, Pod, Service, ServicePort } from '../objects/kinds.js';
import type { ObjectStore } from '../objects/object-store.js';
import { ENDPOINT_SLICES, ENDPOINTS, PODS, SERVICES } from '../objects/resources.js';
import { mapSelects } from '../objects/selectors.js';
import { isTrue } from './conditions.js';
import type { Controller } from './control-loop.js';
import { controlledBy, isControlledBy } from './ownership.js';

type Subset = NonNullable<Endpoints['subsets']>[number];
type EndpointPort = NonNullable<Subset['ports']>[number];

const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
const SERVICE_NAME = 'kubernetes.io/service-name';

/** Service + Pods → Endpoints and EndpointSlices: who is selected, who of them is ready, and on which port. */
export class EndpointsController implements Controller {
  readonly watches = [SERVICES, PODS];

  constructor(private readonly objects: ObjectStore) {}

  reconcile(): number | null {
    for (const service of this.objects.list(SERVICES)) {
      if (service.spec.selector === undefined || service.metadata.deletionTimestamp !== undefined) continue;
      const pods = this.selectedPods(service);
      this.writeEndpoints(service, pods);
      this.writeSlice(service, pods);
    }
    this.removeLeftovers();
    return null;
  }

  private selectedPods(service: Service): readonly Pod[] {
    return this.objects
      .list(PODS, namespaceOf(service))
      .filter((pod) => pod.status.podIP !== undefined && pod.status.phase !== 'Failed' && pod.status.phase !== 'Succeeded')
      .filter((pod) => mapSelects(service.spec.selector, pod.metadata.labels));
  }

  private writeEndpoints(service: Service, selected: readonly Pod[]): void {
    const { name } = service.metadata;
    const namespace = namespaceOf(service);
    const living = selected.filter((pod) => pod.metadata.deletionTimestamp === undefined);
    const subsets = subsetsOf(service, living);
    if (this.objects.find(ENDPOINTS, namespace, name) === null) {
      this.objects.create(ENDPOINTS, { metadata: { name, namespace, ...labelsOf(service) } });
    }
    this.objects.mutate(ENDPOINTS, namespace, name, (draft) => {
      if (service.metadata.labels !== undefined) draft.metadata.labels = { ...service.metadata.labels };
      if (subsets.length > 0) draft.subsets = subsets;
      else delete draft.subsets;
    });
  }

  private writeSlice(service: Service, pods: readonly Pod[]): void {
    const namespace = namespaceOf(service);
    const known = this.objects.list(ENDPOINT_SLICES, namespace).find((slice) => isControlledBy(slice, service));
    const slice =
      known ??
      this.objects.create<EndpointSlice>(ENDPOINT_SLICES, {
        metadata: {
          generateName: `${service.metadata.name}-`,
          namespace,
          labels: { ...service.metadata.labels, [SERVICE_NAME]: service.metadata.name, [MANAGED_BY]: 'endpointslice-controller.k8s.io' },
          ownerReferences: [controlledBy(service)],
        },
        addressType: 'IPv4',
        endpoints: [],
        ports: [],
      });
    const [pod] = pods;
    const ports =
      pod === undefined ? [] : portsFor(service, pod).map((port) => ({ name: port.name ?? '', port: port.port, protocol: port.protocol }));
    this.objects.mutate(ENDPOINT_SLICES, namespace, slice.metadata.name, (draft) => {
      draft.endpoints = pods.map(sliceEndpointOf);
      draft.ports = ports;
    });
  }

  private removeLeftovers(): void {
    for (const endpoints of this.objects.list(ENDPOINTS)) {
      const { namespace = 'default', name } = endpoints.metadata;
      if (this.objects.find(SERVICES, namespace, name) === null) this.objects.remove(ENDPOINTS, namespace, name);
    }
  }
}

/** Pods with the same ports share a subset; a named targetPort may differ from pod to pod. */
function subsetsOf(service: Service, pods: readonly Pod[]): Subset[] {
  const subsets = new Map<string, Required<Subset>>();
  for (const pod of pods) {
    const ports = portsFor(service, pod);
    const key = JSON.stringify(ports);
    const subset = subsets.get(key) ?? { addresses: [], notReadyAddresses: [], ports };
    subsets.set(key, subset);
    (isTrue(pod.status.conditions, 'Ready') ? subset.addresses : subset.notReadyAddresses).push(addressOf(pod));
  }
  return [...subsets.values()].map(({ addresses, notReadyAddresses, ports }) => ({
    ...(addresses.length > 0 ? { addresses } : {}),
    ...(notReadyAddresses.length > 0 ? { notReadyAddresses } : {}),
    ...(ports.length > 0 ? { ports } : {}),
  }));
}

function portsFor(service: Service, pod: Pod): EndpointPort[] {
  return (service.spec.ports ?? []).flatMap((port) => {
    const number = targetPortOf(port, pod);
    if (number === null) return [];
    return [{ ...(port.name === undefined ? {} : { name: port.name }), port: number, protocol: port.protocol ?? 'TCP' }];
  });
}

function targetPortOf(port: ServicePort, pod: Pod): number | null {
  const target = port.targetPort ?? port.port;
  if (typeof target === 'number') return target;
  if (/^[0-9]+$/u.test(target)) return Number(target);
  const named = pod.spec.containers.flatMap((container) => container.ports ?? []).find((each) => each.name === target);
  return named?.containerPort ?? null;
}

function addressOf(pod: Pod): EndpointAddress {
  return {
    ip: pod.status.podIP ?? '',
    ...(pod.spec.nodeName === undefined ? {} : { nodeName: pod.spec.nodeName }),
    targetRef: referenceTo(pod),
  };
}

function sliceEndpointOf(pod: Pod): EndpointSlice['endpoints'][number] {
  const serving = isTrue(pod.status.conditions, 'Ready');
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  return {
    addresses: [pod.status.podIP ?? ''],
    conditions: { ready: serving && !terminating, serving, terminating },
    ...(pod.spec.nodeName === undefined ? {} : { nodeName: pod.spec.nodeName }),
    targetRef: referenceTo(pod),
  };
}

function referenceTo(pod: Pod): { kind: string; namespace: string; name: string; uid: string } {
  return { kind: 'Pod', namespace: pod.metadata.namespace ?? 'default', name: pod.metadata.name, uid: pod.metadata.uid };
}

function labelsOf(service: Service): { labels?: Record<string, string> } {
  return service.metadata.labels === undefined ? {} : { labels: { ...service.metadata.labels } };
}

function namespaceOf(service: Service): string {
  return service.metadata.namespace ?? 'default';
}
