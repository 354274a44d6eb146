import type { Endpoints, EndpointSlice, NetworkPolicy, Service } from '../objects/kinds.js';
import { selectorText } from '../objects/selectors.js';
import { ageOf, columns, mapText, wide, type Printer } from './table.js';

const MOST_ENDPOINTS = 3;

export const servicePrinter: Printer<Service> = {
  columns: [...columns('Name', 'Type', 'Cluster-IP', 'External-IP', 'Port(s)', 'Age'), ...wide('Selector')],
  row: (service, now) => [
    service.metadata.name,
    service.spec.type ?? 'ClusterIP',
    service.spec.clusterIP ?? '<none>',
    externalIp(service),
    portsText(service),
    ageOf(service, now),
    mapText(service.spec.selector),
  ],
};

export const endpointsPrinter: Printer<Endpoints> = {
  columns: columns('Name', 'Endpoints', 'Age'),
  row: (endpoints, now) => [endpoints.metadata.name, endpointsText(endpoints), ageOf(endpoints, now)],
};

export const endpointSlicePrinter: Printer<EndpointSlice> = {
  columns: columns('Name', 'AddressType', 'Ports', 'Endpoints', 'Age'),
  row: (slice, now) => [
    slice.metadata.name,
    slice.addressType,
    slice.ports.length === 0 ? '<unset>' : slice.ports.map((port) => port.port).join(','),
    listText(
      slice.endpoints.flatMap((endpoint) => endpoint.addresses),
      '<unset>',
    ),
    ageOf(slice, now),
  ],
};

export const networkPolicyPrinter: Printer<NetworkPolicy> = {
  columns: columns('Name', 'Pod-Selector', 'Age'),
  row: (policy, now) => {
    const selector = selectorText(policy.spec.podSelector);
    return [policy.metadata.name, selector === '' ? '<none>' : selector, ageOf(policy, now)];
  },
};

function externalIp(service: Service): string {
  if (service.spec.type === 'ExternalName') return service.spec.externalName ?? '<none>';
  if (service.spec.type === 'LoadBalancer') return '<pending>';
  return service.spec.externalIPs?.join(',') ?? '<none>';
}

function portsText(service: Service): string {
  const ports = service.spec.ports ?? [];
  if (ports.length === 0) return '<none>';
  return ports.map((port) => `${port.port}${port.nodePort === undefined ? '' : `:${port.nodePort}`}/${port.protocol ?? 'TCP'}`).join(',');
}

function endpointsText(endpoints: Endpoints): string {
  const all = (endpoints.subsets ?? []).flatMap((subset) =>
    (subset.ports ?? []).flatMap((port) => (subset.addresses ?? []).map((address) => `${address.ip}:${port.port}`)),
  );
  return listText(all, '<none>');
}

function listText(all: readonly string[], none: string): string {
  if (all.length === 0) return none;
  const more = all.length - MOST_ENDPOINTS;
  return all.slice(0, MOST_ENDPOINTS).join(',') + (more > 0 ? ` + ${more} more...` : '');
}
