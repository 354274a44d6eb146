import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { fetch } from 'undici';
import { configSchema } from '../../src/platform/config.js';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded-postgres.js';
import { createClusters } from '../../src/platform/kubernetes/create-clusters.js';
import { createPlugins, createQueryReader, loadReaders, PluginRegistry } from '../../src/qpp-plugins/index.js';
import type { PrepareContext, PreparedQuery } from '../../src/qpp-plugins/index.js';
import type { QueryTemplate } from '../../src/tsg-parser/index.js';
import type { Cost } from './measure.js';
import { costOf } from './measure.js';
import { startSources } from './sources.js';

const TIMES = 400;
const LIMIT_MS = 1;

await loadReaders();
const parent = await mkdtemp(join(tmpdir(), 'periplus-bench-'));
const database = await startEmbeddedPostgres({ directory: join(parent, 'postgres'), port: 0 });
const sources = await startSources();
const { url } = sources;
const config = configSchema.parse({
  clusters: { shop: { server: url, maxConcurrent: 100, ratePerMinute: 1_000_000 } },
  sources: {
    prometheus: { kind: 'prometheus', url, ratePerMinute: 1_000_000 },
    loki: { kind: 'loki', url, ratePerMinute: 1_000_000 },
    postgres: { kind: 'postgres', url: database.url, ratePerMinute: 1_000_000 },
    http: { kind: 'http', hosts: [new URL(url).host], ratePerMinute: 1_000_000 },
  },
});
const registry = new PluginRegistry(createPlugins(config, createClusters(config)));
const VALUES = { namespace: 'shop', service: 'catalogue', start: '2026-01-01T10:00:00Z', limit: 5 };
const context: PrepareContext = {
  values: Object.fromEntries(Object.entries(VALUES).map(([name, value]) => [name, { value, source: 'a bench' }])),
  at: new Date('2026-01-01T11:00:00Z'),
  cluster: 'shop',
};

function templateOf(text: string, tag: string): QueryTemplate {
  const statement = createQueryReader().read(text, tag)?.statements[0];
  if (statement === undefined) throw new Error(`no query: ${text}`);
  return { id: 's1.q1', ...statement, lines: [1, 1], source: null };
}

function prepared(template: QueryTemplate): PreparedQuery {
  const preparation = registry.prepare(template, context);
  if (preparation.kind !== 'prepared') throw new Error(JSON.stringify(preparation));
  return preparation.query;
}

function costOfQuery(text: string, tag: string, exchange: () => Promise<unknown>): Promise<Cost> {
  const template = templateOf(text, tag);
  const query = prepared(template);
  const never = new AbortController().signal;
  return costOf(
    () => prepared(template),
    () => registry.run(query, never),
    exchange,
    TIMES,
  );
}

/** The bare exchange: the request and the bytes of its answer. */
function over(path: string): () => Promise<unknown> {
  return async () => (await fetch(`${url}${path}`, { redirect: 'manual' })).text();
}

const SELECT = "select n, n * 2 as twice, 'a text' as word, now() as at from generate_series(1, 100) n";

/** What the same questions take with nothing but the driver: a connection of its own, a read-only transaction, a cursor. */
async function overPostgres(): Promise<void> {
  const client = new Client(database.url);
  await client.connect();
  await client.query(`BEGIN TRANSACTION READ ONLY; SET LOCAL standard_conforming_strings = on; SET LOCAL TIME ZONE 'UTC'; SET LOCAL datestyle = 'ISO';
     SET LOCAL statement_timeout = 15000; SET LOCAL lock_timeout = 15000;
     SELECT set_config(name, '1s', true) FROM pg_catalog.pg_settings WHERE name = 'client_connection_check_interval'`);
  await client.query(
    `SELECT proname FROM pg_catalog.pg_proc WHERE proname = ANY($1::text[]) GROUP BY proname HAVING bool_or(provolatile = 'v') LIMIT 1`,
    [['now', 'generate_series']],
  );
  await client.query('SELECT now()');
  await client.query({ text: `DECLARE answer NO SCROLL CURSOR FOR ${SELECT} where n > $1`, values: [5] });
  await client.query('FETCH FORWARD 200 FROM answer');
  await client.query('ROLLBACK');
  await client.end();
}

const costs: Readonly<Record<string, Cost>> = {
  prometheus: await costOfQuery(
    'sum by (name) (rate(requests_total{namespace="{namespace}",service="{service}"}[5m])) > {limit}',
    'promql',
    over('/api/v1/query'),
  ),
  loki: await costOfQuery('{app="{service}"} |= "error" | json | status >= {limit}', 'logql', over('/loki/api/v1/query_range')),
  postgres: await costOfQuery(`${SELECT} where n > {limit}`, 'sql', overPostgres),
  kubernetes: await costOfQuery(
    "kubectl -n {namespace} get pods -l app={service} | grep -v Completed | awk '{print $1}'",
    'kubectl',
    over('/api/v1/namespaces/shop/pods'),
  ),
  http: await costOfQuery(`GET ${url}/{service}/health`, 'http', over('/catalogue/health')),
};

for (const [plugin, { prepareMs, handlingMs }] of Object.entries(costs)) {
  const total = prepareMs + handlingMs;
  const verdict = total < LIMIT_MS ? '' : `  over the limit of ${String(LIMIT_MS)} ms`;
  console.log(
    `${plugin.padEnd(11)} prepare and bind ${prepareMs.toFixed(3)} ms, handling ${handlingMs.toFixed(3)} ms, together ${total.toFixed(3)} ms${verdict}`,
  );
}
sources.close();
await database.stop();
await rm(parent, { recursive: true, force: true });
const totals = Object.fromEntries(
  Object.entries(costs).map(([plugin, { prepareMs, handlingMs }]) => [plugin, round(prepareMs + handlingMs)]),
);
const middle = Object.values(totals).toSorted((left, right) => left - right)[Math.floor(Object.keys(totals).length / 2)] ?? Number.NaN;
console.log(JSON.stringify({ medianOverheadMs: middle, limitMs: LIMIT_MS, perPluginMs: totals, load: round(loadavg()[0] ?? 0) }));
process.exit(middle < LIMIT_MS ? 0 : 1);

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
