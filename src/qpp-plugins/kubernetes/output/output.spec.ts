import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fillCommand } from '../fill-command.js';
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

interface Piped {
  readonly columns: readonly string[];
  readonly rows: unknown;
  readonly text: string;
  readonly fill: string;
}

async function piped(pipe: string, printed: Printed = TABLE): Promise<Piped> {
  const { filters, statement } = readKubectl(`kubectl get pods -n x | ${pipe}`);
  if (statement.byHand !== null) throw new Error(statement.byHand);
  const result = await applyFilters(printed, filters, AbortSignal.timeout(60_000));
  return { ...rowsOf(result), text: result.lines.map(({ text }) => text).join('\n'), fill: result.fill };
}

describe('a pipe is carried out in process', () => {
  test('whole lines keep their cells', async () => {
    expect((await piped('grep -v Running')).rows).toEqual([
      ['b-1', '0/1', 'CrashLoopBackOff', '7 (5m ago)', '2d'],
      ['c-1', '0/1', 'Pending', 12, '1m'],
    ]);
    expect((await piped('grep -i crash')).text).toBe('b-1    0/1     CrashLoopBackOff   7 (5m ago)   2d');
    expect((await piped('grep -E "a-1|c-1" | sort -r | head -1')).rows).toEqual([['c-1', '0/1', 'Pending', 12, '1m']]);
    expect((await piped('tail -n +2 | sort -k4 -n')).rows).toEqual([
      ['a-1', '1/1', 'Running', 0, '2d'],
      ['b-1', '0/1', 'CrashLoopBackOff', '7 (5m ago)', '2d'],
      ['c-1', '0/1', 'Pending', 12, '1m'],
    ]);
  });

  test('what is left of nothing is no rows, not no data', async () => {
    expect(await piped('grep Evicted')).toMatchObject({ rows: [], fill: 'no-rows' });
    expect((await piped('grep Evicted', { ...TABLE, lines: [], fill: 'no-data' })).fill).toBe('no-data');
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
  ])('%s', async (pipe, columns, rows) => {
    expect(await piped(pipe)).toMatchObject({ columns, rows });
  });

  test('jq reads the JSON that was printed', async () => {
    const json: Printed = { ...TABLE, columns: null, lines: linesOf(JSON.stringify(LIST, null, 2)) };
    expect(await piped("jq -r '.items[] | select(.spec.replicas == 0) | .metadata.name'", json)).toMatchObject({
      rows: [['a']],
      text: 'a',
    });
    expect((await piped("jq '.items | length'", json)).rows).toEqual([[2]]);
    expect((await piped("jq '.items[0].nope'", json)).rows).toEqual([[null]]);
    expect(await piped('jq .', TABLE)).toMatchObject({ rows: [], fill: 'no-data' });
  });

  test('jq is stopped where it does not end, and says in its own words what it does not understand', async () => {
    const json: Printed = { ...TABLE, columns: null, lines: linesOf('{"a":1}') };
    await expect(piped("jq '[range(1e12)] | length'", json)).rejects.toMatchObject({
      code: expect.stringMatching(/jq-timeout|jq-failed/) as string,
    });
    await expect(piped("jq '.a['", json)).rejects.toThrow(/^jq: error: syntax error/);
    await expect(piped("jq '.a[]'", json)).rejects.toThrow(/Cannot iterate over number/);
    expect((await piped("jq -c 'env | keys'", json)).text).not.toContain('DATABASE');
    await expect(piped(`jq 'import "/etc/passwd" as $x; $x'`, json)).rejects.toThrow(/module not found/);
  });

  test('a pattern takes no longer than its text is long', async () => {
    const long: Printed = { ...TABLE, columns: null, lines: linesOf('a'.repeat(50_000)) };
    expect((await piped("grep -E '^(a+)+b'", long)).fill).toBe('no-rows');
  });
});

const LINES = `error: pool exhausted
warning: slow query 1200ms
info: started
ERROR: pool exhausted
info: GET /api/items 200 12ms
info: GET /api/items 500 7ms
info: started
a:b:c
10 b
9 c
9 a
1Ki small
`;

/** What the tools of this machine print. */
function byShell(pipe: string, input: string): string {
  return execFileSync('bash', ['-c', pipe], { input, encoding: 'utf8', env: { PATH: process.env['PATH'], LC_ALL: 'C' } });
}

