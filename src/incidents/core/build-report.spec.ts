import { describe, expect, test } from 'vitest';
import type { ActionView, Decision, QuestionView, RunOutcome, RunView, StepView } from '../../dag-scheduler/index.js';
import type { QueryResult } from '../../qpp-plugins/index.js';
import type { PlanEdge, PlanNode } from '../../tsg-parser/index.js';
import { buildReport } from './build-report.js';

/*
 *   read ──"ratio above 3%"──► undo ──► verify ──► end
 *     └────"no endpoints"─────► scale
 */
function node(id: string, title: string, parts: Partial<PlanNode> = {}): PlanNode {
  const options = { timeoutMs: null, retries: null, onFailure: null, rollback: null };
  return {
    id,
    title,
    kind: 'diagnose',
    lines: [1, 2],
    text: '',
    queries: [],
    waitMs: null,
    subGuide: null,
    cause: null,
    options,
    ...parts,
  };
}

function edge(from: string, to: string, text: string | null, otherwise = false): PlanEdge {
  const condition = text === null ? null : { text, decidedBy: 'rule' as const, predicate: null, otherwise };
  return { from, to, condition, line: 1, outcome: false, cause: null };
}

const stated = (text: string): PlanNode['cause'] => ({ text, entity: 'deployment/{service}', line: 9 });
const plan: RunView['plan'] = {
  formatVersion: 1,
  id: 'sha256:0',
  nodes: [
    node('read', 'Read the ratio'),
    node('undo', 'Undo the release', { kind: 'mitigate', cause: stated('a bad release of {service}') }),
    node('scale', 'Scale it up', { cause: stated('{service} is scaled to zero') }),
    node('verify', 'Look again', { kind: 'verify' }),
  ],
  edges: [
    edge('start', 'read', null),
    edge('read', 'undo', 'the ratio is above 3%'),
    edge('read', 'scale', 'there are no endpoints'),
    edge('undo', 'verify', null),
    edge('verify', 'end', 'the ratio is below 3%'),
  ],
  loops: [],
  parameters: [],
  outcome: 'first',
};

function result(queryId: string, parts: Partial<QueryResult> = {}): QueryResult {
  const rows = [
    ['/catalogue', 0.12],
    ['/health', 0],
    ['/tags', 0.01],
    ['/size', 0],
    ['/a', 0],
    ['/b', 0],
  ];
  const table = { columns: ['route', 'value'], rows, text: null, fill: 'rows' as const, observedAt: '2026-11-21T10:00:01Z' };
  return {
    ...table,
    queryId,
    plugin: 'prometheus',
    source: 'prometheus',
    rendered: 'sum(rate(x[1m]))',
    truncated: false,
    tookMs: 3,
    summary: '',
    bound: {},
    ...parts,
  };
}

function step(id: string, status: StepView['status'], parts: Partial<StepView> = {}): StepView {
  return {
    id,
    status,
    attempt: 1,
    startedAt: '2026-11-21T10:00:00Z',
    endedAt: '2026-11-21T10:00:01Z',
    results: [],
    findings: [],
    because: null,
    ...parts,
  };
}

function decision(to: string, answer: boolean, condition: string, parts: Partial<Decision> = {}): Decision {
  return {
    edge: { from: 'read', to },
    condition,
    answer,
    by: { kind: 'rule' },
    reason: '12% at /catalogue',
    queryId: 'read.q1',
    rows: [0],
    at: '2026-11-21T10:00:02Z',
    ...parts,
  };
}

const undo: ActionView = {
  stepId: 'undo',
  queryId: 'undo.q1',
  verb: 'rollout undo',
  kind: 'Deployment',
  namespace: 'shop',
  name: 'catalogue',
  rendered: 'kubectl -n shop rollout undo deployment/catalogue',
  status: 'applied',
  detail: 'revision 3 → 2',
  approvedBy: 'ada',
  at: '2026-11-21T10:01:00Z',
};
const found: RunOutcome = {
  kind: 'cause-found',
  rootCause: { entity: 'deployment/catalogue', cause: 'a bad release of catalogue', stepId: 'undo' },
  sentence: 'Cause: a bad release of catalogue',
};

