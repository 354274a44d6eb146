import { isTrue } from '../controllers/conditions.js';
import type { ConfigMap, KubeEvent, Namespace, Node, Secret } from '../objects/kinds.js';
import type { KubeObject } from '../objects/meta.js';
import { ageOf, column, columns, since, wide, type Printer } from './table.js';

const ROLE = 'node-role.kubernetes.io/';

export const nodePrinter: Printer<Node> = {
  columns: [
    ...columns('Name', 'Status', 'Roles', 'Age', 'Version'),
    ...wide('Internal-IP', 'External-IP', 'OS-Image', 'Kernel-Version', 'Container-Runtime'),
  ],
  row: (node, now) => {
    const info = node.status.nodeInfo;
    const roles = Object.keys(node.metadata.labels ?? {}).filter((label) => label.startsWith(ROLE));
    return [
      node.metadata.name,
      nodeStatus(node),
      roles.length === 0 ? '<none>' : roles.map((role) => role.slice(ROLE.length)).join(','),
      ageOf(node, now),
      info['kubeletVersion'] ?? '',
      node.status.addresses.find((address) => address.type === 'InternalIP')?.address ?? '<none>',
      '<none>',
      info['osImage'] ?? '<unknown>',
      info['kernelVersion'] ?? '<unknown>',
      info['containerRuntimeVersion'] ?? '<unknown>',
    ];
  },
};

export const eventPrinter: Printer<KubeEvent> = {
  columns: [
    ...columns('Last Seen', 'Type', 'Reason', 'Object'),
    ...wide('Subobject', 'Source'),
    column('Message'),
    ...wide('First Seen', 'Count', 'Name'),
  ],
  row: (event, now) => [
    since(event.lastTimestamp, now),
    event.type,
    event.reason,
    `${event.involvedObject.kind.toLowerCase()}/${event.involvedObject.name}`,
    event.involvedObject.fieldPath ?? '',
    event.source.host === undefined ? event.source.component : `${event.source.component}, ${event.source.host}`,
    event.message,
    since(event.firstTimestamp, now),
    event.count,
    event.metadata.name,
  ],
};

export const namespacePrinter: Printer<Namespace> = {
  columns: columns('Name', 'Status', 'Age'),
  row: (namespace, now) => [namespace.metadata.name, namespace.status.phase, ageOf(namespace, now)],
};

export const configMapPrinter: Printer<ConfigMap> = {
  columns: columns('Name', 'Data', 'Age'),
  row: (map, now) => [map.metadata.name, Object.keys({ ...map.data, ...map.binaryData }).length, ageOf(map, now)],
};

export const secretPrinter: Printer<Secret> = {
  columns: columns('Name', 'Type', 'Data', 'Age'),
  row: (secret, now) => [secret.metadata.name, secret.type ?? 'Opaque', Object.keys(secret.data ?? {}).length, ageOf(secret, now)],
};

export const plainPrinter: Printer = {
  columns: columns('Name', 'Age'),
  row: (object: KubeObject, now) => [object.metadata.name, ageOf(object, now)],
};

function nodeStatus(node: Node): string {
  const ready = isTrue(node.status.conditions, 'Ready') ? 'Ready' : 'NotReady';
  return node.spec.unschedulable === true ? `${ready},SchedulingDisabled` : ready;
}
