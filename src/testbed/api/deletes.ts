import type { KubeObject } from '../objects/meta.js';
import type { Namespace, Pod } from '../objects/kinds.js';
import { timestampOf, type ObjectStore, type WriteOptions } from '../objects/object-store.js';
import { deletePod } from '../objects/pod-deletion.js';
import { NAMESPACES, RESOURCES } from '../objects/resources.js';
import type { ScaledClock } from '../scaled-clock.js';
import { numberFrom, type Target } from './api-request.js';
import { isRecord } from './merge-patch.js';
import { checkPreconditions } from './writes.js';

interface DeleteOptions {
  readonly graceSeconds: number | null;
  readonly orphan: boolean;
  readonly preconditions: { readonly uid?: unknown; readonly resourceVersion?: unknown };
}

/** DELETE of one object. A pod (and a namespace) is answered as it is while it ends, anything else by a Status. */
export function deleteObject(
  objects: ObjectStore,
  clock: ScaledClock,
  target: Target,
  name: string,
  request: { readonly query: URLSearchParams; readonly body: unknown },
  options: WriteOptions,
): unknown {
  const { resource, namespace } = target;
  const object = objects.get(resource, namespace, name);
  const wanted = deleteOptions(request.query, request.body);
  checkPreconditions(resource, object, wanted.preconditions);
  const done = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { name, ...(resource.group === '' ? {} : { group: resource.group }), kind: resource.plural, uid: object.metadata.uid },
  };
  if (options.dryRun === true) return object.kind === 'Pod' ? object : done;
  if (object.kind === 'Pod') return deletePod(objects, clock, object as Pod, wanted.graceSeconds);
  if (object.kind === 'Namespace') return endNamespace(objects, clock, object as Namespace);
  if (wanted.orphan) orphanDependents(objects, object);
  objects.remove(resource, namespace, name);
  return done;
}

function deleteOptions(query: URLSearchParams, body: unknown): DeleteOptions {
  const given = isRecord(body) ? body : {};
  const grace = given['gracePeriodSeconds'];
  const policy = given['propagationPolicy'] ?? query.get('propagationPolicy');
  return {
    graceSeconds: typeof grace === 'number' ? grace : numberFrom(query, 'gracePeriodSeconds'),
    orphan: policy === 'Orphan' || given['orphanDependents'] === true,
    preconditions: isRecord(given['preconditions']) ? given['preconditions'] : {},
  };
}

function endNamespace(objects: ObjectStore, clock: ScaledClock, namespace: Namespace): KubeObject {
  return objects.mutate(NAMESPACES, null, namespace.metadata.name, (draft) => {
    draft.metadata.deletionTimestamp ??= timestampOf(clock.now());
    draft.status.phase = 'Terminating';
  });
}

function orphanDependents(objects: ObjectStore, owner: KubeObject): void {
  for (const resource of RESOURCES) {
    for (const object of objects.list(resource, owner.metadata.namespace ?? null)) {
      if (object.metadata.ownerReferences?.some((reference) => reference.uid === owner.metadata.uid) !== true) continue;
      objects.mutate(resource, object.metadata.namespace ?? null, object.metadata.name, (draft) => {
        draft.metadata.ownerReferences = (draft.metadata.ownerReferences ?? []).filter((reference) => reference.uid !== owner.metadata.uid);
      });
    }
  }
}
