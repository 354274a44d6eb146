import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { startTestbed } from '../testbed.js';
import type { Testbed } from '../testbed.js';
import { METRIC_NAME } from './labels.js';
import type { Labels } from './labels.js';
import { instantQuery } from './promql/query.js';
import { SeriesStore } from './series-store.js';

/** Path of a real Prometheus 3; without it there is nothing to compare with. */
const BINARY = process.env['PERIPLUS_TEST_PROMETHEUS'];

const SERVICE = 'name="catalogue"';
const QUERIES: readonly string[] = [
  'up',
  'sum by (name) (rate(request_duration_seconds_count[1m]))',
  'sum by (name, status_code) (increase(request_duration_seconds_count[40s]))',
  'sum by (name) (rate(request_duration_seconds_count{status_code=~"5..|406"}[1m])) / sum by (name) (rate(request_duration_seconds_count[1m]))',
  `histogram_quantile(0.99, sum by (le, route) (rate(request_duration_seconds_bucket{${SERVICE}}[1m])))`,
  `histogram_quantile(0.5, rate(request_duration_seconds_bucket{${SERVICE}}[45s]))`,
  'histogram_quantile(0.9, sum by (le) (request_duration_seconds_bucket))',
  'irate(request_duration_seconds_count{name="front-end"}[1m])',
  'delta(container_memory_working_set_bytes[1m])',
  'deriv(container_cpu_usage_seconds_total[1m])',
  'predict_linear(container_cpu_usage_seconds_total[1m], 600)',
  'rate(request_duration_seconds_sum[1m]) / rate(request_duration_seconds_count[1m])',
  'topk(3, sum by (name) (request_duration_seconds_count))',
  'bottomk(2, sum by (name) (request_duration_seconds_count))',
  'max_over_time(container_memory_working_set_bytes{container="carts"}[1m])',
  'quantile_over_time(0.7, container_memory_working_set_bytes[1m])',
  'stddev_over_time(scrape_samples_scraped[1m])',
  'sum_over_time(up[30s])',
  'max_over_time(sum(rate(request_duration_seconds_count[20s]))[1m:10s])',
  'avg without (instance, pod) (container_memory_working_set_bytes)',
  'stddev by (namespace) (kube_pod_container_status_restarts_total)',
  'quantile(0.25, container_memory_working_set_bytes)',
  'count_values("replicas", kube_deployment_spec_replicas)',
  'kube_deployment_spec_replicas == on (namespace, deployment) kube_deployment_status_replicas_available',
  'kube_deployment_spec_replicas - ignoring (job) kube_deployment_status_replicas_updated',
  'container_memory_working_set_bytes / on (namespace, pod, container) group_left (node) kube_pod_container_resource_limits{resource="memory"}',
  'kube_pod_container_status_ready * on (namespace, pod) group_left (node) kube_pod_info',
  'up{name="payment"} or vector(0)',
  'up unless on (name) up{name=~"c.*"}',
  'up and on (name) up{name!~"c.*|"}',
  'absent(up{name="nobody", job="shop"})',
  'absent_over_time(up{name="nobody"}[1m])',
  'kube_deployment_spec_replicas >= bool 1',
  '-kube_deployment_spec_replicas ^ 2 % 3',
  'clamp(container_memory_working_set_bytes, 1e7, 1e8)',
  'round(rate(request_duration_seconds_count[1m]), 0.01)',
  'label_replace(up, "short", "$1", "name", "(.{3}).*")',
  'sort_desc(sum by (name) (request_duration_seconds_count))',
  'changes(container_memory_working_set_bytes[1m])',
  'resets(request_duration_seconds_count[1m])',
  'sum(request_duration_seconds_count offset 20s)',
  'scalar(sum(up)) + 1',
  'timestamp(up) > 0',
  'ceil(sum(rate(container_cpu_usage_seconds_total[1m])) * 1000)',
  'hour() + minute() / 60',
];

let testbed: Testbed | undefined;
let real: ChildProcess | undefined;
let directory = '';
let base = '';

