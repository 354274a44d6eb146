import type { AddressInfo } from 'node:net';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { ScaledClock } from '../scaled-clock.js';
import { prometheusServer } from './api.js';
import { Scraper } from './scraper.js';
import { SeriesStore } from './series-store.js';
import type { ScrapeTarget } from './target.js';

const PAGE = [
  '# HELP requests_total Requests served.',
  '# TYPE requests_total counter',
  'requests_total{code="200",job="inner"} 7',
  'requests_total{code="a \\"quoted\\" \\\\ one"} 1',
  'temperature -2.5e1',
  'not a sample',
].join('\n');

let clock: ScaledClock;
let store: SeriesStore;
let scraper: Scraper;
let page: () => Promise<string>;
let targets: ScrapeTarget[];
let server: ReturnType<typeof prometheusServer>;
let base: string;

beforeEach(async () => {
  clock = new ScaledClock(1_000);
  store = new SeriesStore();
  page = () => Promise.resolve(PAGE);
  targets = [
    {
      key: 'a',
      job: 'shop',
      scrapeUrl: 'http://10.0.0.1/metrics',
      labels: { job: 'shop', instance: '10.0.0.1:80' },
      discoveredLabels: {},
      read: () => page(),
    },
  ];
  scraper = new Scraper(clock, store, () => targets);
  server = prometheusServer({ clock, store, scraper, exporters: [], targetGroups: () => [] });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  void scraper.run();
});

afterEach(async () => {
  scraper.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

interface Body {
  readonly status: string;
  readonly errorType?: string;
  readonly error?: string;
  readonly data?: unknown;
}

async function get(path: string): Promise<{ readonly status: number; readonly body: Body; readonly date: string | null }> {
  const response = await fetch(base + path);
  return { status: response.status, body: (await response.json()) as Body, date: response.headers.get('date') };
}

async function value(query: string): Promise<string | null> {
  const { body } = await get(`/api/v1/query?query=${encodeURIComponent(query)}`);
  const { result } = body.data as { result: { value: [number, string] }[] };
  return result[0]?.value[1] ?? null;
}

describe('scraping', () => {
  test('keeps every sample under the labels of its target; a label of the page that collides is kept as exported', async () => {
    await expect.poll(() => value('up')).toBe('1');
    expect(await value('requests_total{exported_job="inner",job="shop"}')).toBe('7');
    expect(await value('requests_total{code=~".*quoted.*"}')).toBe('1');
    expect(await value('temperature')).toBe('-25');
    expect(await value('scrape_samples_scraped')).toBe('3');
  });

  test('a target that does not answer is down, and its series are gone at once', async () => {
    await expect.poll(() => value('temperature')).toBe('-25');
    page = () => Promise.reject(new Error('connection refused'));
    await expect.poll(() => value('up')).toBe('0');
    expect(await value('temperature')).toBeNull();
    const { body } = await get('/api/v1/targets');
    expect(body.data).toMatchObject({ activeTargets: [{ health: 'down', lastError: 'connection refused' }] });
  });

  test('a target that is no longer discovered has no up at all', async () => {
    await expect.poll(() => value('up')).toBe('1');
    targets = [];
    await expect.poll(() => value('up')).toBeNull();
    expect(await value('absent(up)')).toBe('1');
  });

  test('a series that leaves the page is gone', async () => {
    await expect.poll(() => value('temperature')).toBe('-25');
    page = () => Promise.resolve('requests_total 8');
    await expect.poll(() => value('temperature')).toBeNull();
  });
});

describe('the HTTP API', () => {
  beforeEach(async () => {
    await expect.poll(() => value('up')).toBe('1');
  });

  test('answers a range query as a matrix, by POST as well', async () => {
    const end = clock.milliseconds() / 1000;
    const form = new URLSearchParams({ query: 'up', start: String(end - 60), end: String(end), step: '15s' });
    const response = await fetch(`${base}/api/v1/query_range`, { method: 'POST', body: form });
    expect(await response.json()).toMatchObject({ status: 'success', data: { resultType: 'matrix' } });
  });

  test('lists labels, their values, series and metadata', async () => {
    expect((await get('/api/v1/labels')).body.data).toEqual(['__name__', 'code', 'exported_job', 'instance', 'job']);
    expect((await get('/api/v1/label/job/values')).body.data).toEqual(['shop']);
    expect((await get('/api/v1/series?match[]=temperature')).body.data).toEqual([
      { __name__: 'temperature', job: 'shop', instance: '10.0.0.1:80' },
    ]);
    expect((await get('/api/v1/metadata?metric=requests_total')).body.data).toEqual({
      requests_total: [{ type: 'counter', help: 'Requests served.', unit: '' }],
    });
    expect((await get('/api/v1/status/buildinfo')).body.data).toHaveProperty('version');
  });

  test('a Date header tells the time of the world', async () => {
    const { date } = await get('/api/v1/query?query=time()');
    expect(Math.abs(Date.parse(date ?? '') - clock.milliseconds())).toBeLessThan(60_000);
  });

  test.each([
    ['/api/v1/query?query=rate(up)', 400, 'bad_data', /expected type range vector/],
    ['/api/v1/query', 400, 'bad_data', /invalid parameter "query"/],
    ['/api/v1/query?query=up&time=soon', 400, 'bad_data', /cannot parse "soon" to a valid timestamp/],
    ['/api/v1/query_range?query=up&start=0&end=10&step=0', 400, 'bad_data', /zero or negative/],
    ['/api/v1/query_range?query=up&start=10&end=0&step=1', 400, 'bad_data', /must not be before start/],
    ['/api/v1/query_range?query=up&start=0&end=100000&step=1', 400, 'bad_data', /exceeded maximum resolution/],
    ['/api/v1/series', 400, 'bad_data', /no match/],
    [
      `/api/v1/query?query=${encodeURIComponent('up / on() group_left {job="shop"}')}`,
      422,
      'execution',
      /many-to-many matching not allowed/,
    ],
  ])('%s is refused with a sentence', async (path, status, errorType, message) => {
    const answer = await get(path);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ status: 'error', errorType });
    expect(answer.body.error).toMatch(message);
  });
});
