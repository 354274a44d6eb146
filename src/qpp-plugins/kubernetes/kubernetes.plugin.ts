import { TerminalError } from '../../platform/errors.js';
import type { Clusters, ClusterWriter } from '../../platform/kubernetes/cluster.js';
import type { BoundValues, PreparedQuery, QueryPlugin, QueryResult } from '../query-plugin.js';
import { shorten, summariseRows } from '../summarise.js';
import { ask } from './answering/ask.js';
import { kubernetesMutations } from './changing/kubernetes-mutations.js';
import { applyFilters } from './output/apply-filters.js';
import type { Printed } from './output/printed.js';
import { rowsOf } from './output/printed.js';
import { prepareKubectl, requestOf } from './prepare.js';
import { isChangeCommand } from './reading/read-kubectl.js';

const MAX_ROWS = 5000;
const MAX_TEXT = 512 * 1024;

/** Reads kubectl and oc commands and carries them out through the Kubernetes API. No shell, no kubectl. */
export function kubernetesPlugin(clusters: Clusters): QueryPlugin {
  return {
    name: 'kubernetes',
    languages: ['kubectl', 'oc'],
    prepare: prepareKubectl,
    places: (_template, { cluster }) => [cluster, 'kubernetes'],
    run: (query, signal) => run(clusters, query, signal),
    mutations: kubernetesMutations(clusters),
  };
}

async function run(clusters: Clusters, query: PreparedQuery, signal: AbortSignal): Promise<QueryResult> {
  const started = performance.now();
  const { command, filters } = requestOf(query);
  if (isChangeCommand(command))
    throw new TerminalError('not-a-reading', `kubectl ${command.verb} changes something: it is proposed, never run.`);
  const context = { reader: clusters.reader(query.source), writer: writerOf(clusters, query.source), signal };
  const printed = await applyFilters(await ask(command, context), filters, signal);
  return { ...resultOf(query, printed), tookMs: performance.now() - started };
}

function writerOf(clusters: Clusters, cluster: string): ClusterWriter | null {
  try {
    return clusters.writer(cluster);
  } catch (error) {
    if (error instanceof TerminalError && error.code === 'cluster-read-only') return null;
    throw error;
  }
}

function resultOf(query: PreparedQuery, printed: Printed): Omit<QueryResult, 'tookMs'> {
  const { columns, rows } = rowsOf(printed);
  const text = printed.lines.map((line) => line.text).join('\n');
  const capped = rows.slice(-MAX_ROWS);
  const { bound, ambiguity } = bind(query, capped);
  const fill = printed.fill === 'rows' && capped.length === 0 ? 'no-rows' : printed.fill;
  const summary = [
    ambiguity,
    printed.note,
    fill === 'rows' ? summariseRows({ columns, rows: capped, fill }) : printed.note === null ? 'no rows' : null,
  ];
  return {
    queryId: query.queryId,
    plugin: query.plugin,
    source: query.source,
    rendered: query.rendered,
    columns,
    rows: capped,
    text: text.slice(-MAX_TEXT),
    fill,
    observedAt: printed.observedAt,
    truncated: rows.length > MAX_ROWS || text.length > MAX_TEXT,
    summary: shorten(summary.filter((part) => part !== null).join('; ')),
    bound,
  };
}

/**
 * The value of `X=$(…)`: the one row's cell, or its whole line. Nothing is bound to an empty answer, and nothing to
 * several rows: which of them is meant is a question, never a guess.
 */
function bind(query: PreparedQuery, rows: QueryResult['rows']): { readonly bound: BoundValues; readonly ambiguity: string | null } {
  const [name] = query.binds;
  const [row, another] = rows;
  if (name === undefined || row === undefined) return { bound: {}, ambiguity: null };
  if (another !== undefined) {
    return { bound: {}, ambiguity: `${name} is ambiguous: ${String(rows.length)} values, so none is taken` };
  }
  const value = row.length === 1 ? (row[0] ?? null) : row.map((cell) => (cell === null ? '' : String(cell))).join(' ');
  if (value === null || value === '') return { bound: {}, ambiguity: null };
  return { bound: { [name]: { value, source: `query ${query.queryId}, row 1` } }, ambiguity: null };
}