describe.skipIf(BINARY === undefined)('a real Prometheus that scrapes the same pods', () => {
  const copied = new SeriesStore();
  let atMs = 0;

  beforeAll(async () => {
    testbed = await startTestbed({ seed: 3, timeScale: 1, port: 0 });
    await startReal(testbed.addresses['prometheus'] ?? '');
    await new Promise((resolve) => setTimeout(resolve, 75_000));
    atMs = Math.floor(Date.now() / 1000) * 1000 - 2_000;
    for (const { metric, values } of await realMatrix(`{${METRIC_NAME}=~".+"}[3m]`, atMs)) {
      const series = copied.seriesOf(metric);
      for (const [seconds, value] of values) series.append(Math.round(seconds * 1000), Number(value));
    }
  }, 150_000);

  afterAll(async () => {
    real?.kill('SIGKILL');
    await testbed?.stop();
    await rm(directory, { recursive: true, force: true });
  });

  test.each(QUERIES)('answers the same to %s', async (query) => {
    const theirs = await realInstant(query, atMs);
    expect(theirs.length).toBeGreaterThan(0);
    expect(ours(copied, query, atMs)).toEqual(theirs);
  });

  test('finds the same targets', async () => {
    const response = await fetch(`${testbed?.addresses['prometheus'] ?? ''}/api/v1/query?query=up`);
    const { data } = (await response.json()) as { data: { result: { metric: Labels }[] } };
    const names = (metrics: readonly Labels[]): string[] => metrics.map(({ name, job }) => `${job ?? ''}/${name ?? ''}`).sort();
    const theirs = await realVector('up', atMs);
    expect(names(data.result.map(({ metric }) => metric))).toEqual(names(theirs.map(({ metric }) => metric)));
  });
});

async function startReal(prometheus: string): Promise<void> {
  directory = await mkdtemp(join(tmpdir(), 'prometheus-'));
  const config = {
    global: { scrape_interval: '5s', scrape_timeout: '4s' },
    scrape_configs: [{ job_name: 'testbed', http_sd_configs: [{ url: `${prometheus}/sd`, refresh_interval: '5s' }] }],
  };
  await writeFile(join(directory, 'prometheus.yml'), JSON.stringify(config));
  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  const flags = [
    `--config.file=${join(directory, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(directory, 'series')}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ];
  real = spawn(BINARY ?? '', flags, { stdio: 'ignore' });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function askReal(query: string, timeMs: number): Promise<unknown> {
  const response = await fetch(`${base}/api/v1/query?time=${timeMs / 1000}&query=${encodeURIComponent(query)}`);
  const body = (await response.json()) as { status: string; error?: string; data?: { result: unknown } };
  if (body.status !== 'success') throw new Error(body.error);
  return body.data?.result;
}

async function realMatrix(query: string, timeMs: number): Promise<{ metric: Labels; values: [number, string][] }[]> {
  return (await askReal(query, timeMs)) as { metric: Labels; values: [number, string][] }[];
}

async function realVector(query: string, timeMs: number): Promise<{ metric: Labels; value: [number, string] }[]> {
  return (await askReal(query, timeMs)) as { metric: Labels; value: [number, string] }[];
}

async function realInstant(query: string, timeMs: number): Promise<string[]> {
  const result = await askReal(query, timeMs);
  if (isPoint(result)) return [shown({}, Number(result[1]))];
  return (result as { metric: Labels; value: [number, string] }[])
    .map(({ metric, value }) => shown(metric, Number(value[1].replace('Inf', 'Infinity'))))
    .sort();
}

function isPoint(result: unknown): result is [number, string] {
  return Array.isArray(result) && typeof result[0] === 'number';
}

function ours(store: SeriesStore, query: string, timeMs: number): string[] {
  const value = instantQuery(store, query, timeMs);
  if (value.type === 'scalar') return [shown({}, value.value)];
  return value.type === 'vector' ? value.samples.map((sample) => shown(sample.labels, sample.value)).sort() : [];
}

function shown(labels: Labels, value: number): string {
  const list = Object.entries(labels)
    .sort()
    .map(([name, text]) => `${name}=${text}`);
  return `{${list.join(',')}} ${Number(value.toPrecision(10))}`;
}
