import type { Pod } from '../objects/kinds.js';
import type { KubeObject } from '../objects/meta.js';
import type { ObjectStore } from '../objects/object-store.js';
import { deletePod } from '../objects/pod-deletion.js';
import { NAMESPACES, RESOURCES, type Resource } from '../objects/resources.js';
import type { ScaledClock } from '../scaled-clock.js';
import type { Controller } from './control-loop.js';

/** Removes what nobody owns any more, and everything in a namespace that is being deleted. */
export class GarbageCollector implements Controller {
  readonly watches = RESOURCES.filter((resource) => resource.plural !== 'events');

  constructor(
    private readonly objects: ObjectStore,
    private readonly clock: ScaledClock,
  ) {}

  reconcile(): number | null {
    const living = new Set(RESOURCES.flatMap((resource) => this.objects.list(resource).map((object) => object.metadata.uid)));
    for (const resource of RESOURCES) {
      for (const object of this.objects.list(resource)) {
        const owners = object.metadata.ownerReferences ?? [];
        if (owners.length > 0 && owners.every((owner) => !living.has(owner.uid))) this.remove(resource, object);
      }
    }
    this.emptyTerminatingNamespaces();
    return null;
  }

  private emptyTerminatingNamespaces(): void {
    for (const namespace of this.objects.list(NAMESPACES)) {
      if (namespace.metadata.deletionTimestamp === undefined) continue;
      const { name } = namespace.metadata;
      const namespaced = RESOURCES.filter((resource) => resource.namespaced);
      for (const resource of namespaced) for (const object of this.objects.list(resource, name)) this.remove(resource, object);
      if (namespaced.every((resource) => this.objects.list(resource, name).length === 0)) this.objects.remove(NAMESPACES, null, name);
    }
  }

  private remove(resource: Resource, object: KubeObject): void {
    if (object.kind === 'Pod') deletePod(this.objects, this.clock, object as Pod, null);
    else this.objects.remove(resource, object.metadata.namespace ?? null, object.metadata.name);
  }
}
