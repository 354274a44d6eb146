import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPasted } from './read-pasted.js';

test.each([
  ['psql', ' region | total \n--------+-------\n eu     |  12.5\n us     |      \n(2 rows)\n', ['region', 'total'], [['eu', 12.5], ['us', null]]],
  ['psql without rows', ' region | total \n--------+-------\n(0 rows)\n', ['region', 'total'], []],
  ['one column of psql', ' count \n-------\n    12\n(1 row)\n', ['count'], [[12]]],
  ['mysql', '+----+------+\n| id | name |\n+----+------+\n|  1 | a b  |\n+----+------+\n1 row in set (0.00 sec)', ['id', 'name'], [[1, 'a b']]],
  ['Markdown', '| a | b |\n|---|:--|\n| 1 | x |', ['a', 'b'], [[1, 'x']]],
  ['kubectl', 'NAME    READY   STATUS             RESTARTS     AGE\nweb-1   1/1     Running            0            2d\nweb-2   0/1     CrashLoopBackOff   7 (5m ago)   2d\n', ['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE'], [['web-1', '1/1', 'Running', 0, '2d'], ['web-2', '0/1', 'CrashLoopBackOff', '7 (5m ago)', '2d']]],
  ['kubectl top', 'NAME    CPU(cores)   MEMORY(bytes)\nweb-1   5m           12Mi', ['NAME', 'CPU(cores)', 'MEMORY(bytes)'], [['web-1', '5m', '12Mi']]],
  ['JSON', '[{"Service":"pay","Errors":12},{"Service":"cart","Errors":null,"At":"x"}]', ['Service', 'Errors', 'At'], [['pay', 12, null], ['cart', null, 'x']]],
  ['CSV', 'name,note\na,"x, ""y"""\nb,', ['name', 'note'], [['a', 'x, "y"'], ['b', null]]],
  ['tabs', 'name\tcount\na\t3', ['name', 'count'], [['a', 3]]],
  ['text', 'member is healthy\n\nok, it took 3 ms', ['line'], [['member is healthy'], ['ok, it took 3 ms']]],
  ['a log in capitals', 'ERROR POOL EXHAUSTED\nINFO started', ['line'], [['ERROR POOL EXHAUSTED'], ['INFO started']]],
  ['nothing, said by kubectl', 'No resources found in shop namespace.', ['line'], []],
])('what %s prints', (_name, text, columns, rows) => {
  expect(readPasted(text)).toEqual({ columns, rows, fill: rows.length === 0 ? 'no-rows' : 'rows' });
}); // prettier-ignore

test.each(['No data', 'no data.', 'No data\n\n'])('%j is not the empty set', (text) => {
  expect(readPasted(text)).toEqual({ columns: ['line'], rows: [], fill: 'no-data' });
});

test.each([' ', '-', '|', '"', ',', 'A ', ' \t', '(0 rows '])('a long line of %j is read in no time', (part) => {
  const line = `${part.repeat(100_000 / part.length)}x`;
  const begun = performance.now();
  for (const text of [line, `a\n${line}`, `A  B\n${line}`, `a,b\n${line}`, `--\n${line}\n--`]) readPasted(text);
  expect(performance.now() - begun).toBeLessThan(3_000);
});

test('any text is read, each row as wide as its columns', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(fc.constantFrom('a | b', '---+---', 'A  B', 'a,b', '"', '{}', '|', 'x\ty', '[{"a":1}]')).map((lines) => lines.join('\n')),
      ),
      (text) => {
        const { columns, rows } = readPasted(text);
        expect(rows.every((row) => row.length === columns.length)).toBe(true);
      },
    ),
  );
});
