import type { KubernetesObject } from '../../../platform/kubernetes/cluster.js';
import type { Printed } from '../output/printed.js';
import { linesOf, nothing } from '../output/printed.js';
import { DESCRIBE_TABLE, tableLines } from '../output/table-text.js';
import { ageText } from '../durations.js';
import type { DescribeCommand } from '../reading/command.js';
import type { AskContext } from './ask-context.js';
import { fillOfNothing, namespaceFor, resolveType } from './ask-context.js';
import { describeObject } from './describe-object.js';
import { findRows } from './find-rows.js';

const LINE = ['LINE'];
const MAX_OBJECTS = 10;

/** `kubectl describe`: every field under its name, then the object's events. */
export async function askDescribe(command: DescribeCommand, context: AskContext): Promise<Printed> {
  const found = await findRows(command, context);
  const { observedAt } = found;
  if (found.missing !== null) return nothing('no-data', LINE, observedAt, found.missing);
  if (found.rows.length === 0) {
    const types = await Promise.all(command.selection.types.map((type) => resolveType(context, type)));
    const namespaced = types.find((type) => type.namespaced);
    const empty = await fillOfNothing(context, namespaced === undefined ? null : namespaceFor(namespaced, command));
    return nothing(empty.fill, LINE, observedAt, empty.note);
  }
  const shown = found.rows.slice(0, MAX_OBJECTS);
  const parts = await Promise.all(
    shown.map(async ({ object }) => `${describeObject(object)}\n${await eventsOf(object, observedAt, context)}`),
  );
  const note = found.rows.length > MAX_OBJECTS ? `the first ${String(MAX_OBJECTS)} of ${String(found.rows.length)} objects` : null;
  return { columns: LINE, lines: linesOf(parts.join('\n\n\n')), values: null, fill: 'rows', observedAt, note };
}

interface EventObject extends KubernetesObject {
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly count?: number;
  readonly firstTimestamp?: string | null;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly source?: { readonly component?: string };
  readonly reportingComponent?: string;
}

/** The `Events:` table at the end of a description. */
async function eventsOf(object: KubernetesObject, now: string, context: AskContext): Promise<string> {
  const type = await resolveType(context, 'events');
  const { namespace, uid, name } = object.metadata;
  const fieldSelector = [`involvedObject.name=${name}`, ...(uid === undefined ? [] : [`involvedObject.uid=${uid}`])].join(',');
  const { value } = await context.reader.list(type, { ...(namespace !== undefined && { namespace }), fieldSelector }, context.signal);
  if (value.length === 0) return 'Events:          <none>';
  const events = (value as readonly EventObject[]).toSorted((left, right) => lastSeen(left).localeCompare(lastSeen(right)));
  const rows = events.map((event) => [
    event.type ?? '',
    event.reason ?? '',
    eventAge(event, now),
    event.source?.component ?? event.reportingComponent ?? '',
    (event.message ?? '').trim(),
  ]);
  const columns = ['Type', 'Reason', 'Age', 'From', 'Message'];
  const rule = ['----', '------', '----', '----', '-------'];
  return ['Events:', ...tableLines(columns, [rule, ...rows], true, DESCRIBE_TABLE).map(({ text }) => `  ${text}`)].join('\n');
}

function lastSeen(event: EventObject): string {
  return event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp ?? '';
}

function eventAge(event: EventObject, now: string): string {
  const last = ageText(lastSeen(event), now);
  if ((event.count ?? 1) <= 1) return last;
  return `${last} (x${String(event.count)} over ${ageText(event.firstTimestamp ?? event.metadata.creationTimestamp, now)})`;
}
