import type { KubeObject } from '../objects/meta.js';
import { qualifiedName, type Resource } from '../objects/resources.js';
import { configMapPrinter, eventPrinter, namespacePrinter, nodePrinter, plainPrinter, secretPrinter } from './print-cluster.js';
import { endpointSlicePrinter, endpointsPrinter, networkPolicyPrinter, servicePrinter } from './print-network.js';
import { podPrinter } from './print-pods.js';
import { autoscalerPrinter, deploymentPrinter, disruptionBudgetPrinter, replicaSetPrinter } from './print-workloads.js';
import type { Column, Printer } from './table.js';

export interface Table {
  readonly kind: 'Table';
  readonly apiVersion: 'meta.k8s.io/v1';
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly columnDefinitions: readonly (Omit<Column, 'format'> & { readonly description: string; readonly format: string })[];
  readonly rows: readonly { readonly cells: readonly unknown[]; readonly object: unknown }[];
}

/** What a row carries besides its cells, by the query's `includeObject`. */
export type IncludeObject = 'None' | 'Metadata' | 'Object';

const PRINTERS: Readonly<Record<string, Printer>> = {
  pods: podPrinter,
  services: servicePrinter,
  endpoints: endpointsPrinter,
  events: eventPrinter,
  nodes: nodePrinter,
  namespaces: namespacePrinter,
  configmaps: configMapPrinter,
  secrets: secretPrinter,
  'deployments.apps': deploymentPrinter,
  'replicasets.apps': replicaSetPrinter,
  'horizontalpodautoscalers.autoscaling': autoscalerPrinter,
  'endpointslices.discovery.k8s.io': endpointSlicePrinter,
  'networkpolicies.networking.k8s.io': networkPolicyPrinter,
  'poddisruptionbudgets.policy': disruptionBudgetPrinter,
};

/** Objects as the API server prints them for `kubectl get`. `now` in the world's milliseconds. */
export function tableOf(
  resource: Resource,
  objects: readonly KubeObject[],
  metadata: Readonly<Record<string, unknown>>,
  include: IncludeObject,
  now: number,
): Table {
  const printer = PRINTERS[qualifiedName(resource)] ?? plainPrinter;
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: printer.columns.map((column) => ({ ...column, format: column.format ?? '', description: '' })),
    rows: objects.map((object) => ({ cells: printer.row(object, now), object: included(object, include) })),
  };
}

/** Only the metadata of an object, as `PartialObjectMetadata`. */
export function metadataOnly(object: KubeObject): unknown {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata };
}

function included(object: KubeObject, include: IncludeObject): unknown {
  if (include === 'Object') return object;
  return include === 'Metadata' ? metadataOnly(object) : null;
}
