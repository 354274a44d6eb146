import type { QueryTemplate } from '../../tsg-parser/index.js';
import type { PrepareContext, Preparation, PreparedQuery, QueryPlugin, QueryResult } from '../query-plugin.js';
import { askPostgres } from '../postgres/postgres.client.js';
import type { Source, Sources } from '../sources.js';
import { addressOf } from '../sources.js';
import { askSqlite } from '../sqlite/sqlite.client.js';
import { summariseResult } from '../summarise.js';
import type { BoundSql, Dialect } from './bind-sql.js';
import { bindSql } from './bind-sql.js';
import { checkSql } from './check-sql.js';
import type { SqlAnswer } from './sql-answer.js';
import { MOST_BYTES } from './sql-answer.js';

interface SqlRequest extends BoundSql {
  readonly functions: readonly string[];
}

/** Asks PostgreSQL and SQLite: one reading statement, values bound, read-only, with a time limit and a row cap. */
export function sqlPlugin(sources: Sources): QueryPlugin {
  return {
    name: 'sql',
    languages: ['sql'],
    prepare: (template, context) => prepare(sources, template, context),
    places: ({ source }) => sources.places(['postgres', 'sqlite'], source),
    run: (query, signal) => run(sources.named(query.source), query, signal),
  };
}

function prepare(sources: Sources, template: QueryTemplate, context: PrepareContext): Preparation {
  const source = sources.choose(['postgres', 'sqlite'], template.source);
  if ('reason' in source) return { kind: 'refused', ...source };
  const dialect: Dialect = source.config.kind === 'sqlite' ? 'sqlite' : 'postgres';
  const bound = bindSql(template, context.values, dialect);
  if (bound.kind !== 'bound') return bound;
  const check = checkSql(bound.sql.text, dialect);
  if (check.kind === 'refused') return check;
  if (check.kind === 'by-hand') return { ...check, rendered: bound.rendered };
  const request: SqlRequest = { ...bound.sql, functions: check.functions };
  const query: PreparedQuery = {
    queryId: template.id,
    language: template.language,
    plugin: 'sql',
    source: source.name,
    rendered: bound.rendered,
    request,
    mutating: false,
    replayable: !check.readsClock,
    binds: template.binds,
  };
  return { kind: 'prepared', query };
}

async function run(source: Source, query: PreparedQuery, signal: AbortSignal): Promise<QueryResult> {
  const started = performance.now();
  const request = query.request as SqlRequest;
  const answer = await source.throttle.run(() => ask(source, request, signal), signal);
  const fill = answer.rows.length > 0 ? 'rows' : 'no-rows';
  const table = { columns: answer.columns, rows: answer.rows, text: null, fill, observedAt: answer.observedAt } as const;
  const first = answer.rows.length === 1 && answer.columns.length === 1 ? answer.rows[0]?.[0] : undefined;
  const bound =
    first === undefined || first === null
      ? {}
      : Object.fromEntries(query.binds.map((name) => [name, { value: first, source: `query ${query.queryId}, row 1` }]));
  return {
    ...table,
    queryId: query.queryId,
    plugin: query.plugin,
    source: source.name,
    rendered: query.rendered,
    truncated: answer.truncated,
    tookMs: performance.now() - started,
    summary: summariseResult(table),
    bound,
  };
}

function ask(source: Source, request: SqlRequest, signal: AbortSignal): Promise<SqlAnswer> {
  const { maxRows, timeoutMs, kind } = source.config;
  const limits = { maxRows, maxBytes: MOST_BYTES, timeoutMs, called: `${kind === 'sqlite' ? 'SQLite' : 'PostgreSQL'} ${source.name}` };
  return kind === 'sqlite'
    ? askSqlite(addressOf(source), request, limits, signal)
    : askPostgres(addressOf(source), request, request.functions, limits, signal);
}