const PIPES = [
  'grep error', 'grep -i error', 'grep -v info', 'grep -c info', 'grep -vc info', 'grep -n error', 'grep -in error | head -1', 'grep -o "[0-9]*ms"', 'grep -oi error',
  'grep -A1 slow', 'grep -B1 started', 'grep -C 1 ERROR', 'grep -n -A1 slow', 'grep -A1 error | grep -v started', 'grep -w pool', 'grep -x "info: started"', 'grep -m 2 info',
  'grep -E "error|warning"', 'grep "error\\|warning"', 'egrep "(GET|POST) /api"', 'fgrep "a:b"', 'grep -F "200 12"', 'grep -e error -e slow', 'grep -E "[[:digit:]]{4}"', 'grep "\\<slow\\>"', 'grep -P "\\d+ms$"', 'grep "^[0-9]"', 'grep -E "^$" | wc -l', 'grep -vE "^(info|error)"',
  'head -3', 'head -n 2', 'head -n -9', 'tail -2', 'tail -n 3', 'tail -n +10', 'head -5 | tail -1', 'wc -l', 'grep nothing | wc -l',
  'sort', 'sort -r', 'sort -u', 'sort -n', 'sort -k2', 'sort -k1,1n -k2,2r', 'sort -rn', 'sort -k2,2', 'sort -f', 'sort -t: -k2', 'sort -t : -k3,3 -k1', 'sort -n -k1 -s', 'sort -h', 'sort -u -k1,1', 'sort -b -k2',
  'uniq', 'sort | uniq -c', 'sort | uniq -c | sort -rn | head -3', "awk '{print $1}' | sort | uniq -c | sort -k1,1nr -k2",
  "awk '{print $1}'", "awk '{print $NF}'", "awk '{print $1, $3}'", `awk '{print $2 ":" $1}'`, `awk '{print NR": "$0}'`, "awk -F: '{print $2}'", "awk 'NR==2'", "awk 'NR>1 && NR<4 {print $1}'", "awk '/pool/ {print $2}'", "awk '!/info/'", "awk '$1 == 9'", "awk '$1 > 5 {print $1, $2}'", "awk '$1 ~ /^e/ {print $NF}'", `awk '$1 != "info:" {print NF}'`, "awk 'END {print NR}'", "awk '$4 >= 500 {print $3, $4}'",
  "cut -d: -f1", "cut -d ' ' -f 2,3", "cut -d: -f2-3", 'cat | grep a:b', 'tail -n +2 | sort | head -4',
]; // prettier-ignore

test.each(PIPES)('%s leaves what it leaves in a shell', async (pipe) => {
  const { text } = await piped(pipe, { ...TABLE, columns: null, lines: linesOf(LINES) });
  expect(text).toBe(byShell(`${pipe} || true`, LINES).replace(/\n$/u, ''));
});

const JQ_PROGRAMS = [
  "jq .", "jq -r '.items[].metadata.name'", "jq '.items | length'", "jq -c '.items[].spec'", `jq -r '.items[] | "\\(.metadata.name)\\t\\(.spec.replicas)"'`, "jq '[.items[].spec.replicas] | add'", "jq -r '.items[] | select(.spec.replicas > 1) | .metadata.name'",
  "jq -r '.items | sort_by(-.spec.replicas) | .[0].metadata.name'", "jq -r '.items[] | [.metadata.name, .spec.replicas] | @tsv'", "jq '.items[] | {name: .metadata.name}'", "jq -S -c '.items[1]'", "jq -r '.items[].status.conditions[]? | select(.type==\"Ready\") | .status'", "jq '.items | map(select(.subsets)) | length'",
  "jq --arg n b '.items[] | select(.metadata.name == $n) | .spec.replicas'", "jq -j '.items[].metadata.name'", "jq '.items[5]'", "jq -s 'length'", "jq 'keys'", "jq -r '.items[0].metadata.labels | to_entries[] | .key'", "jq -r '.items[].metadata.name | ascii_upcase' | sort -r",
]; // prettier-ignore

test.skipIf(!existsSync('/usr/bin/jq')).each(JQ_PROGRAMS)('%s leaves what it leaves in a shell', async (pipe) => {
  const input = JSON.stringify(LIST, null, 2);
  const { text } = await piped(pipe, { ...TABLE, columns: null, lines: linesOf(input) });
  expect(text).toBe(byShell(pipe, input).replace(/\n$/u, ''));
});

test('a value in a jq program is bound as one of its own variables', async () => {
  const { filters } = readKubectl(
    `kubectl get pods -n x -o json | jq -r '.items[] | select(.metadata.name == "<name>" and .spec.replicas > <least>) | "\\(.metadata.name) of <name>"'`,
  );
  const named = fillCommand(filters, (index) => (index === 0 ? 'b' : '1'));
  const hostile = fillCommand(filters, () => '" or true or "');
  expect(hostile.map((filter) => (filter.kind === 'jq' ? filter.program : ''))).toEqual(
    filters.map((filter) => (filter.kind === 'jq' ? filter.program : '')),
  );
  const json: Printed = { ...TABLE, columns: null, lines: linesOf(JSON.stringify(LIST)) };
  expect(rowsOf(await applyFilters(json, named, AbortSignal.timeout(60_000))).rows).toEqual([['b of b']]);
  expect(rowsOf(await applyFilters(json, hostile, AbortSignal.timeout(60_000))).rows).toEqual([]);
});

test('between single quotes $x is jq’s own, elsewhere the shell’s', () => {
  expect(readKubectl(`kubectl get pods -n x -o json | jq --arg n "$POD" '.items[] | select(.metadata.name == $n)'`).holes).toEqual(['POD']);
  expect(readKubectl(`kubectl get pods -n x -o json | jq '.items[] | select(.metadata.name == "'$POD'")'`).holes).toEqual(['POD']);
});

test('yaml quotes what an older reader would take for something else', () => {
  expect(toYaml({ b: '2026-11-21T10:00:00Z', a: 'yes', c: ['1', 1] })).toBe('a: "yes"\nb: "2026-11-21T10:00:00Z"\nc:\n- "1"\n- 1\n');
});
