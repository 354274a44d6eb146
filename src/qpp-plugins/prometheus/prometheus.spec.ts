import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { configSchema } from '../../platform/config.js';
import type { QueryTemplate } from '../../tsg-parser/index.js';
import type { Preparation, PreparedQuery } from '../query-plugin.js';
import { Sources } from '../sources.js';
import { FakeServer } from '../__fixtures__/fake-server.js';
import { hostileValue } from '../__fixtures__/hostile-values.js';
import { propertyRuns } from '../__fixtures__/template.js';
import { fillPromql } from './fill-promql.js';
import { prometheusPlugin } from './prometheus.plugin.js';
import { lookbackHours } from './looks-back.js';
import { baseSelectors, promqlRange, readPromql, shapeOf, standIns } from './read-promql.js';

const never = new AbortController().signal;

function template(text: string, parameters: readonly string[] = []): QueryTemplate {
  return {
    id: 's1.q1',
    language: 'promql',
    text,
    parameters,
    mutating: false,
    lines: [1, 1],
    binds: [],
    columns: null,
    statusWords: [],
    source: null,
    byHand: null,
  };
}

function values(bound: Readonly<Record<string, string | number>>): Record<string, { value: string | number; source: string }> {
  return Object.fromEntries(Object.entries(bound).map(([name, value]) => [name, { value, source: 'a test' }]));
}

function filled(text: string, bound: Readonly<Record<string, string | number>>): string {
  const result = fillPromql(template(text, Object.keys(bound)), values(bound));
  return result.kind === 'filled' ? result.text : JSON.stringify(result);
}

describe('a value is bound, never concatenated', () => {
  test.each([
    ['up{job="{job}"}', { job: 'shop' }, 'up{job="shop"}'],
    ['up{job="{job}"}', { job: 'a"} or vector(1) #' }, 'up{job="a\\"} or vector(1) #"}'],
    ["up{job='{job}'}", { job: "o'brien" }, "up{job='o\\'brien'}"],
    ['up{pod=~"{pod}-.*"}', { pod: 'a.b' }, 'up{pod=~"a\\\\.b-.*"}'],
    ['rate(x[{window}])', { window: '5m' }, 'rate(x[5m])'],
    ['rate(x [WINDOW])', { WINDOW: '1h30m' }, 'rate(x [1h30m])'],
    ['x > {limit}', { limit: 0.5 }, 'x > 0.5'],
    ['x > $limit', { limit: '3' }, 'x > 3'],
    ['# errors of {job}\nup{job="{job}"}', { job: 'a\nb' }, '# errors of a b\nup{job="a\\nb"}'],
    ['# range: {window}, step: 1m\nup', { window: '6h' }, '# range: 6h, step: 1m\nup'],
  ])('%s', (text, bound, expected) => {
    expect(filled(text, bound)).toBe(expected);
  });

  test.each([
    ['rate(x[{window}])', { window: '5m]) or vector(1' }, 'no duration'],
    ['x > {limit}', { limit: '1 or vector(1)' }, 'no number'],
    ['{metric} > 1', { metric: 'up' }, 'no number'],
    ['up{job=`{job}`}', { job: 'a`b' }, 'backticks'],
  ])('%s is refused a value that does not fit', (text, bound, reason) => {
    expect(filled(text, bound)).toContain(reason);
  });

  test('all missing values are named at once', () => {
    expect(fillPromql(template('up{a="{a}", b="{b}"}', ['a', 'b']), {})).toEqual({ kind: 'missing', parameters: ['a', 'b'] });
  });

  test('whatever the value, the parsed expression keeps its shape', () => {
    const texts = [
      'up{job="{v}"}',
      "up{job='{v}'}",
      'up{job=~"{v}.*"}',
      'sum(rate(x{a="{v}",b="c"}[{w}])) > {n} # {v}',
      '# range: {w}\nx{a="{v}"} offset {w}',
    ];
    const shapes = new Map(texts.map((text) => [text, shapeOf(standIns(text))]));
    const taken = new Map(texts.map((text) => [text, 0]));
    fc.assert(
      fc.property(fc.constantFrom(...texts), hostileValue(), window, threshold, (text, v, w, n) => {
        const result = fillPromql(template(text, ['v', 'w', 'n']), values({ v, w, n }));
        if (result.kind !== 'filled') return;
        taken.set(text, (taken.get(text) ?? 0) + 1);
        expect(shapeOf(result.text)).toBe(shapes.get(text));
      }),
      propertyRuns,
    );
    for (const count of taken.values()) expect(count).toBeGreaterThan(propertyRuns.numRuns / 50);
  });
});

const window = fc.oneof(hostileValue(), fc.constantFrom('5m', '1h30m', '90s'));
const threshold = fc.oneof(hostileValue(), fc.constantFrom('1', '0.5', '1e3'));

