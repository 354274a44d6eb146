import type { KubernetesObject } from '../../../platform/kubernetes/cluster.js';
import type { Printed } from '../output/printed.js';
import { nothing } from '../output/printed.js';
import { ROLLOUT_STATUS_COLUMNS } from '../reading/columns-of.js';
import type { WaitCommand } from '../reading/command.js';
import { waitSeconds } from '../wait-seconds.js';
import { statusOf } from '../shapes.js';
import { referenceText } from './ask-context.js';
import type { AskContext } from './ask-context.js';
import type { Found } from './find-rows.js';
import { findRows } from './find-rows.js';
import { poll } from './poll.js';

/** `kubectl wait`: a row an object, `met` or `waiting` when the time is up. */
export async function askWait(command: WaitCommand, context: AskContext): Promise<Printed> {
  const found = await poll(
    () => findRows(command, context),
    (state) => isOver(command, state),
    waitSeconds(command),
    context.signal,
  );
  const { observedAt } = found;
  if (found.rows.length === 0) {
    if (command.until.kind === 'delete') return nothing('no-rows', ROLLOUT_STATUS_COLUMNS, observedAt, 'nothing of that name is left');
    return nothing('no-data', ROLLOUT_STATUS_COLUMNS, observedAt, found.missing ?? 'no matching resources found');
  }
  const lines = found.rows.map(({ type, object }) => {
    const met = isMet(command, object);
    const reference = referenceText(type, object.metadata.name);
    const message = met ? `${reference} condition met` : `timed out waiting for the condition on ${reference}`;
    return { text: message, cells: [object.metadata.name, met ? 'met' : 'waiting', message], header: false };
  });
  return { columns: ROLLOUT_STATUS_COLUMNS, lines, values: null, fill: 'rows', observedAt, note: null };
}

function isOver(command: WaitCommand, { rows }: Found): boolean {
  return rows.every(({ object }) => isMet(command, object));
}

function isMet({ until }: WaitCommand, object: KubernetesObject): boolean {
  if (until.kind === 'delete') return false;
  const condition = (statusOf(object).conditions ?? []).find(({ type }) => type.toLowerCase() === until.type.toLowerCase());
  return condition?.status.toLowerCase() === until.status.toLowerCase();
}
