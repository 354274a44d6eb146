import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { createQueryReader } from '../../src/qpp-plugins/index.js';
import { fillPromql } from '../../src/qpp-plugins/prometheus/fill-promql.js';
import { compileTsg } from '../../src/tsg-parser/index.js';

const SERVICE = 'name="catalogue"';
/** One query or more for each construct and function of the language. */
export const QUERIES: readonly string[] = [
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

const GUIDES = 'deploy/guides';
const VALUES = { namespace: 'sock-shop', service: 'catalogue' };

/** Every PromQL query of the shipped guides, its holes filled for the shop. */
export function shippedQueries(): readonly string[] {
  const bound = Object.fromEntries(Object.entries(VALUES).map(([name, value]) => [name, { value, source: 'a test' }]));
  const templates = readdirSync(GUIDES)
    .map((file) => readFileSync(join(GUIDES, file), 'utf8'))
    .flatMap((markdown) => compileTsg(markdown, createQueryReader()).plan?.nodes ?? [])
    .flatMap((node) => node.queries)
    .filter(({ language }) => language === 'promql');
  const filled = templates.map((template) => fillPromql(template, bound));
  return [...new Set(filled.map((one) => (one.kind === 'filled' ? one.text : `not filled: ${JSON.stringify(one)}`)))];
}

/** `count` expressions of a small grammar over the shop's metrics, the same for the same seed. */
export function generatedQueries(count: number, seed: number): readonly string[] {
  return [...new Set(fc.sample(vector(2), { seed, numRuns: count }))];
}

const COUNTERS = ['request_duration_seconds_count', 'request_duration_seconds_sum', 'container_cpu_usage_seconds_total'];
const GAUGES = ['up', 'container_memory_working_set_bytes', 'kube_deployment_spec_replicas', 'kube_pod_container_status_ready'];
const MATCHERS = ['', '{name=~"c.*"}', '{name!="payment"}', '{namespace="sock-shop"}', '{name=~"orders|user|carts", instance!=""}'];
const LABELS = ['name', 'namespace', 'pod', 'method', 'status_code', 'name, route'];
const RANGES = ['7s', '10s', '15s', '30s', '1m'];

const selector = (names: readonly string[]): fc.Arbitrary<string> =>
  fc.tuple(fc.constantFrom(...names), fc.constantFrom(...MATCHERS)).map((parts) => parts.join(''));
/** Numbers no sample and no mean of whole samples equals: the last digit of a float must not decide a comparison. */
const number = fc.constantFrom('0.37', '1.13', '9.7', '97.3', '1.1e6');
const grouping = fc.oneof(
  fc.constantFrom(...LABELS).map((labels) => `by (${labels})`),
  fc.constantFrom('pod', 'instance', 'pod, instance').map((labels) => `without (${labels})`),
);

function vector(depth: number): fc.Arbitrary<string> {
  const leaves = [counted(), overTime(), quantile(), fc.oneof(selector(GAUGES), offset())];
  if (depth === 0) return fc.oneof(...leaves);
  const inner = vector(depth - 1);
  return fc.oneof(...leaves, aggregated(inner), compared(inner), applied(inner), ratio(), subquery());
}

const counted = (): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom('rate', 'increase', 'irate', 'resets', 'changes'), selector(COUNTERS), fc.constantFrom(...RANGES))
    .map(([name, series, range]) => `${name}(${series}[${range}])`);
const overTime = (): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom('avg', 'min', 'max', 'sum', 'count', 'last', 'stddev', 'present'), selector(GAUGES), fc.constantFrom(...RANGES))
    .map(([name, series, range]) => `${name}_over_time(${series}[${range}])`);
const offset = (): fc.Arbitrary<string> => selector(GAUGES).map((series) => `${series} offset 8s`);
const quantile = (): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom('0', '0.53', '0.87', '0.991'), fc.constantFrom('le', 'le, name', 'le, name, route'), fc.constantFrom(...RANGES))
    .map(([q, labels, range]) => `histogram_quantile(${q}, sum by (${labels}) (rate(request_duration_seconds_bucket[${range}])))`);
const aggregated = (inner: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom('sum', 'avg', 'min', 'max', 'count', 'stddev', 'group'), grouping, inner)
    .map(([operator, labels, of]) => `${operator} ${labels} (${of})`);
const compared = (inner: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(inner, fc.constantFrom('>', '<', '>=', '<=', '!=', '> bool', '+', '-', '*', '/', '^'), number)
    .map(([left, operator, right]) => `(${left}) ${operator} ${right}`);
const applied = (inner: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(fc.constantFrom('abs', 'exp', 'sqrt', 'ln', 'absent', '-', 'sort'), inner).map(([name, of]) => `${name}(${of})`);
const ratio = (): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom('name', 'name, route'), fc.constantFrom(...RANGES), fc.constantFrom('/', '-', 'and', 'or', 'unless'))
    .map(
      ([labels, range, operator]) =>
        `sum by (${labels}) (rate(request_duration_seconds_count{status_code=~"5.."}[${range}])) ${operator} sum by (${labels}) (rate(request_duration_seconds_count[${range}]))`,
    );
const subquery = (): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom('max', 'avg', 'min', 'sum'), fc.oneof(counted(), aggregated(fc.oneof(selector(GAUGES), counted()))))
    .map(([name, of]) => `${name}_over_time((${of})[10s:2s])`);
