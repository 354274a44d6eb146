import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { configSchema } from '../../platform/config.js';
import type { QueryTemplate } from '../../tsg-parser/index.js';
import type { Preparation, PreparedQuery } from '../query-plugin.js';
import { Sources } from '../sources.js';
import { FakeServer } from '../__fixtures__/fake-server.js';
import { fillPromql } from './fill-promql.js';
import { prometheusPlugin } from './prometheus.plugin.js';
import { baseSelectors, readPromql, shapeOf } from './read-promql.js';

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
    const texts = ['up{job="{v}"}', "up{job='{v}'}", 'up{job=~"{v}.*"}', 'sum(rate(x{a="{v}",b="c"}[{w}])) > {n}'];
    fc.assert(
      fc.property(fc.constantFrom(...texts), hostile(), hostile(), hostile(), (text, v, w, n) => {
        const result = fillPromql(template(text, ['v', 'w', 'n']), values({ v, w, n }));
        if (result.kind === 'filled')
          expect(shapeOf(result.text)).toBe(shapeOf(text.replace('{v}', 'x').replace('{w}', '5m').replace('{n}', '1')));
      }),
      { numRuns: Number(process.env['PERIPLUS_PROPERTY_RUNS'] ?? 300) },
    );
  });
});

function hostile(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string(),
    fc.constantFrom(
      '"',
      "'",
      '\\',
      '\\"',
      '"} or up{a="',
      '5m',
      '1',
      '`',
      '#',
      '\n',
      '{v}',
      '$1',
      '.*"} or {__name__=~".+',
      '\u2028',
      "'; DROP TABLE x; --",
    ),
  );
}

describe('reading', () => {
  test.each([
    ['sum by (route, code) (rate(x[5m]))', ['route', 'code', 'value']],
    ['sum(rate(x[5m])) / sum(rate(y[5m]))', ['value']],
    ['histogram_quantile(0.99, sum by (le, route) (rate(x_bucket{a="{a}"}[5m])))', ['route', 'value']],
    ['topk(3, sum by (a) (x)) > 5', ['a', 'value']],
    ['up', null],
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
  });
});

function prepared(preparation: Preparation): PreparedQuery {
  if (preparation.kind !== 'prepared') throw new Error(JSON.stringify(preparation));
  return preparation.query;
}