function run(parts: Partial<RunView> = {}): RunView {
  const words = {
    id: 'r1',
    incidentId: 'i1',
    guideId: 'g',
    guideTitle: 'Errors',
    guideVersion: null,
    mode: 'act' as const,
    status: 'succeeded' as const,
    dryRun: false,
    demo: false,
    cluster: 'prod',
    plan,
  };
  const record = {
    parameters: { service: { value: 'catalogue', source: 'alert label service' } },
    steps: [
      step('read', 'succeeded', {
        results: [result('read.q1')],
        findings: [{ sentence: '12% of /catalogue fails', queryId: 'read.q1', rows: [0] }],
      }),
      step('undo', 'succeeded'),
      step('scale', 'skipped', { because: 'the condition does not hold' }),
      step('verify', 'succeeded', {
        results: [result('verify.q1')],
        findings: [{ sentence: '0% fails', queryId: 'verify.q1', rows: [1] }],
      }),
    ],
    edges: [
      { from: 'start', to: 'read', state: 'enabled' as const },
      { from: 'read', to: 'undo', state: 'enabled' as const },
      { from: 'read', to: 'scale', state: 'disabled' as const },
      { from: 'undo', to: 'verify', state: 'enabled' as const },
      { from: 'verify', to: 'end', state: 'enabled' as const },
    ],
    decisions: [
      decision('undo', true, 'the ratio is above 3%.'),
      decision('scale', false, 'there are no endpoints', { reason: '3 endpoints', rows: [1, 2] }),
      decision('end', true, 'the ratio is below 3%', {
        edge: { from: 'verify', to: 'end' },
        queryId: 'verify.q1',
        rows: [1],
        reason: '0%',
      }),
    ],
    questions: [],
    approvals: [],
    actions: [undo],
  };
  const ends = {
    startedAt: '2026-11-21T10:00:00Z',
    endedAt: '2026-11-21T10:02:00Z',
    outcome: found,
    makespanMs: 900,
    criticalPathMs: 850,
    takenOverBy: null,
    startedBy: null,
  };
  return { ...words, ...record, ...ends, ...parts };
}

const sentences = (section: readonly { readonly sentence: string }[]): string[] => section.map(({ sentence }) => sentence);

