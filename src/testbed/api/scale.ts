import type { Deployment, ReplicaSet } from '../objects/kinds.js';
import type { ObjectStore, WriteOptions } from '../objects/object-store.js';
import { DEPLOYMENTS, REPLICA_SETS, type Resource } from '../objects/resources.js';
import { selectorText } from '../objects/selectors.js';
import { StatusError } from '../objects/status-error.js';
import type { Target } from './api-request.js';
import { isRecord } from './merge-patch.js';
import { applyPatch, checkPreconditions } from './writes.js';

interface Scale {
  readonly kind: 'Scale';
  readonly apiVersion: 'autoscaling/v1';
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly spec: { readonly replicas?: number };
  readonly status: { readonly replicas: number; readonly selector: string };
}

/** GET, PUT and PATCH of `…/scale`. */
export function serveScale(
  objects: ObjectStore,
  target: Target,
  name: string,
  request: { readonly method: string; readonly contentType: string; readonly body: unknown },
  options: WriteOptions,
): Scale {
  const resource = scalable(target.resource);
  const object = objects.get(resource, target.namespace, name);
  if (request.method === 'GET') return scaleOf(object);
  const next = request.method === 'PUT' ? request.body : applyPatch(scaleOf(object), request.contentType, request.body);
  if (!isRecord(next)) throw StatusError.badRequest('the request has no body, or one that is no object');
  if (isRecord(next['metadata'])) checkPreconditions(target.resource, object, next['metadata']);
  const replicas = isRecord(next['spec']) ? (next['spec']['replicas'] ?? 0) : 0;
  if (typeof replicas !== 'number' || !Number.isInteger(replicas))
    throw StatusError.badRequest('Scale in version "v1" cannot be handled as a Scale: spec.replicas is no whole number');
  if (replicas < 0)
    throw StatusError.invalid(
      'Scale',
      'autoscaling',
      name,
      'spec.replicas',
      `Invalid value: ${replicas}: must be greater than or equal to 0`,
    );
  const change = (draft: Deployment | ReplicaSet): void => {
    draft.spec.replicas = replicas;
  };
  return scaleOf(objects.mutate(resource, target.namespace, name, change, options));
}

function scalable(resource: Resource): Resource<Deployment | ReplicaSet> {
  return resource === DEPLOYMENTS || resource === REPLICA_SETS ? (resource as Resource<Deployment | ReplicaSet>) : refuse();
}

function refuse(): never {
  throw new StatusError(404, 'NotFound', 'the server could not find the requested resource');
}

function scaleOf(object: Deployment | ReplicaSet): Scale {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: (object.spec.replicas ?? 0) === 0 ? {} : { replicas: object.spec.replicas ?? 0 },
    status: { replicas: object.status.replicas ?? 0, selector: selectorText(object.spec.selector) },
  };
}
