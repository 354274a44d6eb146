import { PeriplusError } from '../../../platform/errors.js';
import type { KubernetesObject } from '../../../platform/kubernetes/cluster.js';
import { secondsOf } from '../durations.js';
import type { Printed } from '../output/printed.js';
import { linesOf, nothing, plainLine } from '../output/printed.js';
import type { LogsCommand } from '../reading/command.js';
import type { PodTemplate } from '../shapes.js';
import { selectorText, specOf } from '../shapes.js';
import type { AskContext } from './ask-context.js';
import { fillOfNothing, findObject, missingNote, namespaceFor, resolveType } from './ask-context.js';

const LIMIT_BYTES = 1024 * 1024;
const DEFAULT_TAIL = 2000;
/** kubectl's own default with a selector. */
const SELECTOR_TAIL = 10;
const MAX_PODS = 10;

const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';

interface LogSource {
  readonly pod: string;
  readonly container: string | null;
}

/** `kubectl logs`: a row a line. A container without a log yet is "no data", with the server's own words. */
export async function askLogs(command: LogsCommand, context: AskContext): Promise<Printed> {
  const namespace = namespaceFor({ namespaced: true, plural: 'pods' }, { ...command, allNamespaces: false }) ?? '';
  const found = await findPods(command, namespace, context);
  if (!Array.isArray(found)) return found as Printed;
  const pods = found as readonly KubernetesObject[];
  const sources = pods
    .slice(0, MAX_PODS)
    .flatMap((pod) => containersOf(pod, command).map((container) => ({ pod: pod.metadata.name, container })));
  const parts = await Promise.all(sources.map((source) => readLog(source, command, namespace, context)));
  const texts = parts.filter((part) => part.note === null);
  const note = [
    parts.find((part) => part.note !== null)?.note ?? null,
    pods.length > MAX_PODS ? `the first ${String(MAX_PODS)} of ${String(pods.length)} pods` : null,
  ]
    .filter((text) => text !== null)
    .join('; ');
  const lines = texts.flatMap((part) => part.lines);
  const fill = texts.length === 0 ? 'no-data' : lines.length === 0 ? 'no-rows' : 'rows';
  const observedAt = parts.at(-1)?.observedAt ?? new Date().toISOString();
  return { columns: ['LINE'], lines, values: null, fill, observedAt, note: note === '' ? null : note };
}

/** The pods asked about, or why there are none. A workload stands for its pods, as with kubectl for its first one. */
async function findPods(command: LogsCommand, namespace: string, context: AskContext): Promise<readonly KubernetesObject[] | Printed> {
  if (command.target === null) return podsOf(command.labelSelector ?? '', namespace, context);
  const { type: word, name } = command.target;
  const type = await resolveType(context, word);
  const { object, observedAt } = await findObject(context, type, name, namespace);
  if (object === null) return nothing('no-data', ['LINE'], observedAt, missingNote({ type: type.kind.toLowerCase(), name }, namespace));
  if (type.kind === 'Pod') return [object];
  const selector =
    type.kind === 'Service'
      ? { matchLabels: specOf(object).selector as Readonly<Record<string, string>> | undefined }
      : specOf(object).selector;
  const pods = await podsOf(selectorText(selector as never), namespace, context);
  return Array.isArray(pods) ? newestFirst(pods as readonly KubernetesObject[]).slice(0, 1) : pods;
}

async function podsOf(labelSelector: string, namespace: string, context: AskContext): Promise<readonly KubernetesObject[] | Printed> {
  const type = await resolveType(context, 'pods');
  const { value, observedAt } = await context.reader.list(type, { namespace, labelSelector }, context.signal);
  if (value.length > 0) return value;
  const empty = await fillOfNothing(context, namespace);
  return nothing(
    'no-data',
    ['LINE'],
    observedAt,
    empty.fill === 'no-data' ? empty.note : `no pod matches ${labelSelector} in namespace ${namespace}`,
  );
}

/** kubectl prefers pods that run and are ready; among those the newest tells most of what happens now. */
function newestFirst(pods: readonly KubernetesObject[]): readonly KubernetesObject[] {
  const phase = (pod: KubernetesObject): number => ((pod['status'] as { phase?: string } | undefined)?.phase === 'Running' ? 0 : 1);
  return [...pods].sort(
    (left, right) =>
      phase(left) - phase(right) || (right.metadata.creationTimestamp ?? '').localeCompare(left.metadata.creationTimestamp ?? ''),
  );
}

function containersOf(pod: KubernetesObject, command: LogsCommand): readonly (string | null)[] {
  if (command.container !== null) return [command.container];
  const spec = pod['spec'] as PodTemplate['spec'];
  const names = [...(command.allContainers ? (spec?.initContainers ?? []) : []), ...(spec?.containers ?? [])].map(({ name }) => name);
  if (command.allContainers) return names;
  return [pod.metadata.annotations?.[DEFAULT_CONTAINER] ?? names[0] ?? null];
}

async function readLog(
  source: LogSource,
  command: LogsCommand,
  namespace: string,
  { reader, signal }: AskContext,
): Promise<{ readonly lines: Printed['lines']; readonly note: string | null; readonly observedAt: string }> {
  const since = command.since === null ? null : secondsOf(command.since);
  const tail = command.tail === null ? (command.labelSelector === null ? DEFAULT_TAIL : SELECTOR_TAIL) : Number(command.tail);
  const options = {
    limitBytes: LIMIT_BYTES,
    tailLines: tail < 0 ? DEFAULT_TAIL : tail,
    ...(source.container !== null && { container: source.container }),
    ...(since !== null && { sinceSeconds: Math.max(1, Math.ceil(since)) }),
    ...(command.previous && { previous: true }),
    ...(command.timestamps && { timestamps: true }),
  };
  try {
    const { value, observedAt } = await reader.log(source.pod, namespace, options, signal);
    const prefix = command.prefix ? `[pod/${source.pod}/${source.container ?? ''}] ` : '';
    const lines = prefix === '' ? linesOf(value) : linesOf(value).map(({ text }) => plainLine(prefix + text));
    return { lines, note: null, observedAt };
  } catch (error) {
    if (error instanceof PeriplusError && (error.code === 'bad-request' || error.code === 'not-found')) {
      return { lines: [], note: `no log of ${source.pod}: ${error.message}`, observedAt: new Date().toISOString() };
    }
    throw error;
  }
}
