import type { KubernetesObject } from '../../../platform/kubernetes/cluster.js';
import type { LiteralRequest, MutationProposal, MutationState } from '../../query-plugin.js';
import type { AskContext } from '../answering/ask-context.js';
import { findObject, resolveType } from '../answering/ask-context.js';
import { aspectOf, canonical, changeText, valueAt } from './difference.js';
import type { FieldChange } from './difference.js';
import { requestsOf, SEQUENCE } from './plan-drain.js';
import { JSON_PATCH } from './plan.js';
import type { Precondition } from './precondition.js';

/**
 * Where the object stands relative to a proposal: the intended state is there; or the fields the approval rests on are
 * as they were, and the request is made anew for the current version; or somebody changed them.
 */
export async function inspect(proposal: MutationProposal, context: AskContext): Promise<MutationState> {
  const { kind, name, namespace, uid, apiVersion } = proposal.target;
  const type = await resolveType(context, apiVersion.includes('/') ? `${kind}.${apiVersion.split('/')[0] ?? ''}` : kind);
  const { object } = await findObject(context, type, name, namespace);
  const { aspect, fields, done } = proposal.precondition as Precondition;
  const gone = object === null || object.metadata.uid !== uid;
  if (aspect === 'existence') {
    if (gone || object.metadata.deletionTimestamp !== undefined) return { kind: 'applied', detail: done };
    return { kind: 'unchanged', proposal: renewed(proposal, object) };
  }
  if (object === null) return { kind: 'changed', detail: `${kind} ${name} does not exist any more` };
  if (gone) return { kind: 'changed', detail: `${kind} ${name} was deleted and created anew` };
  if (proposal.request.contentType === SEQUENCE) return inspectDrain(proposal, object, context);
  if (!proposal.dryRun.accepted) return inspectRefused(proposal, object);
  return compare(proposal, object, fields, aspectOf(object, aspect), done);
}

/** What the server refused to try has no known outcome: only an object nobody touched is surely unchanged. */
function inspectRefused(proposal: MutationProposal, object: KubernetesObject): MutationState {
  if (object.metadata.resourceVersion === proposal.target.resourceVersion) return { kind: 'unchanged', proposal };
  return { kind: 'changed', detail: `${proposal.target.kind} ${proposal.target.name} has changed since, and its dry run was refused` };
}

function compare(
  proposal: MutationProposal,
  object: KubernetesObject,
  fields: readonly FieldChange[],
  now: unknown,
  done: string,
): MutationState {
  const holds =
    (side: 'before' | 'after') =>
    (field: FieldChange): boolean =>
      canonical(valueAt(now, field.path) ?? null) === canonical(field[side] ?? null);
  if (fields.every(holds('after'))) return { kind: 'applied', detail: done };
  if (fields.every(holds('before'))) return { kind: 'unchanged', proposal: renewed(proposal, object) };
  const moved = fields.filter((field) => !holds('before')(field));
  const texts = moved.map(({ path, before }) => changeText({ path, before, after: valueAt(now, path) }));
  return { kind: 'changed', detail: `since it was approved: ${texts.join('; ')}` };
}

/** A drain is applied once the node is cordoned and every pod it was about is gone. */
async function inspectDrain(proposal: MutationProposal, node: KubernetesObject, context: AskContext): Promise<MutationState> {
  const evictions = requestsOf(proposal.request).slice(1);
  const left = (await Promise.all(evictions.map((request) => isLeft(request, context)))).filter(Boolean).length;
  const cordoned = (node['spec'] as { unschedulable?: boolean } | undefined)?.unschedulable === true;
  if (left === 0 && cordoned) return { kind: 'applied', detail: (proposal.precondition as Precondition).done };
  if (left === evictions.length && !cordoned) return { kind: 'unchanged', proposal: renewed(proposal, node) };
  return { kind: 'changed', detail: `partly drained: ${String(left)} of ${String(evictions.length)} pods are left` };
}

async function isLeft(request: LiteralRequest, context: AskContext): Promise<boolean> {
  const body = request.body as { metadata: { name: string; namespace: string }; deleteOptions: { preconditions: { uid: string } } };
  const { object } = await findObject(context, await resolveType(context, 'pods'), body.metadata.name, body.metadata.namespace);
  return object?.metadata.uid === body.deleteOptions.preconditions.uid && object.metadata.deletionTimestamp === undefined;
}

/** The same request for the version the object has now. */
function renewed(proposal: MutationProposal, object: KubernetesObject): MutationProposal {
  const resourceVersion = object.metadata.resourceVersion ?? '';
  return { ...proposal, target: { ...proposal.target, resourceVersion }, request: renewedRequest(proposal.request, resourceVersion) };
}

function renewedRequest(request: LiteralRequest, resourceVersion: string): LiteralRequest {
  if (request.contentType === SEQUENCE) {
    const [cordon, ...evictions] = requestsOf(request);
    return cordon === undefined ? request : { ...request, body: { requests: [renewedRequest(cordon, resourceVersion), ...evictions] } };
  }
  if (request.contentType === JSON_PATCH) {
    const operations = request.body as readonly { readonly op: string; readonly path: string }[];
    return {
      ...request,
      body: operations.map((one) =>
        one.op === 'test' && one.path === '/metadata/resourceVersion' ? { ...one, value: resourceVersion } : one,
      ),
    };
  }
  const body = request.body as { readonly metadata?: object; readonly preconditions?: object };
  const pinned =
    request.method === 'DELETE'
      ? { preconditions: { ...body.preconditions, resourceVersion } }
      : { metadata: { ...body.metadata, resourceVersion } };
  return { ...request, body: { ...body, ...pinned } };
}
