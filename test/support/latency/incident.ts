import type { RunView } from '../../../src/dag-scheduler/index.js';
import type { IncidentReport, IncidentView } from '../../../src/incidents/index.js';
import { parameters, runAfter } from './run.js';

/** The incident of the story, with its run as far as it has come. */
export function incidentOf(run: RunView | null): IncidentView {
  return {
    id: 'incident-1',
    number: 12,
    title: 'catalogue answers slowly: p99 2.3 s (threshold 500 ms)',
    service: 'catalogue',
    severity: 'critical',
    status: run?.outcome?.kind === 'resolved' ? 'resolved' : 'open',
    cluster: 'testbed',
    alertName: 'HighLatency',
    labels: { alertname: 'HighLatency', service: 'catalogue', namespace: 'sock-shop', severity: 'critical' },
    annotations: { summary: 'p99 of catalogue is 2.3 s', value: '2.34', threshold: '0.5' },
    text: '',
    externalUrl: 'https://example.pagerduty.com/incidents/Q1ABC',
    openedAt: '2026-11-21T02:47:08.000Z',
    resolvedAt: null,
    alerts: 2,
    matches: [
      { guideId: 'guide-1', guideTitle: 'A service of the shop is slow', kind: 'exact', reason: 'alert name HighLatency', score: 1 },
      {
        guideId: 'guide-2',
        guideTitle: 'A service of the shop fails',
        kind: 'searched',
        reason: 'the words "catalogue" and "service"',
        score: 0.31,
      },
    ],
    parameters,
    held: null,
    runs:
      run === null
        ? []
        : [
            {
              id: run.id,
              incidentId: run.incidentId,
              guideId: run.guideId,
              guideTitle: run.guideTitle,
              mode: run.mode,
              status: run.status,
              startedAt: run.startedAt,
              endedAt: run.endedAt,
            },
          ],
    demo: true,
  };
}

const sentence = (text: string, stepId: string | null = null): IncidentReport['cause'][number] => ({
  sentence: text,
  stepId,
  queryId: stepId === null ? null : `${stepId}.q1`,
  evidence: null,
});

/** The report of the whole story. */
export function reportOf(run: RunView = runAfter()): IncidentReport {
  return {
    outcome: run.outcome?.kind ?? 'inconclusive',
    rootCause: run.outcome?.rootCause ?? null,
    findings: [sentence('p99 of GET /catalogue is 2.34 s; 4 other routes are below 60 ms', 's1')],
    decisions: run.decisions,
    actions: run.actions,
    steps: run.steps.map((step) => ({ ...step, title: run.plan.nodes.find(({ id }) => id === step.id)?.title ?? step.id })),
    incidentId: run.incidentId,
    runId: run.id,
    title: 'catalogue answers slowly: p99 2.3 s (threshold 500 ms)',
    cluster: run.cluster,
    demo: true,
    cause: [
      {
        sentence: 'p99 of GET /catalogue is 2.34 s; 4 other routes are below 60 ms.',
        stepId: 's1',
        queryId: 's1.q1',
        evidence: {
          columns: ['route', 'value'],
          rows: [
            ['GET /catalogue', 2.34],
            ['GET /catalogue/{id}', 0.024],
            ['GET /tags', 0.031],
          ],
        },
      },
      {
        sentence: 'Revision 2 was rolled out 6 minutes ago.',
        stepId: 's4',
        queryId: 's4.q1',
        evidence: { columns: ['REVISION', 'CHANGE-CAUSE'], rows: [[2, 'catalogue 0.3.6: tags in one query']] },
      },
    ],
    alsoSeen: [],
    ruledOut: [
      sentence('The container is not at its CPU limit: 31%.', 's6'),
      sentence('The traffic has not grown: 1.04 times that of ten minutes ago.', 's3'),
      sentence('No pod restarts.', 's5'),
    ],
    notChecked: [sentence('Step "Take the slow dependency to its owners" was skipped: a condition above it holds.', 's10')],
    changed: [
      sentence(
        'deployment/catalogue in sock-shop was rolled back from revision 2 to the template of revision 1, approved by local.',
        's11',
      ),
    ],
    verified: [sentence('One minute later the p99 of every route is below 60 ms.', 's13')],
    willItStay: [sentence('Nobody was found who would change it back. The next release of catalogue will, unless 0.3.6 is mended.')],
    makespanMs: 4_310,
    criticalPathMs: 3_980,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
  };
}
