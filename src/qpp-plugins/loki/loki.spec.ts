import fc from 'fast-check';
import { expect, test } from 'vitest';
import { configSchema } from '../../platform/config.js';
import { FakeServer } from '../__fixtures__/fake-server.js';
import { hostileValue } from '../__fixtures__/hostile-values.js';
import { bound, preparedOf, propertyRuns, templateOf } from '../__fixtures__/template.js';
import type { QueryResult } from '../query-plugin.js';
import { Sources } from '../sources.js';
import { fillLogql, outline } from './fill-logql.js';
import { lokiPlugin } from './loki.plugin.js';

const TEXT = '{app="{app}"} |= "{needle}" | json | status >= {status}';

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
  expect(path).toMatch(/^\/loki\/api\/v1\/query_range\?.*since=1h/);
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

test('whatever the value, nothing but its string changes', () => {
  const plain = outline(TEXT.replace('{app}', 'x').replace('{needle}', 'x').replace('{status}', '500'));
  fc.assert(
    fc.property(hostileValue(), hostileValue(), hostileValue(), (app, needle, status) => {
      const filled = fillLogql(templateOf('logql', TEXT, ['app', 'needle', 'status']), bound({ app, needle, status }));
      if (filled.kind === 'filled') expect(outline(filled.text)).toBe(plain);
    }),
    propertyRuns,
  );
});
