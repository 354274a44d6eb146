import { expect, test } from 'vitest';
import type { Preparation } from '../../qpp-plugins/index.js';
import type { PlanNode, QueryLanguage, QueryTemplate } from '../../tsg-parser/index.js';
import { nextActivity } from './next-activity.js';
import type { Activity } from './next-activity.js';
import { waitingStep } from './run-state.js';
import { resultOf } from '../../../test/support/world.js';

function query(n: number, language: QueryLanguage, parts: Partial<QueryTemplate> = {}): QueryTemplate {
  const text = `${language} ${n}`;
  return { id: `s1.q${n}`, language, text, parameters: [], mutating: false, lines: [1, 1], binds: [], columns: null, statusWords: [], source: null, byHand: null, ...parts }; // prettier-ignore
}

const OPTIONS = { timeoutMs: null, retries: null, onFailure: null, rollback: null };

/** What a step with these queries does next, where some of them are answered. */
function next(queries: readonly QueryTemplate[], answered: readonly string[] = []): Activity {
  const node: PlanNode = { id: 's1', title: 'Count', kind: 'diagnose', lines: [1, 9], text: 'Which queue is worst?', queries, waitMs: null, subGuide: null, cause: null, options: OPTIONS }; // prettier-ignore
  const rows = Array.from({ length: 20 }, (_unused, index) => [index % 2 === 0 ? 'mail' : 'print', index % 3 === 0 ? 'DONE' : 'LATE']);
  const results = answered.map((queryId) => ({
    ...resultOf({ queryId, rendered: 'select', binds: [] }, ''),
    columns: ['queue', 'state'],
    rows,
  }));
  const prepare = (template: QueryTemplate): Preparation =>
    template.byHand === null
      ? { kind: 'prepared', query: { queryId: template.id } as Extract<Preparation, { kind: 'prepared' }>['query'] }
      : { kind: 'by-hand', rendered: template.text, reason: template.byHand };
  return nextActivity(node, { ...waitingStep('', 's1'), results }, new Map(), false, prepare);
}

const asked = (activity: Activity): unknown => (activity.kind === 'read' ? activity.queries.map(({ queryId }) => queryId) : activity.kind);

test('an analysis waits for the readings above it, and those below wait for the analysis', () => {
  const queries = [query(1, 'sql'), query(2, 'promql'), query(3, 'javascript'), query(4, 'sql')];
  expect(asked(next(queries))).toEqual(['s1.q1', 's1.q2']);
  expect(asked(next(queries, ['s1.q1', 's1.q2']))).toEqual(['s1.q3']);
  expect(asked(next(queries, ['s1.q1', 's1.q2', 's1.q3']))).toEqual(['s1.q4']);
  expect(asked(next(queries, ['s1.q1', 's1.q2', 's1.q3', 's1.q4']))).toBe('conclude');
});

test('an analysis for a person is asked with its code, once there is something to analyse', () => {
  const queries = [query(1, 'sql'), query(2, 'python', { byHand: 'Periplus runs no Python.' })];
  expect(asked(next(queries))).toEqual(['s1.q1']);
  expect(next(queries, ['s1.q1'])).toMatchObject({
    kind: 'ask',
    questions: [{ kind: 'by-hand', evidence: ['python 2', 'select → ', expect.stringContaining('20 rows by')] }],
  });
});

test('a change that a person carries out stands alone, in text order: not before the readings above it, nor beside those below', () => {
  const byHand = query(2, 'shell', { mutating: true, byHand: 'Only a person may run this.' });
  const queries = [query(1, 'sql'), byHand, query(3, 'sql')];
  expect(next(queries)).toMatchObject({ kind: 'read', queries: [{ queryId: 's1.q1' }], questions: [] });
  expect(next(queries, ['s1.q1'])).toMatchObject({ kind: 'ask', questions: [{ kind: 'by-hand' }] });
  expect(asked(next(queries, ['s1.q1', 's1.q2']))).toEqual(['s1.q3']);
});
