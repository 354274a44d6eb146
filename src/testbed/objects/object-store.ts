import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { ScaledClock } from '../scaled-clock.js';
import type { Admission } from './admission.js';
import type { KubeObject, ObjectMeta } from './kinds.js';
import { apiVersionOf, qualifiedName, type Resource } from './resources.js';
import { StatusError } from './status-error.js';

export type ChangeType = 'ADDED' | 'MODIFIED' | 'DELETED';

/** One change of one object. `before` is null for ADDED; `object` is the last state for DELETED. */
export interface Change {
  readonly type: ChangeType;
  readonly resource: Resource;
  readonly object: KubeObject;
  readonly before: KubeObject | null;
  readonly resourceVersion: number;
}

/** Metadata as a writer gives it: the store adds the rest. */
export type Draft<Shape extends KubeObject> = Omit<Shape, 'metadata' | 'apiVersion' | 'kind'> & {
  apiVersion?: string;
  kind?: string;
  metadata: Partial<ObjectMeta>;
};

/** A dry run goes through every rule and keeps nothing. */
export interface WriteOptions {
  readonly dryRun?: boolean;
}

export type Listener = (change: Change) => void;

const HISTORY_LENGTH = 4_000;

/**
 * Every object of the cluster, with resource versions, generations and the history that watches start from.
 * What it hands out is never to be changed in place: write through create, mutate and remove.
 */
export class ObjectStore {
  private readonly objects = new Map<string, Map<string, KubeObject>>();
  private readonly listeners = new Set<Listener>();
  private readonly history: Change[] = [];
  private version = 1_000;

  constructor(
    private readonly clock: ScaledClock,
    private readonly admission: Admission,
  ) {}

  /** The version of the newest write. */
  get resourceVersion(): number {
    return this.version;
  }

  /** The oldest version a watch can start from. */
  get oldestVersion(): number {
    return this.history.length < HISTORY_LENGTH ? 0 : (this.history[0]?.resourceVersion ?? 0) - 1;
  }

  find<Shape extends KubeObject>(resource: Resource<Shape>, namespace: string | null, name: string): Shape | null {
    return (this.objects.get(qualifiedName(resource))?.get(keyOf(namespace, name)) as Shape | undefined) ?? null;
  }

  /** As `find`, but a missing object is a 404. */
  get<Shape extends KubeObject>(resource: Resource<Shape>, namespace: string | null, name: string): Shape {
    const found = this.find(resource, namespace, name);
    if (found === null) throw StatusError.notFound(resource, name);
    return found;
  }

