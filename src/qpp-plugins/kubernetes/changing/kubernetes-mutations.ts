import { PeriplusError, TerminalError, TransientError } from '../../../platform/errors.js';
import type { Clusters, KubernetesObject } from '../../../platform/kubernetes/cluster.js';
import type { MutationPlugin, MutationProposal, PreparedQuery } from '../../query-plugin.js';
import type { AskContext } from '../answering/ask-context.js';
import { apiVersionOf } from '../answering/ask-context.js';
import { requestOf } from '../prepare.js';
import { isChangeCommand } from '../reading/read-kubectl.js';
import type { FieldChange } from './difference.js';
import { aspectOf, changeText, difference } from './difference.js';
import { dryRun } from './dry-run.js';
import { findControllers } from './find-controllers.js';
import { findSubject } from './find-subject.js';
import { inspect } from './inspect.js';
import { planChange } from './plan-change.js';
import { requestsOf } from './plan-drain.js';
import type { ChangePlan, Subject } from './plan.js';
import type { Precondition } from './precondition.js';
import { rollbackOf } from './rollback.js';

/** Changes to a cluster: worked out and tried dry, sent once, and looked at again. */
export function kubernetesMutations(clusters: Clusters): MutationPlugin {
  return {
    propose: (query, signal) => propose(clusters, query, signal),
    apply: (proposal, signal) => apply(clusters, proposal, signal),
    inspect: (proposal, signal) => inspect(proposal, { reader: clusters.reader(proposal.target.cluster), writer: null, signal }),
  };
}

async function propose(clusters: Clusters, query: PreparedQuery, signal: AbortSignal): Promise<MutationProposal> {
  const { command } = requestOf(query);
  if (!isChangeCommand(command))
    throw new TerminalError('not-a-change', `kubectl ${command.verb} changes nothing: it is run, not proposed.`);
  const context: AskContext = { reader: clusters.reader(query.source), writer: null, signal };
  const subject = await findSubject(command, context);
  const plan = await planChange(command, subject, subject.observedAt, context);
  const trial = await dryRun(plan, clusters, query.source, signal);
  const fields = trial.result === null ? [] : changesOf(plan, subject.object, trial.result);
  const controllers = plan.aspect === 'existence' ? [] : await findControllers(subject.object, changesReplicas(plan, fields), context);
  return {
    queryId: query.queryId,
    plugin: 'kubernetes',
    verb: plan.verb,
    target: targetOf(subject, query.source),
    request: plan.request,
    rendered: query.rendered,
    precondition: preconditionOf(plan, fields),
    changes: changeTexts(plan, fields, trial.accepted),
    dryRun: { accepted: trial.accepted, message: trial.message },
    rollback: rollbackOf(plan, subject, fields),
    controllers,
    repeatable: true,
  };
}

function changesOf(plan: ChangePlan, before: KubernetesObject, after: KubernetesObject): readonly FieldChange[] {
  return difference(aspectOf(before, plan.aspect), aspectOf(after, plan.aspect));
}

function changesReplicas(plan: ChangePlan, fields: readonly FieldChange[]): boolean {
  return plan.aspect === 'replicas' || fields.some(({ path }) => path.join('.') === 'spec.replicas');
}

function changeTexts(plan: ChangePlan, fields: readonly FieldChange[], accepted: boolean): readonly string[] {
  if (plan.aspect === 'existence' || plan.verb === 'drain' || !accepted) return [plan.intent];
  if (fields.length === 0) return ['nothing: it is so already'];
  return fields.map(changeText);
}

function preconditionOf(plan: ChangePlan, fields: readonly FieldChange[]): Precondition {
  return { aspect: plan.aspect, fields, done: plan.done };
}

function targetOf({ type, object }: Subject, cluster: string): MutationProposal['target'] {
  const { name, namespace, uid = '', resourceVersion = '' } = object.metadata;
  return { cluster, apiVersion: apiVersionOf(type), kind: type.kind, namespace: namespace ?? null, name, uid, resourceVersion };
}

async function apply(clusters: Clusters, proposal: MutationProposal, signal: AbortSignal): Promise<{ readonly detail: string }> {
  const writer = clusters.writer(proposal.target.cluster);
  for (const request of requestsOf(proposal.request)) {
    try {
      await writer.send(request, { dryRun: false }, signal);
    } catch (error) {
      throw asConflict(error);
    }
  }
  return { detail: (proposal.precondition as Precondition).done };
}

/** A failed `test` of a JSON patch and a wrong uid are conflicts as well, whatever code the server gives them. */
function asConflict(error: unknown): unknown {
  if (!(error instanceof PeriplusError) || error.code !== 'bad-request') return error;
  if (!/testing (?:value|path)|test failed|test operation|uid.*(?:immutable|mismatch)|precondition failed/iu.test(error.message))
    return error;
  return new TransientError('conflict', error.message, { cause: error });
}
