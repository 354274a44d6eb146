import type { ActionView, ApprovalView, Decision, Finding, QuestionView, RunEvent, RunOutcome } from '../../../src/dag-scheduler/index.js';
import type { MutationProposal, QueryResult } from '../../../src/qpp-plugins/index.js';
import type { Cell } from '../../../src/tsg-parser/index.js';

/** What happens, how long after what came before it, and what the readings brought. */
export interface Scene {
  readonly afterMs: number;
  readonly event: RunEvent['event'];
  readonly results?: readonly QueryResult[];
  /** The story goes on only when a person has decided. */
  readonly waitsForPerson?: true;
}

export const STARTED_AT = '2026-11-21T02:47:09.120Z';

export function reading(
  queryId: string,
  rendered: string,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
  summary: string,
): QueryResult {
  const plugin = rendered.startsWith('kubectl') ? 'kubernetes' : 'prometheus';
  return {
    queryId,
    plugin,
    source: plugin === 'kubernetes' ? 'testbed' : 'prometheus',
    rendered,
    columns,
    rows,
    text: null,
    fill: rows.length === 0 ? 'no-rows' : 'rows',
    observedAt: STARTED_AT,
    truncated: false,
    tookMs: 41,
    summary,
    bound: {},
  };
}

const p99 = 'histogram_quantile(0.99, sum by (route, le) (rate(request_duration_seconds_bucket{name="catalogue"}[1m])))';
const cpu =
  'sum(rate(container_cpu_usage_seconds_total{pod=~"catalogue-.*"}[1m])) / sum(kube_pod_container_resource_limits{resource="cpu"})';
const history = 'kubectl -n sock-shop rollout history deployment/catalogue';

export const proposal: MutationProposal = {
  queryId: 's11.q1',
  plugin: 'kubernetes',
  verb: 'rollout undo',
  target: {
    cluster: 'testbed',
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace: 'sock-shop',
    name: 'catalogue',
    uid: '0f2c6a10-8f4b-4d5e-9a77-0b8f4a1e2d3c',
    resourceVersion: '20417',
  },
  request: {
    method: 'PATCH',
    path: '/apis/apps/v1/namespaces/sock-shop/deployments/catalogue',
    contentType: 'application/json-patch+json',
    body: [{ op: 'test', path: '/metadata/resourceVersion', value: '20417' }],
  },
  rendered: 'kubectl -n sock-shop rollout undo deployment/catalogue --to-revision=1',
  precondition: { image: 'sockshop/catalogue:0.3.6' },
  changes: [
    'image: sockshop/catalogue:0.3.6 → sockshop/catalogue:0.3.5',
    'env FEATURE_TAGS_JOIN: "on" → (removed)',
    'revision: 2 → 3 (the template of revision 1)',
  ],
  dryRun: { accepted: true, message: '' },
  rollback: {
    rendered: 'kubectl -n sock-shop rollout undo deployment/catalogue --to-revision=2',
    request: {
      method: 'PATCH',
      path: '/apis/apps/v1/namespaces/sock-shop/deployments/catalogue',
      contentType: 'application/json-patch+json',
      body: [],
    },
  },
  controllers: [],
  repeatable: true,
};

export const approval: ApprovalView = {
  id: 'approval-1',
  runId: 'run-1',
  stepId: 's11',
  queryId: 's11.q1',
  status: 'open',
  proposal,
  verification: 'Step 13: the p99 of every route is below 500 ms, one minute after',
  askedAt: STARTED_AT,
  expiresAt: '2026-11-21T03:02:12.000Z',
  approversNeeded: 1,
  grants: [],
  notBy: null,
  decidedBy: null,
  decidedAt: null,
  why: null,
};

export const question: QuestionView = {
  id: 'question-1',
  runId: 'run-1',
  stepId: 's7',
  kind: 'condition',
  text: 'Did anybody change the load generator in the last ten minutes?',
  options: ['yes', 'no'],
  evidence: ['Request rate is 1.04 times that of ten minutes ago', 'No annotation of the deployment names a load test'],
  status: 'open',
  answer: null,
  answeredBy: null,
  askedAt: STARTED_AT,
  deadline: '2026-11-21T03:17:12.000Z',
  byDeadline: null,
};

const action: ActionView = {
  stepId: 's11',
  queryId: 's11.q1',
  verb: 'rollout undo',
  kind: 'Deployment',
  namespace: 'sock-shop',
  name: 'catalogue',
  rendered: proposal.rendered,
  status: 'intended',
  detail: '',
  approvedBy: 'local',
  at: STARTED_AT,
};

export const outcome: RunOutcome = {
  kind: 'resolved',
  rootCause: { entity: 'deployment/catalogue', cause: 'bad release: GET /catalogue became slow, the other routes did not', stepId: 's11' },
  sentence: 'Resolved: a bad release of deployment/catalogue was rolled back, and every route is fast again.',
};

const started = (stepId: string, afterMs = 40): Scene => ({ afterMs, event: { type: 'step-started', stepId, attempt: 1 } });

function settled(stepId: string, sentence: string, results: readonly QueryResult[], rows: readonly number[] = [0], afterMs = 420): Scene {
  const finding: Finding = { sentence, queryId: results[0]?.queryId ?? null, rows: results.length === 0 ? [] : rows };
  return { afterMs, results, event: { type: 'step-settled', stepId, status: 'succeeded', findings: [finding], because: null } };
}

function skipped(stepId: string, because: string): Scene {
  return { afterMs: 5, event: { type: 'step-settled', stepId, status: 'skipped', findings: [], because } };
}

