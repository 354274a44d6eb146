import { describe, expect, test } from 'vitest';
import { compileTsg } from '../../tsg-parser/index.js';
import { bound, preparedOf, templateOf } from '../__fixtures__/template.js';
import type { QueryResult } from '../query-plugin.js';
import { createQueryReader } from '../readers/index.js';
import { SCRIPT_LIMITS } from './analysis.config.js';
import { analysisPlugin } from './analysis.plugin.js';
import { readScript } from './read-script.js';

const never = new AbortController().signal;
const orders = resultOf('s1.q1', ['region', 'failed'], [['eu', 3], ['us', 0], ['eu', 2]]); // prettier-ignore

function resultOf(queryId: string, columns: readonly string[], rows: QueryResult['rows'], truncated = false): QueryResult {
  const said = { plugin: 'sql', source: 'shop', rendered: '', text: null, observedAt: '', tookMs: 0, summary: '', bound: {} };
  return { queryId, columns, rows, fill: 'rows', truncated, ...said };
}

async function analyse(
  text: string,
  { results = [orders], values = {}, limits = {} }: { results?: QueryResult[]; values?: Record<string, string>; limits?: object } = {},
): Promise<QueryResult> {
  const plugin = analysisPlugin({ ...SCRIPT_LIMITS, ...limits });
  const template = { ...templateOf('javascript', text, readScript(text).parameters), id: 's1.q2' };
  const context = { at: new Date('2026-01-01T10:00:00Z'), cluster: 'demo', values: bound(values), results };
  return plugin.run(preparedOf(plugin.prepare(template, context)), never);
}

test('a script over the rows above it returns a table', async () => {
  const script = `
    // columns: region, failed, status
    const failed = new Map();
    for (const row of rows) failed.set(row.region, (failed.get(row.region) ?? 0) + row.failed);
    return [...failed].map(([region, count]) => ({ region, failed: count, status: count > 4 ? 'FAILING' : 'HEALTHY' }));`;
  const { columns, rows, summary, fill } = await analyse(script);
  expect(columns).toEqual(['region', 'failed', 'status']);
  expect(rows).toEqual([
    ['eu', 5, 'FAILING'],
    ['us', 0, 'HEALTHY'],
  ]);
  expect([summary, fill]).toEqual(['2 rows: eu 5 FAILING; us 0 HEALTHY', 'rows']);
});

test('it finds every earlier result by its query, the parameters it names and the instant in question', async () => {
  const script = 'return { first: results["s0.q1"].rows[0].pod, region: parameters.region, at, nested: { a: 1 } };';
  const earlier = resultOf('s0.q1', ['pod'], [['orders-1']]);
  const { columns, rows } = await analyse(script, { results: [earlier, orders], values: { region: "o'brien" } });
  expect(columns).toEqual(['first', 'region', 'at', 'nested']);
  expect(rows).toEqual([['orders-1', "o'brien", '2026-01-01T10:00:00.000Z', '{"a":1}']]);
});

test('a number, a text and an empty list are tables too', async () => {
  expect((await analyse('return rows.length')).rows).toEqual([[3]]);
  expect((await analyse('return rows.map((row) => row.region)')).rows).toEqual([['eu'], ['us'], ['eu']]);
  expect((await analyse('return rows.filter((row) => row.failed > 9)')).fill).toBe('no-rows');
});

test('of no data it makes no finding, healthy or not; of data beside it it may', async () => {
  const unknown: QueryResult = { ...resultOf('s0.q1', [], []), fill: 'no-data' };
  const script = 'return Object.keys(results).map((id) => ({ id, status: "HEALTHY" }))';
  expect(await analyse(script, { results: [unknown] })).toMatchObject({ rows: [], fill: 'no-data' });
  expect(await analyse(script, { results: [unknown, orders] })).toMatchObject({ fill: 'rows' });
});

