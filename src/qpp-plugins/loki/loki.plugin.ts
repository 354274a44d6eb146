import type { QueryTemplate, ResultTable } from '../../tsg-parser/index.js';
import type { PrepareContext, Preparation, QueryPlugin, PreparedQuery, QueryResult } from '../query-plugin.js';
import type { Source, Sources } from '../sources.js';
import { summariseRows } from '../summarise.js';
import { asksForNumbers, fillLogql, streamSelector } from './fill-logql.js';
import type { LokiRequest } from './loki.client.js';
import { askLoki } from './loki.client.js';

/** Asks Loki: lines of the last hour as `timestamp` and `line`, numbers as labels and `value`. Can be replayed. */
export function lokiPlugin(sources: Sources): QueryPlugin {
  return {
    name: 'loki',
    languages: ['logql'],
    prepare: (template, context) => prepare(sources, template, context),
    places: ({ source }) => sources.places(['loki'], source),
    run: (query, signal) => run(sources.named(query.source), query, signal),
  };
}

const LOOKBACK_MS = 3_600_000;

function prepare(sources: Sources, template: QueryTemplate, context: PrepareContext): Preparation {
  const filled = fillLogql(template, context.values);
  if (filled.kind !== 'filled') return filled;
  const source = sources.choose(['loki'], template.source);
  if ('reason' in source) return { kind: 'refused', ...source };
  const numbers = asksForNumbers(filled.text);
  const request: LokiRequest = { query: filled.text, path: numbers ? 'query' : 'query_range', times: timesOf(context, numbers) };
  const query: PreparedQuery = {
    queryId: template.id,
    language: template.language,
    plugin: 'loki',
    source: source.name,
    rendered: filled.text,
    request,
    mutating: false,
    replayable: true,
    binds: template.binds,
  };
  return { kind: 'prepared', query };
}

/** Loki counts in nanoseconds. Without a replay the server's own now holds. */
function timesOf(context: PrepareContext, numbers: boolean): Readonly<Record<string, string>> {
  const end = context.at.getTime();
  if (context.replay !== true) return numbers ? {} : { since: '1h' };
  return numbers ? { time: `${end}000000` } : { start: `${end - LOOKBACK_MS}000000`, end: `${end}000000` };
}

async function run(source: Source, query: PreparedQuery, signal: AbortSignal): Promise<QueryResult> {
  const started = performance.now();
  const answer = await askLoki(source, query.request as LokiRequest, signal);
  const fill = answer.rows.length > 0 ? 'rows' : await fillOfEmpty(source, query.request as LokiRequest, signal);
  return {
    ...answer,
    fill,
    queryId: query.queryId,
    plugin: query.plugin,
    source: source.name,
    rendered: query.rendered,
    tookMs: performance.now() - started,
    summary: summariseRows({ ...answer, fill }),
    bound: {},
  };
}

/** No lines are "none" only where the stream itself has some in that hour; else nothing is known of it. */
async function fillOfEmpty(source: Source, request: LokiRequest, signal: AbortSignal): Promise<ResultTable['fill']> {
  const selector = streamSelector(request.query);
  if (selector === null) return 'no-rows';
  const { end, time } = request.times;
  const at = time ?? end;
  const count: LokiRequest = { query: `sum(count_over_time(${selector}[1h]))`, path: 'query', times: at === undefined ? {} : { time: at } };
  const answer = await askLoki(source, count, signal);
  return answer.rows.length > 0 ? 'no-rows' : 'no-data';
}
