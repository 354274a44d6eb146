import type { QueryTemplate, ResultTable } from '../../tsg-parser/index.js';
import type { PrepareContext, Preparation, QueryPlugin, PreparedQuery, QueryResult } from '../query-plugin.js';
import type { Source, Sources } from '../sources.js';
import { farther } from '../longest-range.js';
import type { AskedRange } from '../prometheus/asked-range.js';
import { summariseResult } from '../summarise.js';
import { fillLogql } from './fill-logql.js';
import type { LokiRequest } from './loki.client.js';
import { askLoki } from './loki.client.js';
import { asksForNumbers, logqlRange, lookbackHours, streamSelector } from './read-logql.js';

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

/** Lines are those of the last hour where the query asks for no range of its own. */
const LOOKBACK_SECONDS = 3600;

function prepare(sources: Sources, template: QueryTemplate, context: PrepareContext): Preparation {
  const filled = fillLogql(template, context.values);
  if (filled.kind !== 'filled') return filled;
  const source = sources.choose(['loki'], template.source);
  if ('reason' in source) return { kind: 'refused', ...source };
  const range = logqlRange(filled.text);
  if (typeof range === 'string') return { kind: 'refused', reason: range, hint: 'Write it as in: # range: 6h' };
  const tooFar = farther(lookbackHours(filled.text) + (range?.seconds ?? 0) / 3600, source);
  if (tooFar !== null) return tooFar;
  const query: PreparedQuery = {
    queryId: template.id,
    language: template.language,
    plugin: 'loki',
    source: source.name,
    rendered: filled.text,
    request: requestOf(filled.text, range, context),
    mutating: false,
    replayable: true,
    binds: template.binds,
  };
  return { kind: 'prepared', query };
}

/** Loki counts in nanoseconds. Without a replay the server's own now holds. */
function requestOf(query: string, range: AskedRange | null, { at, replay }: PrepareContext): LokiRequest {
  const isAtInstant = range === null && asksForNumbers(query);
  const seconds = range?.seconds ?? LOOKBACK_SECONDS;
  const step = range === null ? {} : { step: `${String(range.stepSeconds)}s` };
  const end = at.getTime();
  if (isAtInstant) return { query, path: 'query', times: replay === true ? { time: `${String(end)}000000` } : {} };
  const stretch =
    replay === true ? { start: `${String(end - seconds * 1000)}000000`, end: `${String(end)}000000` } : { since: `${String(seconds)}s` };
  return { query, path: 'query_range', times: { ...stretch, ...step } };
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
    summary: summariseResult({ ...answer, fill }),
    bound: {},
  };
}

/** No lines are "none" only where the stream itself has some in that time; else nothing is known of it. */
async function fillOfEmpty(source: Source, request: LokiRequest, signal: AbortSignal): Promise<ResultTable['fill']> {
  const selector = streamSelector(request.query);
  if (selector === null) return 'no-rows';
  const { start, end, time, since } = request.times;
  const at = time ?? end;
  const within = since ?? (start === undefined || end === undefined ? '1h' : `${String(Math.round((Number(end) - Number(start)) / 1e9))}s`);
  const query = `sum(count_over_time(${selector}[${within}]))`;
  const count: LokiRequest = { query, path: 'query', times: at === undefined ? {} : { time: at } };
  const answer = await askLoki(source, count, signal);
  return answer.rows.length > 0 ? 'no-rows' : 'no-data';
}