describe('reading', () => {
  test.each([
    ['sum by (route, code) (rate(x[5m]))', ['route', 'code', 'value']],
    ['sum(rate(x[5m])) / sum(rate(y[5m]))', ['value']],
    ['histogram_quantile(0.99, sum by (le, route) (rate(x_bucket{a="{a}"}[5m])))', ['route', 'value']],
    ['topk(3, sum by (a) (x)) > 5', ['a', 'value']],
    ['up', null],
    ['# a comment\n# range: 6h\nsum by (a) (x)', ['a', 'timestamp', 'value']],
    ['sum without (pod) (x)', null],
    ['sum by (a) (x) / on (a) group_left sum by (a) (y)', ['a', 'value']],
  ])('columns of %s', (text, columns) => {
    expect(readPromql(text)).toEqual({ flaws: [], columns });
  });

  test('what cannot be parsed is a flaw with its line', () => {
    expect(readPromql('sum(rate(x[5m])\n  / sum(').flaws).toEqual([
      { message: expect.stringContaining('PromQL cannot be parsed') as string, line: 1 },
    ]);
  });

  test.each([
    ['x', 0],
    ['rate(x[5m])', 1 / 12],
    ['rate(x[7200])', 2],
    ['max_over_time(rate(x[1h])[1d:1m] offset 3h)', 28],
    ['x offset 2h + rate(y[1h])', 2],
    ['x offset -2h', 0],
    ['x @ 1767222000 / x', 1],
    ['rate(x[1h] @ end())', 1],
  ])('%s looks back %d h', (text, hours) => {
    expect(lookbackHours(text, new Date('2026-01-01T00:00:00Z'))).toBeCloseTo(hours);
  });

  test.each([
    ['x', null],
    ['# range: 6h\nx', { seconds: 21_600, stepSeconds: 120 }],
    ['x # range: 30m, step: 15s', { seconds: 1800, stepSeconds: 15 }],
    ['  #range: 1h step: 1m\nx', { seconds: 3600, stepSeconds: 60 }],
    ['# range: a while\nx', null],
    ['x{a=`\n# range: 6h\n`, b="# range: 6h"}', null],
    ['# range: soon\nx', 'the range “soon” is no duration such as 6h'],
    ['# range: 1h, step: x\nx', 'the step “x” is no duration such as 1m'],
    ['# range: 7d, step: 1s\nx', 'a range of 7d in steps of 1s has more than 1000 points'],
  ])('the range asked for by %j', (text, range) => {
    expect(promqlRange(text)).toEqual(range);
  });

  test('base selectors keep the name and what must be equal, but no status', () => {
    expect(baseSelectors('sum(rate(x{a="b",code=~"5.."}[5m])) / sum(rate(x{a="b",status="500"}[5m]))')).toEqual(['x{a="b"}']);
  });
});