function decided(from: string, to: string, condition: string, answer: boolean, reason: string, rows: readonly number[] = []): Scene {
  const decision: Decision = {
    edge: { from, to },
    condition,
    answer,
    by: { kind: 'rule' },
    reason,
    queryId: `${from}.q1`,
    rows,
    at: STARTED_AT,
  };
  return { afterMs: 10, event: { type: 'decision', decision } };
}

const slow = 'the p99 of any route is above 500 ms';
const slowReason = '2.34 s of GET /catalogue is above 500 ms';

/** A slow catalogue, from the first reading to the verified rollback. */
export const story: readonly Scene[] = [
  { afterMs: 0, event: { type: 'run-started' } },
  started('s1'),
  settled('s1', 'p99 of GET /catalogue is 2.34 s; 4 other routes are below 60 ms', [
    reading(
      's1.q1',
      p99,
      ['route', 'value'],
      [
        ['GET /catalogue', 2.34],
        ['GET /catalogue/{id}', 0.024],
        ['GET /catalogue/size', 0.019],
        ['GET /tags', 0.031],
        ['GET /health', 0.004],
      ],
      '5 rows: GET /catalogue 2.34, GET /catalogue/{id} 0.024 …',
    ),
  ]),
  ...['s2', 's3', 's4', 's5'].map((to) => decided('s1', to, slow, true, slowReason, [0])),
  decided('s1', 'end', 'otherwise', false, 'a condition above holds'),
  started('s2'),
  started('s3', 5),
  started('s4', 5),
  started('s5', 5),
  settled('s5', '1 pod is Ready, 0 restarts', [
    reading(
      's5.q1',
      'kubectl -n sock-shop get pods -l name=catalogue',
      ['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE'],
      [['catalogue-7d9c5b6f4-x2lqp', '1/1', 'Running', 0, '6m12s']],
      '1 row: catalogue-7d9c5b6f4-x2lqp 1/1 Running',
    ),
  ]),
  settled('s2', 'CPU use is 31% of the limit', [reading('s2.q1', cpu, ['value'], [[0.3127]], '1 row: 0.3127')], [0], 120),
  settled(
    's4',
    'Revision 2 was rolled out 6 minutes ago; revision 1 is kept',
    [
      reading(
        's4.q1',
        history,
        ['REVISION', 'CHANGE-CAUSE'],
        [
          [1, 'catalogue 0.3.5'],
          [2, 'catalogue 0.3.6: tags in one query'],
        ],
        '2 rows',
      ),
    ],
    [1],
    200,
  ),
  settled(
    's3',
    'Request rate is 1.04 times that of ten minutes ago',
    [reading('s3.q1', 'sum(rate(request_duration_seconds_count{name="catalogue"}[1m]))', ['value'], [[1.04]], '1 row: 1.04')],
    [0],
    90,
  ),
  started('s6'),
  settled('s6', 'CPU use is 31% of the limit', [reading('s6.q1', cpu, ['value'], [[0.3127]], '1 row: 0.3127')]),
  decided('s6', 's9', 'the value is above 90%', false, '0.3127 is not above 0.9', [0]),
  decided('s6', 's7', 'otherwise', true, 'none of the other conditions holds'),
  skipped('s9', 'no way leads here: "the value is above 90%" does not hold'),
  started('s7'),
  settled('s7', '4 routes are at or below 500 ms', [reading('s7.q1', `count(${p99} <= 0.5)`, ['value'], [[4]], '1 row: 4')]),
  decided('s7', 's8', 'at least one route is below the threshold (the value is at least 1)', true, '4 is at least 1', [0]),
  decided('s7', 's10', 'otherwise', false, 'a condition above holds'),
  skipped('s10', 'no way leads here: a condition above holds'),
  started('s8'),
  settled(
    's8',
    '2 revisions are listed',
    [
      reading(
        's8.q1',
        history,
        ['REVISION', 'CHANGE-CAUSE'],
        [
          [1, 'catalogue 0.3.5'],
          [2, 'catalogue 0.3.6: tags in one query'],
        ],
        '2 rows',
      ),
    ],
    [0, 1],
  ),
  decided('s8', 's11', 'more than one revision is listed', true, '2 rows are more than 1', [0, 1]),
  decided('s8', 's12', 'otherwise', false, 'a condition above holds'),
  started('s11'),
  { afterMs: 300, event: { type: 'approval-requested', approval }, waitsForPerson: true },
  {
    afterMs: 20,
    event: { type: 'approval-decided', approval: { ...approval, status: 'granted', decidedBy: 'local', decidedAt: STARTED_AT } },
  },
  { afterMs: 60, event: { type: 'action', action } },
  {
    afterMs: 500,
    event: { type: 'action', action: { ...action, status: 'applied', detail: 'revision 3 is rolled out, 1 of 1 pods are available' } },
  },
  settled('s11', 'deployment/catalogue is back on sockshop/catalogue:0.3.5', [], [], 60),
  started('s13'),
  settled(
    's13',
    'p99 of every route is below 60 ms',
    [
      reading(
        's13.q1',
        p99,
        ['route', 'value'],
        [
          ['GET /catalogue', 0.042],
          ['GET /catalogue/{id}', 0.022],
          ['GET /catalogue/size', 0.018],
          ['GET /tags', 0.029],
        ],
        '4 rows',
      ),
    ],
    [0, 1, 2, 3],
    900,
  ),
  decided('s13', 'end', 'the p99 of every route is below 500 ms', true, '0.042 s is below 500 ms, and so are 3 others', [0, 1, 2, 3]),
  decided('s13', 's12', 'otherwise', false, 'a condition above holds'),
  { afterMs: 5, event: { type: 'outcome', outcome } },
  skipped('s12', 'an outcome is reached'),
  { afterMs: 30, event: { type: 'run-ended', status: 'succeeded', outcome } },
];