describe('a report', () => {
  test('says the cause first, with the condition that led to it and its rows', () => {
    const { cause, rootCause, outcome } = buildReport(run(), null);
    expect([outcome, rootCause]).toEqual(['cause-found', { entity: 'deployment/catalogue', cause: 'a bad release of catalogue' }]);
    expect(cause[0]).toEqual({
      sentence: 'a bad release of catalogue (deployment/catalogue).',
      stepId: 'read',
      queryId: 'read.q1',
      evidence: { columns: ['route', 'value'], rows: [['/catalogue', 0.12]] },
    });
    expect(cause[1]?.sentence).toBe('the ratio is above 3%: yes. 12% at /catalogue (decided by rule)');
    expect(cause).toHaveLength(2);
  });

  test('says what was ruled out, in the guide’s own words, with the rows', () => {
    expect(buildReport(run(), null).ruledOut).toEqual([
      {
        sentence: 'Not catalogue is scaled to zero: 3 endpoints',
        stepId: 'read',
        queryId: 'read.q1',
        evidence: {
          columns: ['route', 'value'],
          rows: [
            ['/health', 0],
            ['/tags', 0.01],
          ],
        },
      },
    ]);
  });

  test('says what was changed, by whom approved, and what was seen afterwards', () => {
    const report = buildReport(run(), null);
    expect(sentences(report.changed)).toEqual([
      'Carried out: kubectl -n shop rollout undo deployment/catalogue: revision 3 → 2. Approved by ada.',
    ]);
    expect(sentences(report.verified)).toEqual(['the ratio is below 3%: yes. 0% (decided by rule)', '0% fails']);
    expect(sentences(report.willItStay)).toEqual([
      'Nobody was found who would change Deployment catalogue back.',
      'NO KNOWN ROLLBACK for this change.',
    ]);
  });

  test('always says what was not checked', () => {
    expect(sentences(buildReport(run(), null).notChecked)).toEqual([
      'Nothing was left out: every step on the way was carried out and every condition decided.',
    ]);
    const question: QuestionView = {
      id: 'q',
      runId: 'r1',
      stepId: 'read',
      kind: 'condition',
      text: 'Is the cache cold?',
      options: [],
      evidence: [],
      status: 'withdrawn',
      answer: null,
      answeredBy: null,
      askedAt: '',
      deadline: '',
      byDeadline: null,
    };
    const steps = [
      step('read', 'failed', { because: 'Prometheus did not answer.' }),
      step('undo', 'cancelled', { because: 'the outcome was found before.' }),
      step('scale', 'waiting'),
      step('verify', 'succeeded', { results: [result('verify.q1', { fill: 'no-data', rows: [] })] }),
    ];
    expect(sentences(buildReport(run({ steps, questions: [question] }), null).notChecked)).toEqual([
      'Read the ratio failed: Prometheus did not answer.',
      'Undo the release was not carried out: the outcome was found before.',
      'Scale it up was not reached.',
      'Read the ratio: "Is the cache cold?" was not answered before the run ended.',
      'Look again: prometheus had no data for sum(rate(x[1m])).',
    ]);
  });

  test('of a run that changed nothing says so, and that the trouble lasts', () => {
    const report = buildReport(run({ actions: [{ ...undo, status: 'proposed', approvedBy: null, detail: '' }] }), null);
    expect(sentences(report.changed)).toEqual([
      'Nothing was changed.',
      'Proposed, not carried out: kubectl -n shop rollout undo deployment/catalogue.',
    ]);
    expect(sentences(report.verified)).toEqual(['There was no change to verify.']);
    expect(sentences(report.willItStay)).toEqual(['Nothing was changed, so the trouble lasts until its cause is removed.']);
  });

  test('does not call a change verified that nobody looked at', () => {
    expect(sentences(buildReport(run({ steps: [step('read', 'succeeded')], decisions: [] }), null).verified)).toEqual([
      'The change has not been verified: no step after it was carried out.',
    ]);
  });

  test('warns that a restart takes no cause away', () => {
    const report = buildReport(run({ actions: [{ ...undo, verb: 'rollout restart' }] }), null);
    expect(sentences(report.willItStay)).toContain(
      'A rollout restart does not remove a cause that lies in the image or its configuration: it may come back.',
    );
  });

  test('of a healthy service names no cause', () => {
    const healthy: RunOutcome = { kind: 'healthy', rootCause: null, sentence: 'Every step was checked and no cause was found.' };
    const report = buildReport(run({ outcome: healthy, actions: [], decisions: [] }), null);
    expect([report.outcome, report.rootCause, sentences(report.cause)]).toEqual([
      'healthy',
      null,
      ['Every step was checked and no cause was found.'],
    ]);
    expect(report.ruledOut).toEqual([]);
  });

  test('of a run under way says that it is', () => {
    const report = buildReport(run({ outcome: null, endedAt: null, steps: [step('read', 'running')] }), null);
    expect(sentences(report.cause)).toEqual(['The run has not come to an outcome yet.']);
    expect(sentences(report.notChecked)).toEqual(['Read the ratio is not through yet.']);
  });

  test('shows five rows at most', () => {
    const finding = { sentence: 'six routes', queryId: 'read.q1', rows: [0, 1, 2, 3, 4, 5, 99] };
    const report = buildReport(run({ steps: [step('read', 'succeeded', { results: [result('read.q1')], findings: [finding] })] }), null);
    expect(report.findings[0]?.evidence?.rows).toHaveLength(5);
  });
});

describe('signals that compete with the cause', () => {
  const judged = { id: 'read.q1', statusWords: ['HIGH', 'ELEVATED', 'NORMAL'] } as unknown as PlanNode['queries'][number];
  const rows = [['a', 'NORMAL'], ['b', 'ELEVATED'], ['c', 'NORMAL']]; // prettier-ignore
  const seen = step('read', 'succeeded', { results: [result('read.q1', { columns: ['flag', 'state'], rows })] });
  const withQuery = { ...plan, nodes: plan.nodes.map((one) => (one.id === 'read' ? { ...one, queries: [judged] } : one)) };
  const noFlag: Decision = {
    edge: { from: 'read', to: 'undo' }, condition: 'a flag is HIGH', answer: false, by: { kind: 'rule' }, reason: 'none is.', queryId: 'read.q1', rows: [], at: '',
  }; // prettier-ignore

  test('rows that a query judges as unwell are quoted, though the guide does not take them for the cause', () => {
    const { alsoSeen } = buildReport(run({ plan: withQuery, steps: [seen], decisions: [noFlag] }), null);
    expect(alsoSeen).toEqual([
      {
        sentence: 'Read the ratio: 1 ELEVATED of 3 rows, which the guide does not take for the cause.',
        stepId: 'read',
        queryId: 'read.q1',
        evidence: { columns: ['flag', 'state'], rows: [['b', 'ELEVATED']] },
      },
    ]);
  });

  test('the step the cause was found in is no competitor of its own', () => {
    const outcome: RunOutcome = { kind: 'cause-found', rootCause: { entity: null, cause: 'x', stepId: 'read' }, sentence: '' };
    expect(buildReport(run({ plan: withQuery, steps: [seen], decisions: [noFlag], outcome }), null).alsoSeen).toEqual([]);
  });
});
