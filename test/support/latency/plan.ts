import type { EdgeCondition, NodeKind, PlanDag, PlanEdge, PlanNode, QueryLanguage, QueryTemplate } from '../../../src/tsg-parser/index.js';

type Written = readonly [language: QueryLanguage, text: string];

/** Title, kind, first line of each step, and its query. */
const STEPS: readonly (readonly [id: string, title: string, kind: NodeKind, query: Written | null, text: string])[] = [
  [
    's1',
    'Find the slow routes',
    'diagnose',
    ['promql', 'histogram_quantile(0.99, sum by (route, le) (rate(request_duration_seconds_bucket{name="{service}"}[1m])))'],
    'Which routes answer slowly?',
  ],
  [
    's2',
    'Compare CPU use with the limit',
    'collect',
    [
      'promql',
      'sum(rate(container_cpu_usage_seconds_total{pod=~"{service}-.*"}[1m])) / sum(kube_pod_container_resource_limits{resource="cpu"})',
    ],
    'A container at its limit is throttled.',
  ],
  [
    's3',
    'Compare the request rate with ten minutes ago',
    'collect',
    ['promql', 'sum(rate(request_duration_seconds_count{name="{service}"}[1m]))'],
    'More traffic than one pod can serve looks like slowness.',
  ],
  [
    's4',
    'Read the revisions of the deployment',
    'collect',
    ['kubectl', 'kubectl -n {namespace} rollout history deployment/{service}'],
    'When was the last release?',
  ],
  [
    's5',
    'Read the pods and their restarts',
    'collect',
    ['kubectl', 'kubectl -n {namespace} get pods -l name={service}'],
    'A pod that restarts is slow while it starts.',
  ],
  [
    's6',
    'Is the container at its CPU limit?',
    'decide',
    [
      'promql',
      'sum(rate(container_cpu_usage_seconds_total{pod=~"{service}-.*"}[1m])) / sum(kube_pod_container_resource_limits{resource="cpu"})',
    ],
    '',
  ],
  [
    's7',
    'Are all routes slow, or one?',
    'decide',
    ['promql', 'count(histogram_quantile(0.99, sum by (route, le) (rate(request_duration_seconds_bucket{name="{service}"}[1m]))) <= 0.5)'],
    'A slow dependency slows every route; a bad release slows those whose code changed.',
  ],
  [
    's8',
    'Is there an earlier revision to go back to?',
    'decide',
    ['kubectl', 'kubectl -n {namespace} rollout history deployment/{service}'],
    '',
  ],
  ['s9', 'Take the CPU limit to the owners', 'escalate', null, 'Raising a limit needs room on the nodes.'],
  ['s10', 'Take the slow dependency to its owners', 'escalate', null, 'Every route waits for it.'],
  [
    's11',
    'Go back to the previous release',
    'mitigate',
    ['kubectl', 'kubectl -n {namespace} rollout undo deployment/{service}'],
    'Root cause: bad release of the deployment.',
  ],
  ['s12', 'Escalate to the owners of the service', 'escalate', null, 'Hand over with what was found.'],
  [
    's13',
    'Verify that the routes are fast again',
    'verify',
    ['promql', 'histogram_quantile(0.99, sum by (route, le) (rate(request_duration_seconds_bucket{name="{service}"}[1m])))'],
    'Wait a minute, then look again.',
  ],
];

const EDGES: readonly (readonly [from: string, to: string, condition: string | null, outcome?: boolean])[] = [
  ['start', 's1', null],
  ['s1', 's2', 'the p99 of any route is above 500 ms'],
  ['s1', 's3', 'the p99 of any route is above 500 ms'],
  ['s1', 's4', 'the p99 of any route is above 500 ms'],
  ['s1', 's5', 'the p99 of any route is above 500 ms'],
  ['s1', 'end', 'otherwise'],
  ['s2', 's6', null],
  ['s3', 's6', null],
  ['s4', 's6', null],
  ['s5', 's6', null],
  ['s6', 's9', 'the value is above 90%'],
  ['s6', 's7', 'otherwise'],
  ['s7', 's8', 'at least one route is below the threshold (the value is at least 1)'],
  ['s7', 's10', 'otherwise'],
  ['s8', 's11', 'more than one revision is listed'],
  ['s8', 's12', 'otherwise'],
  ['s9', 's12', null],
  ['s10', 's12', null],
  ['s11', 's13', null],
  ['s12', 'end', null],
  ['s13', 'end', 'the p99 of every route is below 500 ms', true],
  ['s13', 's12', 'otherwise'],
];

function queryOf(id: string, [language, text]: Written, line: number): QueryTemplate {
  const parameters = [...new Set([...text.matchAll(/\{(\w+)\}/gu)].map(([, name = '']) => name))];
  return {
    id: `${id}.q1`,
    language,
    text,
    parameters,
    mutating: text.includes('undo'),
    lines: [line + 3, line + 3],
    binds: [],
    columns: null,
    statusWords: [],
    source: null,
    byHand: null,
  };
}

function nodeOf([id, title, kind, query, text]: (typeof STEPS)[number], index: number): PlanNode {
  const line = 14 + index * 11;
  return {
    id,
    title,
    kind,
    lines: [line, line + 9],
    text,
    queries: query === null ? [] : [queryOf(id, query, line)],
    waitMs: id === 's13' ? 60_000 : null,
    subGuide: null,
    cause: null,
    options: { timeoutMs: null, retries: null, onFailure: null, rollback: null },
  };
}

function edgeOf([from, to, text, outcome]: (typeof EDGES)[number], index: number): PlanEdge {
  const otherwise = text === 'otherwise';
  const condition: EdgeCondition | null = text === null ? null : { text, decidedBy: 'rule', predicate: null, otherwise };
  return { from, to, condition, line: 20 + index * 5, outcome: outcome ?? false, cause: null };
}

/** A guide for slow services, compiled: four readings side by side, three decisions, a rollback, a verification. */
export const latencyPlan: PlanDag = {
  formatVersion: 1,
  id: `sha256:${'5e1f'.repeat(16)}`,
  nodes: STEPS.map(nodeOf),
  edges: EDGES.map(edgeOf),
  loops: [],
  parameters: [
    { name: 'service', source: 'alert label service', required: true, type: 'string', default: null, description: 'The slow service' },
    { name: 'namespace', source: 'alert label namespace', required: true, type: 'string', default: null, description: 'Where it runs' },
  ],
  outcome: 'first',
};
