import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { configSchema } from '../../src/platform/config.js';
import { preparedOf, templateOf } from '../../src/qpp-plugins/__fixtures__/template.js';
import { loadSqlParser } from '../../src/qpp-plugins/index.js';
import { prometheusPlugin } from '../../src/qpp-plugins/prometheus/prometheus.plugin.js';
import { Sources } from '../../src/qpp-plugins/sources.js';
import { prometheusServer } from '../../src/testbed/prometheus/api.js';
import { METRIC_NAME } from '../../src/testbed/prometheus/labels.js';
import type { Labels } from '../../src/testbed/prometheus/labels.js';
import { Scraper } from '../../src/testbed/prometheus/scraper.js';
import { SeriesStore } from '../../src/testbed/prometheus/series-store.js';
import { startTestbed } from '../../src/testbed/testbed.js';
import type { Testbed } from '../../src/testbed/testbed.js';
import { hasPrometheus, startPrometheusServer } from '../support/prometheus.js';
import type { PrometheusServer } from '../support/prometheus.js';
import { generatedQueries, QUERIES, shippedQueries } from './promql-queries.js';

await loadSqlParser();

const TIME_SCALE = 30;
const RUNNING_MS = 14_000;
const DAY_MS = 86_400_000;

interface SeriesAnswer {
  readonly metric: Labels;
  readonly value?: readonly [number, string];
  readonly values?: readonly (readonly [number, string])[];
}

let testbed: Testbed;
let real: PrometheusServer;
let ours: Server;
let endMs = 0;

/**
 * The shop runs for seven minutes of its own time, with a fault in it, and what its Prometheus has collected of the last six is
 * given to a real one and to a second endpoint of the testbed's. All samples are moved into the past by the same span, so that
 * they do not mix with what the real one scrapes itself, and no sample lies on the edge of any range that is asked: releases
 * before 3.0 count it in, as they count in the near beginning of a counter, and later ones do not.
 */
beforeAll(async () => {
  if (!hasPrometheus) return;
  testbed = await startTestbed({ seed: 3, timeScale: TIME_SCALE, port: 0 });
  await post(`${testbed.control}/faults/inject`, { fault: 'SS-15', service: 'payment' });
  await sleep(RUNNING_MS);
  const series = (await ask(prometheusOf(testbed), 'query', { query: `{${METRIC_NAME}=~".+"}[6m]` })) as SeriesAnswer[];
  const times = series.flatMap(({ values = [] }) => values.map(([seconds]) => Math.round(seconds * 1000)));
  const [shiftMs, offEdgeMs] = unused(times);
  endMs = Math.floor((Math.max(...times) - DAY_MS) / 1000) * 1000 + offEdgeMs - shiftMs;
  const copied = new SeriesStore();
  for (const { metric, values = [] } of series) {
    for (const [seconds, value] of values) copied.seriesOf(metric).append(Math.round(seconds * 1000) - DAY_MS - shiftMs, numberOf(value));
  }
  ours = await serve(copied);
  real = await startPrometheusServer(`${prometheusOf(testbed)}/sd`, openMetrics(series, DAY_MS + shiftMs));
}, 60_000);

afterAll(async () => {
  if (!hasPrometheus) return;
  await real.close();
  await new Promise((resolve) => ours.close(resolve));
  await testbed.stop();
});

describe.skipIf(!hasPrometheus)('a real Prometheus with the same samples answers the same', () => {
  test.each(QUERIES)('%s', async (query) => {
    expect((await instant(real.url, query, endMs)).length).toBeGreaterThan(0);
    await compare(query);
  });

  test.each(shippedQueries())('in the shipped guides: %s', compare);

  test('300 generated queries', async () => {
    const queries = generatedQueries(300, 7);
    let answered = 0;
    for (const query of queries) {
      await compare(query);
      answered += (await instant(real.url, query, endMs)).length > 0 ? 1 : 0;
    }
    expect(answered).toBeGreaterThan(queries.length / 2);
  });

  test('a range asked by the plugin, as of a past instant', async () => {
    const text = '# range: 39s, step: 1s\nsum by (name) (rate(request_duration_seconds_count[1m]))';
    const rows = await Promise.all([askByPlugin(oursUrl(), text), askByPlugin(real.url, text)]);
    expect(rows[0].length).toBeGreaterThan(50);
    expect(rows[0]).toEqual(rows[1]);
  });

  test('what it scrapes itself are the same targets, and it can read all they say', async () => {
    const targets = (await ask(prometheusOf(testbed), 'query', { query: 'up' })) as SeriesAnswer[];
    const names = (answers: readonly SeriesAnswer[]): string[] =>
      answers.map(({ metric }) => `${metric['job'] ?? ''}/${metric['name'] ?? ''}`).sort();
    await expect
      .poll(async () => names((await ask(real.url, 'query', { query: 'up == 1' })) as SeriesAnswer[]), { timeout: 20_000 })
      .toEqual(names(targets));
  });
});

