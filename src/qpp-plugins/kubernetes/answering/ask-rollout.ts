import { TerminalError } from '../../../platform/errors.js';
import type { ResourceType } from '../../../platform/kubernetes/cluster.js';
import type { Printed } from '../output/printed.js';
import { nothing } from '../output/printed.js';
import { ROLLOUT_HISTORY_COLUMNS, ROLLOUT_STATUS_COLUMNS } from '../reading/columns-of.js';
import type { RolloutHistoryCommand, RolloutStatusCommand } from '../reading/command.js';
import { waitSeconds } from '../wait-seconds.js';
import { CHANGE_CAUSE, imagesOf, revisionOf } from '../shapes.js';
import type { AskContext } from './ask-context.js';
import { findObject, missingNote, namespaceFor, resolveType } from './ask-context.js';
import { poll } from './poll.js';
import { findRevisions } from './revisions.js';
import { rolloutState } from './rollout-state.js';

/** `kubectl rollout status`: one row, complete, progressing or failed; waits as long as --timeout says. */
export async function askRolloutStatus(command: RolloutStatusCommand, context: AskContext): Promise<Printed> {
  const { type, namespace } = await workload(command, context);
  const name = command.target.name;
  const found = await poll(
    () => findObject(context, type, name, namespace),
    ({ object }) => object === null || rolloutState(object).status !== 'progressing',
    waitSeconds(command),
    context.signal,
  );
  if (found.object === null)
    return nothing('no-data', ROLLOUT_STATUS_COLUMNS, found.observedAt, missingNote({ type: type.kind.toLowerCase(), name }, namespace));
  const { status, message } = rolloutState(found.object);
  const lines = [{ text: message, cells: [name, status, message], header: false }];
  const note = status === 'progressing' && command.watch ? `not finished within ${command.timeout ?? '10m'}` : null;
  return { columns: ROLLOUT_STATUS_COLUMNS, lines, values: null, fill: 'rows', observedAt: found.observedAt, note };
}

/** `kubectl rollout history`: a row a revision, with what kubectl leaves out: its images, its age, whether it is current. */
export async function askRolloutHistory(command: RolloutHistoryCommand, context: AskContext): Promise<Printed> {
  const { type, namespace } = await workload(command, context);
  const { object, observedAt } = await findObject(context, type, command.target.name, namespace);
  if (object === null) {
    return nothing(
      'no-data',
      ROLLOUT_HISTORY_COLUMNS,
      observedAt,
      missingNote({ type: type.kind.toLowerCase(), name: command.target.name }, namespace),
    );
  }
  const all = await findRevisions(object, context);
  const revisions = command.revision === null ? all : all.filter(({ revision }) => String(revision) === command.revision);
  if (revisions.length === 0) return nothing('no-rows', ROLLOUT_HISTORY_COLUMNS, observedAt, 'no such revision');
  const current = object.kind === 'Deployment' ? revisionOf(object) : (all.at(-1)?.revision ?? 0);
  const rows = revisions.map(({ revision, source, template }) => [
    revision,
    source.metadata.annotations?.[CHANGE_CAUSE] ?? '<none>',
    imagesOf(template),
    source.metadata.creationTimestamp ?? null,
    revision === current,
  ]);
  const header = { text: `${type.kind.toLowerCase()}.${type.group}/${command.target.name} `, cells: null, header: true };
  const title = { text: 'REVISION  CHANGE-CAUSE', cells: null, header: true };
  const lines = rows.map((cells) => ({
    text: `${String(cells[0]).padEnd(8)}  ${String(cells[1])}`,
    cells: cells,
    header: false,
  }));
  return {
    columns: ROLLOUT_HISTORY_COLUMNS,
    lines: [header, title, ...lines, { text: '', cells: null, header: true }],
    values: null,
    fill: 'rows',
    observedAt,
    note: null,
  };
}

async function workload(
  command: RolloutStatusCommand | RolloutHistoryCommand,
  context: AskContext,
): Promise<{ readonly type: ResourceType; readonly namespace: string | null }> {
  const type = await resolveType(context, command.target.type);
  if (!['Deployment', 'StatefulSet', 'DaemonSet'].includes(type.kind)) {
    throw new TerminalError('no-rollout', `A ${type.kind} has no rollout: deployments, stateful sets and daemon sets have.`);
  }
  return { type, namespace: namespaceFor(type, command) };
}
