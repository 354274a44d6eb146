export * from './core/run.js';
export * from './runs.js';
export { approversOf, countOf, withGrant } from './core/approve.js';
export type { ChangeFacts, Refusal } from './core/may-be-sent.js';
export { applyChanges } from './core/apply-changes.js';
export { PlanGraph } from './core/plan-graph.js';
export { isSound, statusTallyOf } from './core/status-tally.js';
export { isSettled, scopeOf, waitingStep } from './core/run-state.js';
export type {
  ActionRecord,
  ApprovalRecord,
  Changes,
  EdgeRecord,
  EventBody,
  QuestionRecord,
  RunPatch,
  RunRecord,
  RunState,
  StepRecord,
} from './core/run-state.js';
export { emptyState } from './core/start-run.js';
export { replay } from './core/replay.js';
export type { Replay } from './core/replay.js';
export { urgencyOf } from './core/urgency.js';
export type { Urgency } from './core/urgency.js';
export { createWorker } from './create-worker.js';
export type { WorkerParts } from './create-worker.js';
export { DagSchedulerModule } from './dag-scheduler.module.js';
export { InProcessDispatcher } from './dispatch/in-process.dispatcher.js';
export { BullDispatcher, RUN_QUEUE } from './dispatch/bull.dispatcher.js';
export type { WakeJob } from './dispatch/bull.dispatcher.js';
export { DispatchModule } from './dispatch/dispatch.module.js';
export { RunDispatcher } from './dispatch/run-dispatcher.js';
export type { Wake } from './dispatch/run-dispatcher.js';
export { RunFeed } from './run-feed.js';
export { RunStore } from './run-store.js';
export type { Control, HeldRun, Inbox, Intent, IntentGate, IntentVerdict, Lease, OpenedRun, Settlement } from './run-store.js';
export { RunsService } from './runs.service.js';
export { Scheduler } from './scheduler.service.js';
