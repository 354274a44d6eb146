import { z } from 'zod';
import { PeriplusError, TerminalError } from '../../../platform/errors.js';
import type { Cell } from '../../../tsg-parser/index.js';
import type { Printed } from '../output/printed.js';
import { nothing } from '../output/printed.js';
import { TOP_TABLE, tableLines } from '../output/table-text.js';
import { bytesOf, coresOf } from '../quantities.js';
import { columnsOf } from '../reading/columns-of.js';
import type { TopCommand } from '../reading/command.js';
import type { AskContext } from './ask-context.js';
import { fillOfNothing, namespaceFor, resolveType } from './ask-context.js';

const usage = z.looseObject({ cpu: z.string(), memory: z.string() });
const metadata = z.looseObject({ name: z.string(), namespace: z.string().optional() });
const podMetrics = z.looseObject({ metadata, containers: z.array(z.looseObject({ name: z.string(), usage })) });
const nodeMetrics = z.looseObject({ metadata, usage });

type Usage = z.infer<typeof usage>;

interface Measured {
  readonly names: readonly Cell[];
  readonly cores: number;
  readonly bytes: number;
}

/** `kubectl top pods|nodes`, from metrics.k8s.io. */
export async function askTop(command: TopCommand, context: AskContext): Promise<Printed> {
  const columns = columnsOf(command, []) ?? [];
  const namespace = command.of === 'pods' ? namespaceFor({ namespaced: true, plural: 'pods' }, command) : null;
  const { items, observedAt } = await readMetrics(command, namespace, context);
  if (items.length === 0) {
    const empty =
      command.name === null ? await fillOfNothing(context, namespace) : { fill: 'no-data' as const, note: `no metrics of ${command.name}` };
    return nothing(empty.fill, columns, observedAt, empty.note);
  }
  const rows = command.of === 'pods' ? podRows(command, items) : await nodeRows(items, context);
  const lines = tableLines(columns, rows, !command.noHeaders, TOP_TABLE);
  return { columns, lines, values: null, fill: 'rows', observedAt, note: null };
}

async function readMetrics(
  command: TopCommand,
  namespace: string | null,
  { reader, signal }: AskContext,
): Promise<{ readonly items: readonly unknown[]; readonly observedAt: string }> {
  const scope = namespace === null ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  const query = command.labelSelector === null ? '' : `?labelSelector=${encodeURIComponent(command.labelSelector)}`;
  const one = command.name === null ? '' : `/${encodeURIComponent(command.name)}`;
  try {
    const { value, observedAt } = await reader.raw(`/apis/metrics.k8s.io/v1beta1${scope}/${command.of}${one}${query}`, signal);
    return { items: command.name === null ? z.looseObject({ items: z.array(z.unknown()) }).parse(value).items : [value], observedAt };
  } catch (error) {
    if (!(error instanceof PeriplusError) || error.code !== 'not-found') throw error;
    if (command.name !== null) return { items: [], observedAt: new Date().toISOString() };
    throw new TerminalError('no-metrics', `Cluster ${reader.cluster} has no metrics API (metrics.k8s.io).`, {
      cause: error,
      hint: 'Install metrics-server, or ask Prometheus.',
    });
  }
}

function podRows(command: TopCommand, items: readonly unknown[]): readonly (readonly Cell[])[] {
  const measured = items.flatMap((item): readonly Measured[] => {
    const pod = podMetrics.parse(item);
    const space = command.allNamespaces ? [pod.metadata.namespace ?? ''] : [];
    if (command.containers) return pod.containers.map((one) => ({ names: [...space, pod.metadata.name, one.name], ...sumOf([one.usage]) }));
    return [{ names: [...space, pod.metadata.name], ...sumOf(pod.containers.map((one) => one.usage)) }];
  });
  return sorted(measured, command.sortBy).map(({ names, cores, bytes }) => [...names, coresText(cores), bytesText(bytes)]);
}

async function nodeRows(items: readonly unknown[], context: AskContext): Promise<readonly (readonly Cell[])[]> {
  const nodes = await context.reader.list(await resolveType(context, 'nodes'), {}, context.signal);
  const allocatable = new Map(
    nodes.value.map((node) => [node.metadata.name, (node['status'] as { allocatable?: Usage } | undefined)?.allocatable]),
  );
  return items.map((item) => {
    const node = nodeMetrics.parse(item);
    const own = sumOf([node.usage]);
    const all = sumOf([allocatable.get(node.metadata.name) ?? { cpu: '0', memory: '0' }]);
    return [node.metadata.name, coresText(own.cores), percent(own.cores, all.cores), bytesText(own.bytes), percent(own.bytes, all.bytes)];
  });
}

function sumOf(usages: readonly Usage[]): { readonly cores: number; readonly bytes: number } {
  return {
    cores: usages.reduce((sum, one) => sum + (coresOf(one.cpu) ?? 0), 0),
    bytes: usages.reduce((sum, one) => sum + (bytesOf(one.memory) ?? 0), 0),
  };
}

function sorted(rows: readonly Measured[], by: 'cpu' | 'memory' | null): readonly Measured[] {
  if (by === null) return [...rows].sort((left, right) => left.names.join('/').localeCompare(right.names.join('/')));
  return [...rows].sort((left, right) => (by === 'cpu' ? right.cores - left.cores : right.bytes - left.bytes));
}

function coresText(cores: number): string {
  return `${String(Math.ceil(cores * 1000 - 1e-6))}m`;
}

function bytesText(bytes: number): string {
  return `${String(Math.floor(bytes / 1024 / 1024))}Mi`;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '<unknown>' : `${String(Math.floor((part / whole) * 100))}%`;
}
