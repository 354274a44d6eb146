import { Throttle } from '../../platform/kubernetes/throttle.js';
import type { QueryTemplate } from '../../tsg-parser/index.js';
import { valueOf } from '../fill-template.js';
import type { Preparation, PrepareContext, PreparedQuery, QueryPlugin, QueryResult } from '../query-plugin.js';
import { summariseResult } from '../summarise.js';
import { runScript } from './analysis.client.js';
import { SCRIPT_LIMITS } from './analysis.config.js';
import type { ScriptLimits } from './analysis.config.js';
import { readScript } from './read-script.js';
import { inputOf, inputsFor } from './script-input.js';
import { toTable } from './to-table.js';

interface AnalysisRequest {
  readonly script: string;
  /** JSON of what the script finds as `rows`, `results`, `parameters` and `at`. */
  readonly input: string;
  readonly columns: readonly string[] | null;
  /** All it is given is "no data": whatever it made of that would be made up. */
  readonly isBlind: boolean;
}

/** Carries out JavaScript over the results of earlier steps, in a sandbox that has nothing else. */
export function analysisPlugin(limits: ScriptLimits = SCRIPT_LIMITS): QueryPlugin {
  const throttle = new Throttle({ maxConcurrent: limits.atOnce, ratePerMinute: 6_000 });
  return {
    name: 'analysis',
    languages: ['javascript'],
    prepare: (template, context) => prepare(template, context, limits),
    run: (query, signal) => throttle.run(() => run(query, limits, signal), signal),
  };
}

function prepare(template: QueryTemplate, context: PrepareContext, limits: ScriptLimits): Preparation {
  const missing = template.parameters.filter((name) => valueOf(context.values, name) === undefined);
  if (missing.length > 0) return { kind: 'missing', parameters: missing };
  const { flaws, columns } = readScript(template.text);
  const inputs = inputsFor(template, context.results ?? []);
  const input = inputOf(template, context, inputs);
  const refusal = flaws[0]?.message ?? unfit(inputs.given, input, limits);
  if (refusal !== null) return { kind: 'refused', reason: refusal, hint: null };
  const isBlind = inputs.given.length > 0 && inputs.given.every(({ fill }) => fill === 'no-data');
  const request: AnalysisRequest = { script: template.text, input, columns, isBlind };
  const query: PreparedQuery = {
    queryId: template.id,
    language: template.language,
    plugin: 'analysis',
    source: 'analysis',
    rendered: template.text,
    request,
    mutating: false,
    replayable: true,
    binds: template.binds,
  };
  return { kind: 'prepared', query };
}

/** An analysis of a part would mislead. */
function unfit(given: readonly QueryResult[], input: string, limits: ScriptLimits): string | null {
  const cut = given.find(({ truncated }) => truncated);
  if (cut !== undefined)
    return `${cut.queryId} was cut at ${cut.rows.length} rows, and an analysis of a part would mislead: let the query do the counting, or raise maxRows of its source.`;
  return Buffer.byteLength(input) > limits.inputBytes
    ? 'The earlier results are too large to be analysed: let the queries do the counting.'
    : null;
}

async function run(query: PreparedQuery, limits: ScriptLimits, signal: AbortSignal): Promise<QueryResult> {
  const started = performance.now();
  const { script, input, columns, isBlind } = query.request as AnalysisRequest;
  const table = isBlind
    ? { columns: columns ?? [], rows: [] }
    : toTable(JSON.parse(await runScript(script, input, limits, signal)), columns, limits);
  const fill = isBlind ? 'no-data' : table.rows.length > 0 ? 'rows' : 'no-rows';
  return {
    ...table,
    text: null,
    fill,
    observedAt: new Date().toISOString(),
    queryId: query.queryId,
    plugin: query.plugin,
    source: query.source,
    rendered: query.rendered,
    truncated: false,
    tookMs: performance.now() - started,
    summary: summariseResult({ ...table, fill }),
    bound: {},
  };
}