describe('what it cannot do', () => {
  test('there is neither network nor file nor process', async () => {
    const names = ['fetch', 'require', 'process', 'setTimeout', 'WebAssembly', 'Buffer', 'importScripts', 'postMessage', 'std', 'os'];
    const { rows } = await analyse(`return rows && [${names.map((name) => `typeof ${name}`).join(', ')}]`);
    expect(rows).toEqual(names.map(() => ['undefined']));
  });

  test('import finds nothing, and the constructor of functions stays inside', async () => {
    await expect(analyse("return import('fs').then(() => rows)")).rejects.toThrow(/objects without a field/);
    expect((await analyse("return rows.constructor.constructor('return typeof process')()")).rows).toEqual([['undefined']]);
  });

  test.each([
    ['an endless loop', 'for (;;) rows.length; return rows', { timeoutMs: 300 }, /did not end within 0\.3 s/],
    ['a memory bomb', "const all = []; for (;;) all.push('x'.repeat(1e5) + all.length); return rows", {}, /used more than 64 MB of memory/],
    ['one huge text', "return 'x'.repeat(5 * 1024 * 1024) + rows.length", {}, /returned 5 MB; at most 4 MB/],
    ['too many rows', 'return Array.from({ length: 10001 }, () => rows.length)', {}, /returned 10001 rows; at most 10000/],
    ['recursion without end', 'function again() { return again() + 1 } return again() + rows', {}, /stack overflow/],
    ['an exception', '\nconst first = rows[9].region;\nreturn first', {}, /threw in its line 2: TypeError/],
    ['a thrown text', "if (rows) throw 'nothing to see'; return 1", {}, /threw: nothing to see/],
    ['nothing', 'if (rows.length > 9) return 1', {}, /returned nothing/],
    ['a value that is no JSON', 'return 1n * BigInt(rows.length)', {}, /threw.*BigInt/],
    ['a column that was promised', '// columns: region, total\nreturn rows', {}, /without total/],
  ])('%s is a clear failure', async (_name, script, limits, sentence) => {
    await expect(analyse(script, { limits })).rejects.toMatchObject({
      name: 'TerminalError',
      message: expect.stringMatching(sentence) as string,
    });
  });

  test('a cancelled run ends it at once', async () => {
    const plugin = analysisPlugin();
    const context = { at: new Date(0), cluster: 'demo', values: {}, results: [orders] };
    const query = preparedOf(plugin.prepare({ ...templateOf('javascript', 'for (;;); return rows'), id: 's1.q2' }, context));
    await expect(plugin.run(query, AbortSignal.timeout(200))).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});

test('a part of the rows is not analysed as if it were all', () => {
  const context = { at: new Date(0), cluster: 'demo', values: {}, results: [resultOf('s1.q1', ['a'], [[1]], true)] };
  const template = { ...templateOf('javascript', 'return rows.length'), id: 's1.q2' };
  expect(analysisPlugin().prepare(template, context)).toMatchObject({
    kind: 'refused',
    reason: expect.stringContaining('was cut at 1 rows') as string,
  });
});

test('where several earlier results could be meant, rows is none of them', async () => {
  const results = [resultOf('s0.q1', ['a'], [[1]]), resultOf('s0.q2', ['a'], [[2]])];
  await expect(analyse('return rows.length', { results })).rejects.toThrow(/null/);
});

describe('in a guide', () => {
  const guide = (script: string): string => `# T\n\n## Step 1 - Count\n\n\`\`\`sql\nselect region, failed from orders\n\`\`\`\n\n\`\`\`js\n${script}\n\`\`\`\n\nIf any status is FAILING, proceed to Step 2.\n\nOtherwise, this is the end of this guide.\n\n## Step 2 - Tell\n\nTell the owner.\n`; // prettier-ignore

  test('its columns and status words are bound by conditions', () => {
    const script = "// columns: region, status\nreturn rows.map((row) => ({ ...row, status: row.failed > 4 ? 'FAILING' : 'HEALTHY' }));";
    const { plan } = compileTsg(guide(script), createQueryReader());
    expect(plan?.nodes[0]?.queries[1]).toMatchObject({
      language: 'javascript',
      columns: ['region', 'status'],
      statusWords: ['FAILING', 'HEALTHY'],
    });
    expect(plan?.edges.find(({ to }) => to === 's2')?.condition).toMatchObject({ decidedBy: 'rule', predicate: { query: 's1.q2' } });
  });

  test('one that makes nothing of earlier results, such as the shell of a document store, is for a person', () => {
    const { plan } = compileTsg(guide('db.orders.find({ failed: true })'), createQueryReader());
    expect(plan?.nodes[0]?.queries[1]?.byHand).toMatch(/no analysis/);
  });

  test('what is wrong with it is told with its line', () => {
    expect(readScript('const a = ;\nreturn rows').flaws).toEqual([
      { line: 0, message: expect.stringContaining('Unexpected token') as string },
    ]);
    expect(readScript('return rows }); (function () {').flaws).toHaveLength(1);
  });
});
