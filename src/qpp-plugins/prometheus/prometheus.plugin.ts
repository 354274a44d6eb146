import type { ResultTable } from '../../tsg-parser/index.js';
import type { PreparedQuery, Preparation, PrepareContext, QueryPlugin, QueryResult } from '../query-plugin.js';
import type { QueryTemplate } from '../../tsg-parser/index.js';
import type { Source, Sources } from '../sources.js';
import { farther } from '../longest-range.js';
import { shorten, summariseResult } from '../summarise.js';
import { fillPromql } from './fill-promql.js';
import { lookbackHours } from './looks-back.js';
import type { PromqlRequest } from './prometheus.client.js';
import { askPrometheus } from './prometheus.client.js';
import { baseSelectors, promqlRange } from './read-promql.js';
import { instantOf, toTable } from './to-table.js';

/** Asks Prometheus over its HTTP API: one row a series, label columns and `value`. Can be replayed as of any instant it still keeps. */
export function prometheusPlugin(sources: Sources): QueryPlugin {
  return {
    name: 'prometheus',
    languages: ['promql'],
    prepare: (template, context) => prepare(sources, template, context),
    places: ({ source }) => sources.places(['prometheus'], source),
    run: (query, signal) => run(sources.named(query.source), query, signal),
  };
}

function prepare(sources: Sources, template: QueryTemplate, context: PrepareContext): Preparation {
  const filled = fillPromql(template, context.values);
  if (filled.kind !== 'filled') return filled;
  const source = sources.choose(['prometheus'], template.source);
  if ('reason' in source) return { kind: 'refused', ...source };
  const range = promqlRange(filled.text);
  if (typeof range === 'string') return { kind: 'refused', reason: range, hint: 'Write it as in: # range: 6h, step: 1m' };
  const hours = lookbackHours(filled.text, context.at) + (range?.seconds ?? 0) / 3600;
  const tooFar = farther(hours, source);
  if (tooFar !== null) return tooFar;
  const request: PromqlRequest = { query: filled.text, at: context.replay === true ? context.at.toISOString() : null, range };
  const query: PreparedQuery = {
    queryId: template.id,
    language: template.language,
    plugin: 'prometheus',
    source: source.name,
    rendered: filled.text,
    request,
    mutating: false,
    replayable: true,
    binds: template.binds,
  };
  return { kind: 'prepared', query };
}

async function run(source: Source, query: PreparedQuery, signal: AbortSignal): Promise<QueryResult> {
  const started = performance.now();
  const request = query.request as PromqlRequest;
  const answer = await askPrometheus(source, request, signal);
  const table = toTable(answer.data, source.config.maxRows);
  const fill = table.rows.length > 0 ? 'rows' : await fillOfEmpty(source, request, signal);
  const result = { ...table, text: null, fill, observedAt: instantOf(answer.data) ?? answer.observedAt };
  return {
    ...result,
    queryId: query.queryId,
    plugin: query.plugin,
    source: source.name,
    rendered: query.rendered,
    tookMs: performance.now() - started,
    summary: shorten([...answer.warnings.map((warning) => `Warning: ${warning}.`), summariseResult(result)].join(' ')),
    bound: bindFirst(query, result),
  };
}

/** An empty answer is "none" only where the series it selects from exist; else the source knows nothing of them. */
async function fillOfEmpty(source: Source, request: PromqlRequest, signal: AbortSignal): Promise<ResultTable['fill']> {
  const selectors = baseSelectors(request.query);
  if (selectors.length === 0) return 'no-rows';
  const within = request.range === null ? '' : `[${String(request.range.seconds)}s]`;
  const counting = (selector: string): string => (within === '' ? `count(${selector})` : `count(last_over_time(${selector}${within}))`);
  const counts = await Promise.all(
    selectors.map((selector) => askPrometheus(source, { ...request, query: counting(selector), range: null }, signal)),
  );
  return counts.every((count) => toTable(count.data, 1).rows.length > 0) ? 'no-rows' : 'no-data';
}

/** `X` bound to a query is the one value it answered with. */
function bindFirst(query: PreparedQuery, table: Pick<ResultTable, 'columns' | 'rows'>): QueryResult['bound'] {
  const value = table.rows.length === 1 ? table.rows[0]?.at(-1) : undefined;
  if (value === undefined || value === null) return {};
  return Object.fromEntries(query.binds.map((name) => [name, { value, source: `query ${query.queryId}, row 1` }]));
}
