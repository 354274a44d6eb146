import type { QueryTemplate } from '../../tsg-parser/index.js';
import type { PrepareContext, Preparation, PreparedQuery, QueryPlugin, QueryResult } from '../query-plugin.js';
import { askPostgres } from '../postgres/postgres.client.js';
import type { Source, Sources } from '../sources.js';
import { addressOf } from '../sources.js';
import { askSqlite } from '../sqlite/sqlite.client.js';
import { summariseRows } from '../summarise.js';
import type { BoundSql, Dialect } from './bind-sql.js';
import { bindSql } from './bind-sql.js';
import type { SqlAnswer } from './sql-answer.js';
import { readSql } from './read-sql.js';

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
  const functions = checkOnce(bound.sql.text, dialect);
  if ('reason' in functions) return { kind: 'refused', ...functions };
  const request: SqlRequest = { ...bound.sql, functions: functions.functions };
  const query: PreparedQuery = {
    queryId: template.id,
    language: template.language,
    plugin: 'sql',
    source: source.name,
    rendered: bound.rendered,
    request,
    mutating: false,
    replayable: true,
    binds: template.binds,
  };
  return { kind: 'prepared', query };
}

interface Objection {
  readonly reason: string;
  readonly hint: string | null;
}

const MOST_CHECKED = 1000;
const checked = new Map<string, ReturnType<typeof checkSql>>();

/** The bound text depends on the template alone, so each is parsed once, whatever the values. */
function checkOnce(text: string, dialect: Dialect): ReturnType<typeof checkSql> {
  const key = `${dialect} ${text}`;
  const known = checked.get(key) ?? checkSql(text, dialect);
  if (checked.size >= MOST_CHECKED) checked.clear();
  checked.set(key, known);
  return known;
}

const SQLITE_READING = /^\s*(?:select|with|values|explain)\b/i;

/** SQLite's own syntax is beyond PostgreSQL's parser; there the statement's first word and the read-only file decide. */
function checkSql(text: string, dialect: Dialect): { readonly functions: readonly string[] } | Objection {
  const reading = readSql(dialect === 'sqlite' ? text.replace(/\?(\d+)/g, '$$$1') : text);
  const [flaw] = reading.flaws;
  if (flaw !== undefined) {
    if (dialect === 'sqlite' && SQLITE_READING.test(text) && !/\b(?:from|join)\s+\?\d/i.test(text)) return { functions: [] };
    return { reason: flaw.message, hint: 'Names of tables and columns cannot be parameters.' };
  }
  if (reading.statements !== 1)
    return { reason: `a query is one statement, and this has ${reading.statements}`, hint: 'Split it into several blocks.' };
  if (reading.mutating)
    return { reason: 'this statement changes the database, and Periplus only reads databases', hint: 'A person runs it.' };
  const [forbidden] = reading.forbidden;
  if (forbidden !== undefined)
    return { reason: `the function ${forbidden} does more than read`, hint: 'Leave it out, or have a person run the statement.' };
  return { functions: reading.functions };
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
    summary: summariseRows(table),
    bound,
  };
}

function ask(source: Source, request: SqlRequest, signal: AbortSignal): Promise<SqlAnswer> {
  const { maxRows, timeoutMs, kind } = source.config;
  const limits = { maxRows, timeoutMs, called: `${kind === 'sqlite' ? 'SQLite' : 'PostgreSQL'} ${source.name}` };
  return kind === 'sqlite'
    ? askSqlite(addressOf(source), request, limits, signal)
    : askPostgres(addressOf(source), request, request.functions, limits, signal);
}