/** Two milliseconds of the second at which there is never a sample. */
function unused(times: readonly number[]): readonly [number, number] {
  const taken = new Set(times.map((timeMs) => timeMs % 1000));
  const free = Array.from({ length: 1000 }, (_, millisecond) => millisecond).filter((millisecond) => !taken.has(millisecond));
  return [free[0] ?? 0, free.at(-1) ?? 0];
}

/** At two instants, and over a range where the query has a value at an instant. */
async function compare(query: string): Promise<void> {
  for (const timeMs of [endMs, endMs - 47_000]) {
    expect(await instant(oursUrl(), query, timeMs), `${query} at ${String(timeMs)}`).toEqual(await instant(real.url, query, timeMs));
  }
  expect(await range(oursUrl(), query), `${query} over a range`).toEqual(await range(real.url, query));
}

/** Rows of a query asked of a Prometheus as of the end of the samples; ten digits. */
async function askByPlugin(url: string, text: string): Promise<readonly string[]> {
  const plugin = prometheusPlugin(new Sources(configSchema.parse({ sources: { metrics: { kind: 'prometheus', url } } })));
  const preparation = plugin.prepare(templateOf('promql', text), { values: {}, at: new Date(endMs), replay: true, cluster: 'shop' });
  const { rows } = await plugin.run(preparedOf(preparation), AbortSignal.timeout(10_000));
  return rows.map((row) => row.map((cell) => (typeof cell === 'number' ? cell.toPrecision(10) : cell)).join(' '));
}

async function instant(base: string, query: string, timeMs: number): Promise<string[]> {
  const result = await ask(base, 'query', { query, time: String(timeMs / 1000) });
  if (isPoint(result)) return [shown({}, [result])];
  return (result as SeriesAnswer[]).map(({ metric, value }) => shown(metric, value === undefined ? [] : [value])).sort();
}

async function range(base: string, query: string): Promise<string[]> {
  const times = { start: String(endMs / 1000 - 39), end: String(endMs / 1000), step: '13' };
  const result = (await ask(base, 'query_range', { query, ...times })) as SeriesAnswer[];
  return result.map(({ metric, values }) => shown(metric, values ?? [])).sort();
}

function isPoint(result: unknown): result is readonly [number, string] {
  return Array.isArray(result) && typeof result[0] === 'number';
}

/** Ten digits: the order in which floats are summed is nobody's promise. */
function shown(metric: Labels, points: readonly (readonly [number, string])[]): string {
  const labels = Object.entries(metric)
    .sort()
    .map(([name, text]) => `${name}=${text}`);
  const values = points.map(([seconds, value]) => `${String(seconds)}: ${String(Number(numberOf(value).toPrecision(10)))}`);
  return `{${labels.join(',')}} ${values.join(' ')}`;
}

function numberOf(text: string): number {
  return Number(text.replace('Inf', 'Infinity'));
}

async function ask(base: string, path: string, parameters: Readonly<Record<string, string>>): Promise<unknown> {
  const response = await fetch(`${base}/api/v1/${path}`, { method: 'POST', body: new URLSearchParams(parameters) });
  const body = (await response.json()) as { status: string; error?: string; data?: { result: unknown } };
  if (body.status !== 'success') throw new Error(`${base} refuses ${parameters['query'] ?? ''}: ${body.error ?? ''}`);
  return body.data?.result;
}

async function post(url: string, body: unknown): Promise<void> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
}

function prometheusOf({ addresses }: Testbed): string {
  return addresses['prometheus'] ?? '';
}

function oursUrl(): string {
  return `http://127.0.0.1:${String((ours.address() as AddressInfo).port)}`;
}

/** The testbed's endpoint over these series. */
async function serve(store: SeriesStore): Promise<Server> {
  const { clock } = testbed.world;
  const scraper = new Scraper(clock, store, () => []);
  const server = prometheusServer({ clock, store, scraper, exporters: [], targetGroups: () => [] });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** The series as text, samples of a family together as the format asks. */
function openMetrics(series: readonly SeriesAnswer[], shiftMs: number): string {
  const lines = series.flatMap(({ metric: { [METRIC_NAME]: name = '', ...labels }, values = [] }) => {
    const shownLabels = Object.entries(labels).map(([label, text]) => `${label}=${JSON.stringify(text)}`);
    return values.map(([seconds, value]) => {
      const timeMs = Math.round(seconds * 1000) - shiftMs;
      return { name, line: `${name}{${shownLabels.join(',')}} ${value} ${(timeMs / 1000).toFixed(3)}` };
    });
  });
  return `${lines
    .sort((left, right) => left.name.localeCompare(right.name))
    .map(({ line }) => line)
    .join('\n')}\n# EOF\n`;
}
