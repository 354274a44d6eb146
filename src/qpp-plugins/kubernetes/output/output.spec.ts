import { describe, expect, test } from 'vitest';
import { readKubectl } from '../reading/read-kubectl.js';
import { applyFilters } from './apply-filters.js';
import { printTemplate } from './json-path.js';
import type { Printed } from './printed.js';
import { linesOf, rowsOf } from './printed.js';
import { JsonPathFlaw, readJsonPath } from './read-json-path.js';
import { tableLines } from './table-text.js';
import { toYaml } from './yaml.js';

const LIST = {
  items: [
    {
      metadata: { name: 'a', labels: { 'app.kubernetes.io/name': 'x' } },
      spec: { replicas: 0 },
      status: { conditions: [{ type: 'Ready', status: 'False' }] },
    },
    { metadata: { name: 'b' }, spec: { replicas: 2 }, status: { conditions: [{ type: 'Ready', status: 'True' }] }, subsets: [1] },
  ],
};

describe('jsonpath prints what kubectl prints', () => {
  test.each([
    ['{.items[*].metadata.name}', 'a b'],
    ['.items[*].metadata.name', 'a b'],
    ['items[0].metadata.name', 'a'],
    ['{.items[-1].metadata.name}', 'b'],
    ['{.items[0:1].metadata.name}', 'a'],
    ['{.items[?(@.spec.replicas==0)].metadata.name}', 'a'],
    ['{.items[?(.spec.replicas>=1)].metadata.name}', 'b'],
    ['{.items[?(@.metadata.name!="a")].spec.replicas}', '2'],
    ['{.items[?(@.subsets)].metadata.name}', 'b'],
    ['{.items[*].status.conditions[?(@.type=="Ready")].status}', 'False True'],
    ['{range .items[*]}{.metadata.name}{"\\t"}{.spec.replicas}{"\\n"}{end}', 'a\t0\nb\t2\n'],
    ['{range .items[*]}{.metadata.name}={range .status.conditions[*]}{.type}{end} {end}', 'a=Ready b=Ready '],
    ['{.items[0].metadata.labels.app\\.kubernetes\\.io/name}', 'x'],
    ["{.items[0].metadata.labels['app\\.kubernetes\\.io/name']}", 'x'],
    ['{.items[0].spec}', '{"replicas":0}'],
    ['{..name}', 'a b'],
    ["{.items[0]['metadata','spec']}", '{"labels":{"app.kubernetes.io/name":"x"},"name":"a"} {"replicas":0}'],
    ['{.items[0].nothing.here}', ''],
    ['names: {.items[*].metadata.name}', 'names: a b'],
    ['{.items[?(@.constructor)].metadata.name}{.__proto__}', ''],
  ])('%s', (template, printed) => {
    expect(printTemplate(readJsonPath(template), LIST)).toBe(printed);
  });

  test.each(['{.items[*', '{range .items[*]}{.x}', '{end}', '{.items[abc]}', '{"x}', '{.a b}', '{?}'])('%s is a flaw', (template) => {
    expect(() => readJsonPath(template)).toThrow(JsonPathFlaw);
  });
});

const TABLE: Printed = {
  columns: ['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE'],
  lines: tableLines(
    ['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE'],
    [
      ['a-1', '1/1', 'Running', 0, '2d'],
      ['b-1', '0/1', 'CrashLoopBackOff', '7 (5m ago)', '2d'],
      ['c-1', '0/1', 'Pending', 12, '1m'],
    ],
    true,
  ),
  values: null,
  fill: 'rows',
  observedAt: '2026-11-21T10:00:00.000Z',
  note: null,
};

function piped(
  pipe: string,
  printed: Printed = TABLE,
): { readonly columns: readonly string[]; readonly rows: unknown; readonly text: string; readonly fill: string } {
  const result = applyFilters(printed, readKubectl(`kubectl get pods -n x | ${pipe}`).filters);
  return { ...rowsOf(result), text: result.lines.map(({ text }) => text).join('\n'), fill: result.fill };
}

describe('a pipe is carried out in process', () => {
  test('whole lines keep their cells', () => {
    expect(piped('grep -v Running').rows).toEqual([
      ['b-1', '0/1', 'CrashLoopBackOff', '7 (5m ago)', '2d'],
      ['c-1', '0/1', 'Pending', 12, '1m'],
    ]);
    expect(piped('grep -i crash').text).toBe('b-1    0/1     CrashLoopBackOff   7 (5m ago)   2d');
    expect(piped('grep -E "a-1|c-1" | sort -r | head -1').rows).toEqual([['c-1', '0/1', 'Pending', 12, '1m']]);
    expect(piped('tail -n +2 | sort -k4 -n').rows).toEqual([
      ['a-1', '1/1', 'Running', 0, '2d'],
      ['b-1', '0/1', 'CrashLoopBackOff', '7 (5m ago)', '2d'],
      ['c-1', '0/1', 'Pending', 12, '1m'],
    ]);
  });

  test('what is left of nothing is no rows, not no data', () => {
    expect(piped('grep Evicted')).toMatchObject({ rows: [], fill: 'no-rows' });
    expect(piped('grep Evicted', { ...TABLE, lines: [], fill: 'no-data' }).fill).toBe('no-data');
  });

  test.each([
    ['wc -l', ['COUNT'], [[4]]],
    ['grep -c 0/1', ['COUNT'], [[2]]],
    ["awk '{print $1}'", ['NAME'], [['a-1'], ['b-1'], ['c-1']]],
    [
      "awk 'NR>1 {print $1, $4}'",
      ['NAME', 'RESTARTS'],
      [
        ['a-1', 0],
        ['b-1', 7],
        ['c-1', 12],
      ],
    ],
    ["awk '$4 > 5 {print $1}'", ['NAME'], [['b-1'], ['c-1']]],
    ["awk -F- 'NR==2 {print $1}'", ['VALUE'], [['a']]],
    ["awk '/Pending/'", TABLE.columns, [['c-1', '0/1', 'Pending', 12, '1m']]],
    [
      "awk 'NR>1 {print $2}' | sort | uniq -c",
      ['COUNT', 'LINE'],
      [
        [2, '0/1'],
        [1, '1/1'],
      ],
    ],
    ["grep -o '[a-z]-1'", ['VALUE'], [['a-1'], ['b-1'], ['c-1']]],
    ['grep c-1 | cut -d/ -f2', ['VALUE'], [['1     Pending            12           1m']]],
  ])('%s', (pipe, columns, rows) => {
    expect(piped(pipe)).toMatchObject({ columns, rows });
  });

  test('jq reads the JSON that was printed', () => {
    const json: Printed = { ...TABLE, columns: null, lines: linesOf(JSON.stringify(LIST, null, 2)) };
    expect(piped("jq -r '.items[] | select(.spec.replicas == 0) | .metadata.name'", json)).toMatchObject({ rows: [['a']], text: 'a' });
    expect(piped("jq '.items | length'", json).rows).toEqual([[2]]);
    expect(piped("jq '.items[0].nope'", json).rows).toEqual([[null]]);
    expect(piped('jq .', TABLE)).toMatchObject({ rows: [], fill: 'no-data' });
  });
});

test('yaml quotes what an older reader would take for something else', () => {
  expect(toYaml({ b: '2026-11-21T10:00:00Z', a: 'yes', c: ['1', 1] })).toBe('a: "yes"\nb: "2026-11-21T10:00:00Z"\nc:\n- "1"\n- 1\n');
});
