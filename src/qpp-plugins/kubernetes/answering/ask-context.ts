import type { ClusterReader, ClusterWriter, KubernetesObject, ResourceType } from '../../../platform/kubernetes/cluster.js';
import { PeriplusError, TerminalError } from '../../../platform/errors.js';
import type { ObjectReference, Scope } from '../reading/command.js';
import { knownType } from '../reading/resource-types.js';

/** Whom to ask, and until when. */
export interface AskContext {
  readonly reader: ClusterReader;
  /** Asked for its rights alone. Null: the cluster is read-only. */
  readonly writer: Pick<ClusterWriter, 'mayI'> | null;
  readonly signal: AbortSignal;
}

/**
 * The resource type a word means: the common ones by heart, the others by discovery.
 * @throws TerminalError `type-unknown`
 */
export async function resolveType({ reader, signal }: AskContext, word: string): Promise<ResourceType> {
  const known = knownType(word);
  if (known !== undefined) return { ...known, shortNames: known.aliases };
  const [name = '', ...group] = word.toLowerCase().split('.');
  const types = await reader.resourceTypes(signal);
  const found = types.find(
    (type) =>
      (type.plural === name || type.kind.toLowerCase() === name || type.shortNames.includes(name)) &&
      (group.length === 0 || type.group === group.join('.')),
  );
  if (found !== undefined) return found;
  throw new TerminalError('type-unknown', `Cluster ${reader.cluster} has no resource type "${word}".`, {
    hint: 'Mend the type in the guide, or install what brings it.',
  });
}

/** The namespace to look in: null for cluster-wide types and for `-A`. @throws TerminalError where none is known */
export function namespaceFor(type: Pick<ResourceType, 'namespaced' | 'plural'>, scope: Scope): string | null {
  if (!type.namespaced || scope.allNamespaces) return null;
  if (scope.namespace !== null) return scope.namespace;
  throw new TerminalError('namespace-missing', `It is not known in which namespace to look for ${type.plural}.`, {
    hint: 'Write -n <namespace> in the guide, or give the run a parameter called namespace.',
  });
}

/** The object, or null where there is none of that name. */
export async function findObject(
  { reader, signal }: AskContext,
  type: ResourceType,
  name: string,
  namespace: string | null,
): Promise<{ readonly object: KubernetesObject | null; readonly observedAt: string }> {
  try {
    const { value, observedAt } = await reader.get(type, name, namespace, signal);
    return { object: withType(value, type), observedAt };
  } catch (error) {
    if (isNotFound(error)) return { object: null, observedAt: new Date().toISOString() };
    throw error;
  }
}

export function isNotFound(error: unknown): boolean {
  return error instanceof PeriplusError && error.code === 'not-found';
}

/** Objects in lists come without their type. */
export function withType(object: KubernetesObject, type: Pick<ResourceType, 'group' | 'version' | 'kind'>): KubernetesObject {
  return { ...object, apiVersion: apiVersionOf(type), kind: object.kind ?? type.kind };
}

export function apiVersionOf({ group, version }: Pick<ResourceType, 'group' | 'version'>): string {
  return group === '' ? version : `${group}/${version}`;
}

/** `deployment/catalogue`, `deployment.apps/catalogue`: how kubectl names an object. */
export function referenceText(type: Pick<ResourceType, 'kind' | 'group'>, name: string): string {
  return `${type.kind.toLowerCase()}${type.group === '' ? '' : `.${type.group}`}/${name}`;
}

export function missingNote(reference: ObjectReference, namespace: string | null): string {
  return `${reference.type} "${reference.name}" does not exist${namespace === null ? '' : ` in namespace ${namespace}`}`;
}

/**
 * Whether an empty answer is an answer: a namespace that does not exist, or that may not be looked at, could not have
 * known.
 */
export async function fillOfNothing(
  context: AskContext,
  namespace: string | null,
): Promise<{ readonly fill: 'no-rows' | 'no-data'; readonly note: string }> {
  if (namespace === null) return { fill: 'no-rows', note: 'nothing found' };
  const type = await resolveType(context, 'namespaces');
  try {
    await context.reader.get(type, namespace, null, context.signal);
    return { fill: 'no-rows', note: `nothing found in namespace ${namespace}` };
  } catch (error) {
    if (isNotFound(error)) return { fill: 'no-data', note: `namespace ${namespace} does not exist` };
    if (error instanceof PeriplusError && error.code === 'forbidden') {
      return { fill: 'no-data', note: `it cannot be told whether namespace ${namespace} exists: reading namespaces is forbidden` };
    }
    throw error;
  }
}
