import { beforeAll, expect, test } from 'vitest';
import { createQueryReader, loadReaders } from '../qpp-plugins/index.js';
import { decideLine } from './decide.js';

beforeAll(async () => {
  await loadReaders();
});

function decide(question: unknown): unknown {
  return JSON.parse(decideLine(typeof question === 'string' ? question : JSON.stringify(question), createQueryReader(), true));
}

const PODS = {
  language: 'kubectl',
  query: 'kubectl -n shop get pods',
  result: { columns: ['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE'], rows: [['orders-1', '0/1', 'CrashLoopBackOff', '4', '9m']] },
};

test('a question is answered with its reason and what was understood', () => {
  expect(decide({ id: 'a', condition: 'any pod is in CrashLoopBackOff', ...PODS })).toMatchObject({
    id: 'a',
    answer: 'true',
    reason: '1 of 1 row: orders-1 (STATUS CrashLoopBackOff).',
    predicate: { kind: 'rows', quantifier: { kind: 'any' } },
  });
});

test('what cannot be read as a rule is undecidable, without a predicate', () => {
  expect(decide({ id: 'b', condition: 'the pods look tired', ...PODS })).toMatchObject({ id: 'b', answer: 'undecidable', predicate: null });
});

test('an empty vector is no data, unless the query filters by value', () => {
  const ask = (query: string): unknown =>
    decide({ id: 1, condition: 'the query returns no series', language: 'promql', query, result: { columns: [], rows: [] } });
  expect(ask('up{job="shop"}')).toMatchObject({ answer: 'undecidable' });
  expect(ask('up{job="shop"} == 0')).toMatchObject({ answer: 'true' });
});

test('status words of the query bind a condition', () => {
  const query = "select v, case when d > 10 then 'REGRESSION_DETECTED' else 'NO_REGRESSION' end as assessment from t";
  const result = { columns: ['v', 'assessment'], rows: [['3.14.2', 'NO_REGRESSION']] };
  expect(
    decide({ id: 1, condition: 'the version shows REGRESSION_DETECTED (>10% increase)', language: 'sql', query, result }),
  ).toMatchObject({ answer: 'false' });
});

test.each(['{', '[]', '{"id": 7}', '{"id": 7, "condition": "x", "language": "sql", "query": "", "result": {"columns": [], "rows": [{}]}}'])(
  'a bad line is answered and loses nothing: %s',
  (line) => {
    expect(decide(line)).toMatchObject({
      answer: 'undecidable',
      predicate: null,
      reason: expect.stringMatching(/cannot be read|not JSON/) as string,
    });
  },
);
