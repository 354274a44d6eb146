import type { KubeObject } from '../objects/meta.js';
import type { ObjectStore, WriteOptions } from '../objects/object-store.js';
import { apiVersionOf, NAMESPACES, type Resource } from '../objects/resources.js';
import { StatusError } from '../objects/status-error.js';
import type { Target } from './api-request.js';
import { applyJsonPatch } from './json-patch.js';
import { applyMergePatch, isRecord } from './merge-patch.js';
import { applyStrategicMergePatch } from './strategic-merge.js';

/** POST to a collection. */
export function createObject(objects: ObjectStore, target: Target, body: unknown, options: WriteOptions): KubeObject {
  const { resource, namespace } = target;
  const object = readObject(resource, stored(target, body));
  if (namespace !== null) {
    if (object.metadata.namespace !== undefined && object.metadata.namespace !== namespace) {
      throw StatusError.badRequest(`the namespace of the provided object does not match the namespace sent on the request`);
    }
    if (objects.find(NAMESPACES, null, namespace) === null) throw StatusError.notFound(NAMESPACES, namespace);
  }
  const { name, generateName } = object.metadata;
  if ((name as string | undefined) === undefined && generateName === undefined) {
    throw StatusError.invalid(
      resource.kind,
      resource.group,
      '',
      'metadata.name',
      'Required value: name or generateName is required',
      'FieldValueRequired',
    );
  }
  const fresh = resource.subresources.includes('status') && resource.kind !== 'Node' ? withoutStatus(object) : object;
  return objects.create(resource, { ...fresh, metadata: { ...object.metadata, ...(namespace === null ? {} : { namespace }) } }, options);
}

/** PUT of an object, or of its status: replaces what the address is about, if the version named is still the newest. */
export function updateObject(objects: ObjectStore, target: Target, name: string, body: unknown, options: WriteOptions): KubeObject {
  const next = readObject(target.resource, stored(target, body));
  if (next.metadata.name !== name) {
    throw StatusError.badRequest(`the name of the object (${next.metadata.name}) does not match the name on the URL (${name})`);
  }
  return replaceObject(objects, target, name, next, options);
}

/** PATCH of an object, or of its status. */
export function patchObject(
  objects: ObjectStore,
  target: Target,
  name: string,
  patch: { readonly contentType: string; readonly body: unknown },
  options: WriteOptions,
): KubeObject {
  const before = objects.find(target.resource, target.namespace, name);
  if (before === null && patch.contentType.startsWith('application/apply-patch')) return createObject(objects, target, patch.body, options);
  const current = objects.get(target.resource, target.namespace, name);
  const shown = target.view?.show(current) ?? current;
  const next = readObject(target.resource, stored(target, applyPatch(shown, patch.contentType, patch.body)));
  return replaceObject(objects, target, name, next, options);
}

/** One of the four patches of the API, by its content type; any other is a 415. */
export function applyPatch(current: unknown, contentType: string, body: unknown): unknown {
  const [type = ''] = contentType.split(';');
  switch (type.trim()) {
    case 'application/json-patch+json':
      return applyJsonPatch(current, body);
    case 'application/merge-patch+json':
      return applyMergePatch(current, body);
    case 'application/strategic-merge-patch+json':
    case 'application/apply-patch+yaml':
      return applyStrategicMergePatch(current, body);
    default:
      throw new StatusError(
        415,
        'UnsupportedMediaType',
        'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json, application/apply-patch+yaml',
      );
  }
}

/** Refuses when the writer saw another version, or means another object of the same name. */
export function checkPreconditions(resource: Resource, current: KubeObject, wanted: { uid?: unknown; resourceVersion?: unknown }): void {
  const { name, uid, resourceVersion } = current.metadata;
  if (typeof wanted.uid === 'string' && wanted.uid !== '' && wanted.uid !== uid) {
    throw StatusError.conflict(resource, name, `Precondition failed: UID in precondition: ${wanted.uid}, UID in object meta: ${uid}`);
  }
  if (typeof wanted.resourceVersion === 'string' && wanted.resourceVersion !== '' && wanted.resourceVersion !== resourceVersion) {
    throw StatusError.conflict(
      resource,
      name,
      'the object has been modified; please apply your changes to the latest version and try again',
    );
  }
}

function replaceObject(objects: ObjectStore, target: Target, name: string, next: KubeObject, options: WriteOptions): KubeObject {
  const current = objects.get(target.resource, target.namespace, name);
  checkPreconditions(target.resource, current, next.metadata);
  const isStatus = target.subresource === 'status';
  return objects.mutate(
    target.resource,
    target.namespace,
    name,
    (draft) => {
      const kept = isStatus ? { ...draft, status: fieldOf(next, 'status') } : { ...next, status: fieldOf(draft, 'status') };
      for (const field of Object.keys(draft)) if (!(field in kept)) Reflect.deleteProperty(draft, field);
      Object.assign(draft, kept, { apiVersion: draft.apiVersion, kind: draft.kind, metadata: metadataOf(draft, isStatus ? draft : next) });
    },
    options,
  );
}

/** A new object's status is nobody's to say. */
function withoutStatus(object: KubeObject): KubeObject {
  return Object.fromEntries(Object.entries(object).filter(([field]) => field !== 'status')) as unknown as KubeObject;
}

/** Only labels, annotations, owners and finalizers are the writer's to change. */
function metadataOf(current: KubeObject, next: KubeObject): KubeObject['metadata'] {
  const { labels, annotations, ownerReferences, finalizers } = next.metadata;
  const own = Object.fromEntries(
    Object.entries({ labels, annotations, ownerReferences, finalizers }).filter(([, value]) => value !== undefined),
  );
  const kept = Object.fromEntries(
    Object.entries(current.metadata).filter(([field]) => !['labels', 'annotations', 'ownerReferences', 'finalizers'].includes(field)),
  );
  return { ...kept, ...own } as unknown as KubeObject['metadata'];
}

/** The body in the version in which the object is stored. */
function stored(target: Target, body: unknown): unknown {
  return target.view === null ? body : target.view.read(body);
}

function readObject(resource: Resource, body: unknown): KubeObject {
  if (!isRecord(body)) throw StatusError.badRequest('the request has no body, or one that is no object');
  const { kind, apiVersion, metadata } = body;
  if (kind !== undefined && kind !== '' && kind !== resource.kind) {
    throw StatusError.badRequest(`the object provided is unrecognized (must be of type ${resource.kind}): kind is ${JSON.stringify(kind)}`);
  }
  if (apiVersion !== undefined && apiVersion !== '' && apiVersion !== apiVersionOf(resource)) {
    throw StatusError.badRequest(
      `the API version in the data (${JSON.stringify(apiVersion)}) does not match the expected API version (${apiVersionOf(resource)})`,
    );
  }
  if (metadata !== undefined && !isRecord(metadata)) throw StatusError.badRequest('metadata is not an object');
  return { ...withoutNulls(body), metadata: withoutNulls(metadata ?? {}) } as unknown as KubeObject;
}

/** A field that a client wrote as null is one it left out: Go clients write `creationTimestamp: null` into templates. */
function withoutNulls(value: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value, (_, each: unknown) => each ?? undefined)) as Record<string, unknown>;
}

function fieldOf(object: KubeObject, field: string): unknown {
  return (object as unknown as Record<string, unknown>)[field];
}