describe('asking', () => {
  async function ask(
    answer: (query: URLSearchParams) => { status?: number; type?: string; body: unknown },
    text = 'up{job="shop"}',
    limits = {},
  ) {
    await using server = await FakeServer.start(async (request) => {
      const reply = answer(new URLSearchParams(await request.body()));
      const body = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
      return { status: reply.status ?? 200, headers: { 'content-type': reply.type ?? 'application/json' }, body };
    });
    const plugin = prometheusPlugin(
      new Sources(configSchema.parse({ sources: { metrics: { kind: 'prometheus', url: server.url, ...limits } } })),
    );
    return await plugin.run(prepared(plugin.prepare(template(text), { values: {}, at: new Date(0), cluster: 'demo' })), never);
  }

  const vector = (result: unknown[]): unknown => ({ status: 'success', data: { resultType: 'vector', result } });

  test('one row a series, labels and value, observed at the instant the server evaluated', async () => {
    const result = await ask(() => ({
      body: vector([
        { metric: { __name__: 'up', job: 'shop' }, value: [1700000000, '1'] },
        { metric: { job: 'b' }, value: [1700000000, 'NaN'] },
      ]),
    }));
    expect(result).toMatchObject({
      columns: ['__name__', 'job', 'value'],
      rows: [
        ['up', 'shop', 1],
        [null, 'b', null],
      ],
      fill: 'rows',
      observedAt: '2023-11-14T22:13:20.000Z',
    });
    expect(result.summary).toBe('2 rows: up shop 1; b');
  });

  test('empty where the series exist is "no rows"; where they do not it is "no data"', async () => {
    const exists = await ask(
      (query) => ({ body: query.get('query')?.startsWith('count') === true ? vector([{ metric: {}, value: [1, '3'] }]) : vector([]) }),
      'up{job="shop"} == 0',
    );
    const absent = await ask(() => ({ body: vector([]) }), 'up{job="shop"} == 0');
    expect([exists.fill, absent.fill]).toEqual(['no-rows', 'no-data']);
  });

  test('a matrix has a row a sample', async () => {
    const body = {
      status: 'success',
      data: {
        resultType: 'matrix',
        result: [
          {
            metric: { a: 'x' },
            values: [
              [1, '1'],
              [2, '2'],
            ],
          },
        ],
      },
    };
    const result = await ask(() => ({ body }), 'up[5m]');
    expect(result).toMatchObject({
      columns: ['a', 'timestamp', 'value'],
      rows: [
        ['x', '1970-01-01T00:00:01.000Z', 1],
        ['x', '1970-01-01T00:00:02.000Z', 2],
      ],
    });
  });

  test('a range is asked up to the server’s own now, and told by where each series went', async () => {
    const asked: URLSearchParams[] = [];
    const points = (values: number[]): unknown[] => values.map((value, index) => [1000 + index * 60, String(value)]);
    const result = await ask((query) => {
      asked.push(query);
      if (query.get('query') === 'time()') return { body: { data: { resultType: 'scalar', result: [1180.5, '1180.5'] } } };
      const series = [
        { metric: { a: 'still' }, values: points([1, 1, 1]) },
        { metric: { a: 'up' }, values: points([0.02, 0.91, 0.85]) },
      ];
      return { body: { data: { resultType: 'matrix', result: series } } };
    }, '# range: 3m, step: 1m\nsum by (a) (x)');
    expect(Object.fromEntries(asked[1] ?? [])).toMatchObject({ start: '1000.5', end: '1180.5', step: '60' });
    expect(result.rows).toHaveLength(6);
    expect(result.summary).toBe('2 series: up 0.02 → 0.85, most 0.91 at 00:17; still 1 → 1');
  });

  test.each([
    [
      'the server refuses the query in its own words',
      { status: 400, body: { status: 'error', errorType: 'bad_data', error: 'parse error: unexpected' } },
      /refuses the query: parse error/,
    ],
    ['HTML is no answer', { type: 'text/html', body: '<html>login</html>' }, /answered with text\/html that is not JSON/],
    ['JSON of another kind is no answer', { body: { hello: 1 } }, /did not answer as a Prometheus does/],
    ['a 503 may pass', { status: 503, type: 'text/plain', body: 'busy' }, /answered 503/],
    ['access is refused', { status: 403, type: 'text/plain', body: 'no' }, /refuses access/],
  ])('%s', async (_name, reply, sentence) => {
    await expect(ask(() => reply)).rejects.toThrow(sentence);
  });

  test('rows beyond the cap are left out and said to be', async () => {
    const result = await ask(() => ({ body: vector([1, 2, 3].map((n) => ({ metric: { n: String(n) }, value: [1, '1'] }))) }), 'x', {
      maxRows: 2,
    });
    expect([result.rows.length, result.truncated]).toEqual([2, true]);
  });

  test('a server that hangs is given up in time', async () => {
    await using server = await FakeServer.start(() => new Promise(() => undefined));
    const plugin = prometheusPlugin(
      new Sources(configSchema.parse({ sources: { metrics: { kind: 'prometheus', url: server.url, timeoutMs: 100 } } })),
    );
    const query = prepared(plugin.prepare(template('up'), { values: {}, at: new Date(0), cluster: 'demo' }));
    await expect(plugin.run(query, never)).rejects.toThrow(/did not answer within 0.1 s/);
  });
});

describe('preparing', () => {
  function prepare(text: string, sources: Record<string, unknown>, source: string | null = null): Preparation {
    const plugin = prometheusPlugin(new Sources(configSchema.parse({ sources })));
    return plugin.prepare({ ...template(text), source }, { values: {}, at: new Date(0), cluster: 'demo' });
  }

  test.each([
    ['no source', 'up', {}, /no Prometheus configured: set PROMETHEUS_URL or sources in periplus.yaml/],
    ['a range in a comment beyond the limit', '# range: 30d\nx', { p: { kind: 'prometheus', url: 'http://x' } }, /looks back 720 h/],
    ['a range beyond the limit', 'rate(x[30d])', { p: { kind: 'prometheus', url: 'http://x' } }, /looks back 720 h/],
    [
      'two sources and none named',
      'up',
      { a: { kind: 'prometheus', url: 'http://x' }, b: { kind: 'prometheus', url: 'http://y' } },
      /several sources/,
    ],
    ['what is not PromQL', 'sum(', { p: { kind: 'prometheus', url: 'http://x' } }, /not PromQL/],
  ])('%s is refused in a sentence', (_name, text, sources, sentence) => {
    const preparation = prepare(text, sources);
    expect(preparation).toMatchObject({ kind: 'refused', reason: expect.stringMatching(sentence) as string });
  });

  test('an instant is sent only for a replay', () => {
    const plugin = prometheusPlugin(new Sources(configSchema.parse({ sources: { p: { kind: 'prometheus', url: 'http://x' } } })));
    const context = { values: {}, at: new Date('2026-01-01T00:00:00Z'), cluster: 'demo' };
    expect(prepared(plugin.prepare(template('up'), context)).request).toMatchObject({ at: null });
    expect(prepared(plugin.prepare(template('up'), { ...context, replay: true })).request).toMatchObject({
      at: '2026-01-01T00:00:00.000Z',
    });
    expect(prepared(plugin.prepare(template('# range: 1h\nup'), { ...context, replay: true })).request).toMatchObject({
      at: '2026-01-01T00:00:00.000Z',
      range: { seconds: 3600 },
    });
  });
});

function prepared(preparation: Preparation): PreparedQuery {
  if (preparation.kind !== 'prepared') throw new Error(JSON.stringify(preparation));
  return preparation.query;
}
