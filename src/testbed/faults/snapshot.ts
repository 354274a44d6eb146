import { isDeepStrictEqual } from 'node:util';

import type { KubeObject } from '../objects/kinds.js';
import { LOAD_NAMESPACE } from '../load/start-load.js';
import {
  CONFIG_MAPS,
  DEPLOYMENTS,
  HORIZONTAL_POD_AUTOSCALERS,
  NETWORK_CHAOS,
  NETWORK_POLICIES,
  NODES,
  SERVICES,
  STRESS_CHAOS,
} from '../objects/resources.js';
import type { Resource } from '../objects/resources.js';
import type { World } from '../world.js';
import type { Entity } from './fault.js';

/** One difference between two moments: which object, and where in it. */
export interface Difference {
  readonly entity: Entity;
  /** `spec.replicas`, `spec.template.spec.containers.0.image`; empty where the object itself came or went. */
  readonly path: string;
}

type Desired = Readonly<Record<string, unknown>>;

/** What operators decide about, of every object of the shop: not its status, not its versions. */
export class Snapshot {
  private constructor(private readonly objects: ReadonlyMap<string, { readonly entity: Entity; readonly desired: Desired }>) {}

  static take(world: World): Snapshot {
    const objects = new Map<string, { entity: Entity; desired: Desired }>();
    for (const { resource, object } of watched(world)) {
      const entity = { kind: resource.kind, name: object.metadata.name };
      objects.set(`${entity.kind}/${entity.name}`, { entity, desired: desiredOf(object) });
    }
    return new Snapshot(objects);
  }

  /** What is different in the later snapshot. */
  differences(later: Snapshot): Difference[] {
    const keys = new Set([...this.objects.keys(), ...later.objects.keys()]);
    return [...keys].flatMap((key): Difference[] => {
      const before = this.objects.get(key);
      const after = later.objects.get(key);
      const entity = (before ?? after)?.entity;
      if (!entity) return [];
      if (!before || !after) return [{ entity, path: '' }];
      return pathsBetween(before.desired, after.desired, '').map((path) => ({ entity, path }));
    });
  }

  /** Writes back what this snapshot holds for every object that differs now, and removes what is new. */
  restore(world: World): void {
    for (const { resource, object } of watched(world)) {
      const kept = this.objects.get(`${resource.kind}/${object.metadata.name}`);
      const namespace = object.metadata.namespace ?? null;
      if (!kept) world.objects.remove(resource, namespace, object.metadata.name);
      else if (!isDeepStrictEqual(kept.desired, desiredOf(object))) {
        world.objects.mutate(resource, namespace, object.metadata.name, (draft) => {
          rewrite(draft, kept.desired);
        });
      }
    }
  }
}

const NAMESPACED: readonly Resource[] = [
  DEPLOYMENTS,
  SERVICES,
  NETWORK_POLICIES,
  HORIZONTAL_POD_AUTOSCALERS,
  CONFIG_MAPS,
  NETWORK_CHAOS,
  STRESS_CHAOS,
];

function watched(world: World): { readonly resource: Resource; readonly object: KubeObject }[] {
  const inShop = NAMESPACED.flatMap((resource) => world.objects.list(resource, world.namespace).map((object) => ({ resource, object })));
  const load = world.objects.list(DEPLOYMENTS, LOAD_NAMESPACE).map((object) => ({ resource: DEPLOYMENTS, object }));
  return [...inShop, ...load, ...world.objects.list(NODES).map((object) => ({ resource: NODES, object }))];
}

function desiredOf(object: KubeObject): Desired {
  const {
    metadata: _metadata,
    status: _status,
    apiVersion: _apiVersion,
    kind: _kind,
    ...desired
  } = object as KubeObject & { status?: unknown };
  return JSON.parse(JSON.stringify(desired)) as Desired;
}

function rewrite(draft: KubeObject, desired: Desired): void {
  const fields = draft as unknown as Record<string, unknown>;
  for (const name of Object.keys(desiredOf(draft))) Reflect.deleteProperty(fields, name);
  Object.assign(fields, structuredClone(desired));
}

function pathsBetween(before: unknown, after: unknown, path: string): string[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (!isContainer(before) || !isContainer(after)) return [path];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => pathsBetween(before[key], after[key], path === '' ? key : `${path}.${key}`));
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
