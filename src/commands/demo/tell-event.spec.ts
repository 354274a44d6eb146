import { expect, test } from 'vitest';
import type { RunView } from '../../dag-scheduler/index.js';
import type { IncidentReport, ReportSentence } from '../../incidents/index.js';
import { showReport } from './show-report.js';
import { tellEvent } from './tell-event.js';

const SECRET = 'hunter2';

test('what a source printed reaches the terminal without its secrets', () => {
  const run = { plan: { nodes: [{ id: 's1', title: 'Probe' }] }, decisions: [] } as unknown as RunView;
  const findings = [{ sentence: `password=${SECRET}`, queryId: null, rows: [] }];
  const event = { type: 'step-settled' as const, stepId: 's1', status: 'succeeded' as const, findings, because: `token: ${SECRET}` };
  const line = tellEvent({ runId: 'r', seq: 1, at: '', event }, run);
  expect(line).toContain('password=[redacted]');
  expect(line).not.toContain(SECRET);
});

test('a report in a terminal masks secrets in its sentences and in the columns of its rows', () => {
  const evidence = { columns: ['user', 'password'], rows: [['ada', SECRET]] };
  const cause: ReportSentence = { sentence: `It printed password=${SECRET}`, stepId: 's1', queryId: null, evidence };
  const nothing = { ruledOut: [], alsoSeen: [], notChecked: [], changed: [], verified: [], willItStay: [] };
  const report = { title: 'Probe', cluster: 'prod', demo: false, cause: [cause], ...nothing } as unknown as IncidentReport;
  expect(showReport(report)).toContain('ada   [redacted]');
  expect(showReport(report)).not.toContain(SECRET);
});