  /** Objects of one namespace (or of all, when null), in the API's order: by namespace, then by name. */
  list<Shape extends KubeObject>(resource: Resource<Shape>, namespace: string | null = null): readonly Shape[] {
    const all = [...(this.objects.get(qualifiedName(resource))?.entries() ?? [])];
    const wanted = namespace === null ? all : all.filter(([key]) => key.startsWith(`${namespace}/`));
    return wanted.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object as Shape);
  }

  create<Shape extends KubeObject>(resource: Resource<Shape>, draft: Draft<Shape>, options: WriteOptions = {}): Shape {
    const metadata = this.newMetadata(resource, draft.metadata);
    const key = keyOf(metadata.namespace ?? null, metadata.name);
    if (this.objects.get(qualifiedName(resource))?.has(key) === true) throw StatusError.alreadyExists(resource, metadata.name);
    const object = withoutUndefined({ ...draft, apiVersion: apiVersionOf(resource), kind: resource.kind, metadata }) as unknown as Shape;
    this.admission.admit(resource, object, null);
    if (options.dryRun !== true) this.put('ADDED', resource, object, null);
    return object;
  }

  /**
   * Changes one object by `change(draft)`, which may edit its argument freely. Nothing is written when nothing differs.
   * The generation rises when anything but metadata and status differs.
   */
  mutate<Shape extends KubeObject>(
    resource: Resource<Shape>,
    namespace: string | null,
    name: string,
    change: (draft: Shape) => void,
    options: WriteOptions = {},
  ): Shape {
    const before = this.get(resource, namespace, name);
    const draft = structuredClone(before);
    change(draft);
    const clean = withoutUndefined(draft);
    this.admission.admit(resource, clean, before);
    return this.replace(resource, before, clean, options);
  }

  /** Removes an object; null when it was gone already. */
  remove<Shape extends KubeObject>(resource: Resource<Shape>, namespace: string | null, name: string): Shape | null {
    const before = this.find(resource, namespace, name);
    if (before === null) return null;
    this.objects.get(qualifiedName(resource))?.delete(keyOf(namespace, name));
    const last = { ...before, metadata: { ...before.metadata, resourceVersion: String(++this.version) } };
    this.publish({ type: 'DELETED', resource, object: last, before, resourceVersion: this.version });
    return before;
  }

  /** Changes of one resource after a version; null when the history no longer reaches back so far (410 Gone). */
  changesSince(resource: Resource, version: number): readonly Change[] | null {
    if (version < this.oldestVersion) return null;
    return this.history.filter((change) => change.resourceVersion > version && qualifiedName(change.resource) === qualifiedName(resource));
  }

  /** Calls `listener` after each write, until the returned function is called. */
  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  private replace<Shape extends KubeObject>(resource: Resource<Shape>, before: Shape, draft: Shape, options: WriteOptions): Shape {
    draft.metadata.resourceVersion = before.metadata.resourceVersion;
    if (before.metadata.generation !== undefined) draft.metadata.generation = before.metadata.generation;
    if (isDeepStrictEqual(before, draft)) return before;
    if (before.metadata.generation !== undefined && !isDeepStrictEqual(desiredOf(before), desiredOf(draft))) {
      draft.metadata.generation = before.metadata.generation + 1;
    }
    if (options.dryRun !== true) this.put('MODIFIED', resource, draft, before);
    return draft;
  }

  private put(type: ChangeType, resource: Resource, object: KubeObject, before: KubeObject | null): void {
    object.metadata.resourceVersion = String(++this.version);
    const name = qualifiedName(resource);
    const ofResource = this.objects.get(name) ?? new Map<string, KubeObject>();
    ofResource.set(keyOf(object.metadata.namespace ?? null, object.metadata.name), object);
    this.objects.set(name, ofResource);
    this.publish({ type, resource, object, before, resourceVersion: this.version });
  }

  private publish(change: Change): void {
    this.history.push(change);
    if (this.history.length > HISTORY_LENGTH) this.history.shift();
    for (const listener of [...this.listeners]) listener(change);
  }

  private newMetadata(resource: Resource, given: Partial<ObjectMeta>): ObjectMeta {
    const name = given.name ?? this.admission.nameFrom(given.generateName ?? '');
    return {
      ...structuredClone(given),
      name,
      ...(resource.namespaced ? { namespace: given.namespace ?? 'default' } : {}),
      uid: randomUUID(),
      resourceVersion: '0',
      ...(hasGeneration(resource) ? { generation: 1 } : {}),
      creationTimestamp: timestampOf(this.clock.now()),
    };
  }
}

/** Seconds precision, as every timestamp of the API but micro times. */
export function timestampOf(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

function keyOf(namespace: string | null, name: string): string {
  return `${namespace ?? ''}/${name}`;
}

function hasGeneration(resource: Resource): boolean {
  return ['apps', 'policy', 'networking.k8s.io', 'discovery.k8s.io', 'batch'].includes(resource.group);
}

/** As it would be after a trip over the wire. */
function withoutUndefined<Shape>(value: Shape): Shape {
  return JSON.parse(JSON.stringify(value)) as Shape;
}

function desiredOf(object: KubeObject): Record<string, unknown> {
  const { metadata, ...rest } = object as KubeObject & { status?: unknown };
  const desired: Record<string, unknown> = { ...rest };
  delete desired['status'];
  return { ...desired, deletionTimestamp: metadata.deletionTimestamp };
}
