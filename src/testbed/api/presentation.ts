import type { KubeObject } from '../objects/meta.js';
import { apiVersionOf } from '../objects/resources.js';
import type { Target } from './api-request.js';
import { metadataOnly, tableOf, type IncludeObject } from './tables.js';

/** In which shape the client wants objects: whole, as a table to print, or their metadata alone. */
export type Shape =
  { readonly kind: 'object' } | { readonly kind: 'metadata' } | { readonly kind: 'table'; readonly include: IncludeObject };

/** The first shape of the Accept header that this server has. */
export function shapeOf(accept: string | undefined, query: URLSearchParams): Shape {
  for (const choice of (accept ?? '').split(',')) {
    if (/;as=Table(;|$)/u.test(choice)) return { kind: 'table', include: includeOf(query) };
    if (/;as=PartialObjectMetadata(List)?(;|$)/u.test(choice)) return { kind: 'metadata' };
    if (/^\s*(application\/json|\*\/\*)\s*$/u.test(choice)) return { kind: 'object' };
  }
  return { kind: 'object' };
}

/** What is presented: the resource, and the version the client speaks. */
export type Presented = Pick<Target, 'resource' | 'view'>;

export function presentOne({ resource, view }: Presented, object: KubeObject, shape: Shape, now: number): unknown {
  switch (shape.kind) {
    case 'object':
      return view?.show(object) ?? object;
    case 'metadata':
      return metadataOnly(object);
    case 'table':
      return tableOf(resource, [object], { resourceVersion: object.metadata.resourceVersion }, shape.include, now);
  }
}

export function presentList(
  { resource, view }: Presented,
  objects: readonly KubeObject[],
  metadata: Readonly<Record<string, unknown>>,
  shape: Shape,
  now: number,
): unknown {
  switch (shape.kind) {
    case 'object':
      return {
        kind: `${resource.kind}List`,
        apiVersion: apiVersionOf(view?.resource ?? resource),
        metadata,
        items: objects.map((object) => withoutKind(view?.show(object) ?? object)),
      };
    case 'metadata':
      return { kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1', metadata, items: objects.map(metadataOnly) };
    case 'table':
      return tableOf(resource, objects, metadata, shape.include, now);
  }
}

/** The items of a list do not repeat their type. */
function withoutKind(object: KubeObject): unknown {
  return Object.fromEntries(Object.entries(object).filter(([field]) => field !== 'kind' && field !== 'apiVersion'));
}

function includeOf(query: URLSearchParams): IncludeObject {
  const wanted = query.get('includeObject');
  return wanted === 'None' || wanted === 'Object' ? wanted : 'Metadata';
}
