import fc from 'fast-check';
import { expect, test } from 'vitest';
import { configSchema } from '../../platform/config.js';
import { FakeServer } from '../__fixtures__/fake-server.js';
import { hostileValue } from '../__fixtures__/hostile-values.js';
import { bound, preparedOf, propertyRuns, templateOf } from '../__fixtures__/template.js';
import type { QueryResult } from '../query-plugin.js';
import { Sources } from '../sources.js';
import { fillLogql } from './fill-logql.js';
import { lokiPlugin } from './loki.plugin.js';
import { logqlShape, readLogql } from './read-logql.js';

async function ask(
  text: string,
  reply: { status?: number; body: unknown },
  replay = false,
  counted: unknown = null,
): Promise<{ result: QueryResult; path: string }> {
  let path = '';
  await using server = await FakeServer.start((request) => {
    const counting = request.path.includes('count_over_time') && counted !== null;
    path = request.path;
    return {
      status: reply.status ?? 200,
      headers: { 'content-type': 'application/json' },
      body: typeof reply.body === 'string' ? reply.body : JSON.stringify(counting ? counted : reply.body),
    };
  });
  const plugin = lokiPlugin(new Sources(configSchema.parse({ sources: { logs: { kind: 'loki', url: server.url } } })));
  const query = preparedOf(
    plugin.prepare(templateOf('logql', text), { values: {}, at: new Date('2026-01-01T11:00:00Z'), cluster: 'demo', replay }),
  );
  return { result: await plugin.run(query, new AbortController().signal), path };
}

test('lines come back oldest first, with their text', async () => {
  const streams = [
    {
      stream: { app: 'a' },
      values: [
        ['1767265200000000000', 'second'],
        ['1767265100000000000', 'first'],
      ],
    },
    { stream: { app: 'b' }, values: [['1767265300000000000', 'third']] },
  ];
  const { result, path } = await ask('{app=~"a|b"} |= "x"', {
    body: { status: 'success', data: { resultType: 'streams', result: streams } },
  });
  expect(result).toMatchObject({ columns: ['timestamp', 'line'], text: 'first\nsecond\nthird', fill: 'rows', truncated: false });
  expect(path).toMatch(/^\/loki\/api\/v1\/query_range\?.*since=3600s/);
});

test('numbers come back as labels and value, as of the instant of a replay', async () => {
  const vector = [{ metric: { app: 'a' }, value: [1767265200, '0.5'] }];
  const { result, path } = await ask(
    'sum by (app) (rate({app="a"} |= "error" [5m]))',
    { body: { data: { resultType: 'vector', result: vector } } },
    true,
  );
  expect(result).toMatchObject({ columns: ['app', 'value'], rows: [['a', 0.5]] });
  expect(path).toMatch(/\/query\?.*time=1767265200000000000/);
});

test('no lines of a stream that has some are "none"; of a stream nobody knows they are "no data"', async () => {
  const empty = { data: { resultType: 'streams', result: [] } };
  const known = await ask('{app="a"} |= "x"', { body: empty }, false, {
    data: { resultType: 'vector', result: [{ metric: {}, value: [1, '7'] }] },
  });
  const unknown = await ask('{app="a"} |= "x"', { body: empty }, false, { data: { resultType: 'vector', result: [] } });
  expect([known.result.fill, unknown.result.fill]).toEqual(['no-rows', 'no-data']);
});

test.each([
  [{ status: 400, body: 'parse error at line 1' }, /refuses the query: parse error/],
  [{ body: '<html>' }, /did not answer as a Loki does/],
  [{ status: 500, body: 'oops' }, /answered 500/],
])('%o is a clear failure', async (reply, sentence) => {
  await expect(ask('{app="a"}', reply)).rejects.toThrow(sentence);
});

test.each([
  ['{app="a"} |= "x"', ['timestamp', 'line'], []],
  ['sum by (app) (rate({app="a"}[5m]))', null, []],
  ['{app="a"} |= ', null, [{ message: expect.stringContaining('LogQL cannot be parsed') as string, line: 0 }]],
  ['# range: soon\n{app="a"}', null, [{ message: 'the range “soon” is no duration such as 6h', line: 0 }]],
])('reading %s', (text, columns, flaws) => {
  expect(readLogql(text)).toEqual({ columns, flaws });
});

test('a comment of the query asks for a range: of lines, or of numbers a step', async () => {
  const lines = await ask('# range: 6h\n{app="a"}', { body: { data: { resultType: 'streams', result: [] } } });
  expect(lines.path).toMatch(/count_over_time.*6h|count_over_time.*21600s/);
  const matrix = [
    {
      metric: { app: 'a' },
      values: [
        [1767265200, '1'],
        [1767265260, '3'],
      ],
    },
  ];
  const { result, path } = await ask('# range: 1h, step: 1m\nsum by (app) (rate({app="a"}[5m]))', {
    body: { data: { resultType: 'matrix', result: matrix } },
  });
  expect(path).toMatch(/query_range\?.*since=3600s&step=60s/);
  expect(result).toMatchObject({ columns: ['app', 'timestamp', 'value'], summary: '1 series: a 1 → 3' });
});

test('a query may look back as far as its source allows', () => {
  const plugin = lokiPlugin(
    new Sources(configSchema.parse({ sources: { logs: { kind: 'loki', url: 'http://x', longestRangeHours: 24 } } })),
  );
  const prepare = (text: string): unknown => plugin.prepare(templateOf('logql', text), { values: {}, at: new Date(0), cluster: 'demo' });
  expect(prepare('sum(rate({app="a"}[1d]))')).toMatchObject({ kind: 'prepared' });
  expect(prepare('sum(rate({app="a"}[1d] offset 1h))')).toMatchObject({
    kind: 'refused',
    reason: 'the query looks back 25 h, and logs allows 24 h',
  });
  expect(prepare('# range: 2d\n{app="a"}')).toMatchObject({ kind: 'refused' });
});

test('whatever the value, the parsed query keeps its shape', () => {
  const text = '{app="{app}", pod=~"{app}.*"} |= `{needle}` |~ "{needle}" | json | status >= {status} # {needle}';
  const plain = logqlShape(text.replaceAll('{app}', 'x').replaceAll('{needle}', 'x').replace('{status}', '500'));
  let taken = 0;
  fc.assert(
    fc.property(hostileValue(), hostileValue(), fc.oneof(hostileValue(), fc.constantFrom('500', '0.5')), (app, needle, status) => {
      const filled = fillLogql(templateOf('logql', text, ['app', 'needle', 'status']), bound({ app, needle, status }));
      if (filled.kind !== 'filled') return;
      taken += 1;
      expect(logqlShape(filled.text)).toBe(plain);
    }),
    propertyRuns,
  );
  expect(taken).toBeGreaterThan(propertyRuns.numRuns / 10);
});
