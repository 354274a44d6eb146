import type { KubeObject } from '../objects/meta.js';
import { qualifiedName, type Resource } from '../objects/resources.js';
import { parseFieldSelector, parseLabelSelector } from '../objects/selectors.js';
import type { Target } from './api-request.js';

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  pods: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.nominatedNodeName',
  ],
  events: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source.component',
    'type',
    'regarding.kind',
    'regarding.namespace',
    'regarding.name',
    'regarding.uid',
  ],
  nodes: ['spec.unschedulable'],
  namespaces: ['status.phase'],
  secrets: ['type'],
  services: ['spec.clusterIP', 'spec.type'],
  'replicasets.apps': ['status.replicas'],
};

/** Which objects a list, a watch or a collection's deletion is about: namespace, name, labels and fields. */
export function selectionOf(target: Target, query: URLSearchParams): (object: KubeObject) => boolean {
  const byLabels = parseLabelSelector(query.get('labelSelector') ?? '');
  const byFields = parseFieldSelector(query.get('fieldSelector') ?? '', knownFields(target.resource));
  return (object) =>
    (target.namespace === null || object.metadata.namespace === target.namespace) &&
    (target.name === null || object.metadata.name === target.name) &&
    byLabels(object.metadata.labels) &&
    byFields(object);
}

function knownFields(resource: Resource): readonly string[] {
  return ['metadata.name', 'metadata.namespace', ...(FIELDS[qualifiedName(resource)] ?? [])];
}
