/** The service's own types: what the dashboard is told is what the rooms say, not a copy of it. */
export type {
  ActionView,
  ApprovalView,
  Decision,
  EdgeState,
  Finding,
  KeptResult,
  ModelAnswered,
  QuestionView,
  RunEvent,
  RunOutcome,
  RunStatus,
  RunView,
  StepStatus,
  StepView,
} from '../../src/dag-scheduler/core/run.js';
export type { BoundValues } from '../../src/qpp-plugins/query-plugin.js';
export type { RunSummary } from '../../src/dag-scheduler/runs.js';
export type { IncidentView, TsgMatch } from '../../src/incidents/core/incident.js';
export type { IncidentReport, ReportSentence } from '../../src/incidents/core/report.js';
export type { PlanDag, PlanEdge, PlanNode } from '../../src/tsg-parser/core/plan.js';
export type { QueryTemplate } from '../../src/tsg-parser/core/query-template.js';
export type { Problem } from '../../src/tsg-parser/core/guide.js';
export type { GuideView } from '../../src/tsg-parser/core/guide-view.js';
export type { GuideDetail, OutboxItem, Page, StatusView } from '../../src/channels/rest/views.js';
