import type { KubernetesObject, KubernetesTable, ResourceType } from '../../../platform/kubernetes/cluster.js';
import type { ObjectReference, Scope, Selection } from '../reading/command.js';
import type { AskContext } from './ask-context.js';
import { missingNote, namespaceFor, resolveType, withType } from './ask-context.js';

export interface FoundRow {
  readonly type: ResourceType;
  readonly cells: readonly unknown[];
  readonly object: KubernetesObject;
  readonly columns: KubernetesTable['columnDefinitions'];
}

export interface Found {
  readonly rows: readonly FoundRow[];
  readonly observedAt: string;
  /** Which named object does not exist, in words. */
  readonly missing: string | null;
}

/** The rows of the server's tables for what a command selects: types by their selectors, objects by their names. */
export async function findRows(command: Scope & { readonly selection: Selection }, context: AskContext): Promise<Found> {
  const { types, objects, labelSelector, fieldSelector } = command.selection;
  const selectors = { ...(labelSelector !== null && { labelSelector }), ...(fieldSelector !== null && { fieldSelector }) };
  const listed = types.map(async (word) => tableOf(await resolveType(context, word), command, selectors, context));
  const named = objects.map((reference) => namedRow(reference, command, context));
  const parts = await Promise.all([...listed, ...named]);
  return {
    rows: parts.flatMap(({ rows }) => rows),
    observedAt: parts.at(-1)?.observedAt ?? new Date().toISOString(),
    missing: parts.find(({ missing }) => missing !== null)?.missing ?? null,
  };
}

async function tableOf(
  type: ResourceType,
  scope: Scope,
  selectors: { readonly labelSelector?: string; readonly fieldSelector?: string },
  { reader, signal }: AskContext,
): Promise<Found> {
  const namespace = namespaceFor(type, scope);
  const { value, observedAt } = await reader.table(type, { ...(namespace !== null && { namespace }), ...selectors }, signal);
  const rows = value.rows.map((row) => ({ type, cells: row.cells, object: withType(row.object, type), columns: value.columnDefinitions }));
  return { rows, observedAt, missing: null };
}

async function namedRow(reference: ObjectReference, scope: Scope, context: AskContext): Promise<Found> {
  const type = await resolveType(context, reference.type);
  const found = await tableOf(type, scope, { fieldSelector: `metadata.name=${reference.name}` }, context);
  if (found.rows.length > 0) return found;
  return { ...found, missing: missingNote({ ...reference, type: type.kind.toLowerCase() }, namespaceFor(type, scope)) };
}
