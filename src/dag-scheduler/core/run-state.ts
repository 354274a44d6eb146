import type { MutationProposal } from '../../qpp-plugins/index.js';
import type { PlanGraph } from './plan-graph.js';
import type {
  ActionView,
  ApprovalView,
  Decision,
  EdgeState,
  Finding,
  KeptResult,
  QuestionView,
  RunEvent,
  RunOutcome,
  RunRequest,
  RunStatus,
  StepStatus,
} from './run.js';

/** The run itself, without its plan. */
export interface RunRecord extends Omit<RunRequest, 'plan'> {
  readonly id: string;
  readonly status: RunStatus;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly outcome: RunOutcome | null;
  /** When the outcome was committed: the grace for competing causes runs from here. */
  readonly outcomeAt: string | null;
  /** How often each loop has been entered beyond its first iteration, by the loop's place in the plan. */
  readonly iterations: Readonly<Record<string, number>>;
  /** Values a person gave for missing parameters are added to `parameters`. */
  readonly takenOverBy: string | null;
  readonly pausedBy: string | null;
  readonly cancelledBy: string | null;
  readonly cancelledWhy: string | null;
  readonly incidentResolved: boolean;
}

/** What can change of a run in a settlement. */
export type RunPatch = Partial<Pick<RunRecord, 'status' | 'endedAt' | 'outcome' | 'outcomeAt' | 'iterations' | 'parameters'>>;

/** One node in one iteration. `scope` is '' outside of loops and in their first iteration. */
export interface StepRecord {
  readonly scope: string;
  readonly nodeId: string;
  readonly status: StepStatus;
  readonly attempt: number;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly results: readonly KeptResult[];
  readonly findings: readonly Finding[];
  readonly because: string | null;
  readonly errorCode: string | null;
  /** The source that did not answer at all, where it failed of that. */
  readonly deadSource: string | null;
  /** A durable timer: the step rests until then. */
  readonly dueAt: string | null;
  /** When it was at work, as pairs of start and end: waiting for people is not in it. */
  readonly spans: readonly (readonly [string, string])[];
}

/** An edge in one iteration, once something is known of it. */
export interface EdgeRecord {
  readonly scope: string;
  readonly from: string;
  readonly to: string;
  readonly state: EdgeState;
  /** Not taken, but a loop around its step may decide it anew: pending until the loop has ended. */
  readonly held: boolean;
  readonly decision: Decision | null;
}

/** `subject`: the query, parameter or edges a question is about. */
export interface QuestionRecord extends QuestionView {
  readonly scope: string;
  readonly subject: string;
}

export interface ApprovalRecord extends ApprovalView {
  readonly scope: string;
}

export interface ActionRecord extends ActionView {
  readonly scope: string;
  readonly approvalId: string | null;
  /** The literal request, once the intent is committed. */
  readonly proposal: MutationProposal | null;
}

export type EventBody = RunEvent['event'];

/** A run as its lease holder keeps it in memory. Changed by `applyChanges` alone. */
export interface RunState {
  run: RunRecord;
  readonly graph: PlanGraph;
  /** The current iteration of each node. */
  readonly steps: Map<string, StepRecord>;
  /** By `edgeKey`; absent: pending. */
  readonly edges: Map<string, EdgeRecord>;
  readonly decisions: Decision[];
  readonly questions: Map<string, QuestionRecord>;
  readonly approvals: Map<string, ApprovalRecord>;
  readonly actions: Map<string, ActionRecord>;
  /** How often a model was asked about a step and answered, by `stepKey`. */
  readonly modelAsks: Map<string, ModelAsks>;
  /** Nodes that are neither settled nor unreached: running, asking, or resting until a timer. */
  readonly live: Set<string>;
  lastSeq: number;
}

export interface ModelAsks {
  readonly asked: number;
  readonly answered: number;
}

/** What one settlement writes, in one transaction. */
export interface Changes {
  readonly run: RunPatch;
  readonly steps: readonly StepRecord[];
  readonly edges: readonly EdgeRecord[];
  readonly questions: readonly QuestionRecord[];
  readonly approvals: readonly ApprovalRecord[];
  readonly actions: readonly ActionRecord[];
  readonly events: readonly EventBody[];
  /** Steps that may start once this is committed. */
  readonly start: readonly string[];
}

const SETTLED: readonly StepStatus[] = ['succeeded', 'failed', 'skipped', 'cancelled'];

export function isSettled(step: StepRecord | undefined): boolean {
  return step !== undefined && SETTLED.includes(step.status);
}

export function isLive(step: StepRecord): boolean {
  return (
    step.status === 'running' ||
    step.status === 'observed' ||
    step.status === 'asking' ||
    (step.status === 'waiting' && step.dueAt !== null)
  );
}

/** Reading, or waiting for a model's verdict on what was read: nothing that only a person can end. */
export function isAtWork({ status }: Pick<StepRecord, 'status'>): boolean {
  return status === 'running' || status === 'observed';
}

export function hasEnded(run: Pick<RunRecord, 'endedAt'>): boolean {
  return run.endedAt !== null;
}

/** Nobody is told and nobody is asked: the branches that cannot be decided are not followed. */
export function isQuiet(run: Pick<RunRecord, 'dryRun' | 'mode'>): boolean {
  return run.dryRun || run.mode === 'shadow';
}

/** The iteration a node is in: the loops around it that have been repeated, outermost first. */
export function scopeOf(graph: PlanGraph, iterations: RunRecord['iterations'], nodeId: string): string {
  return graph.loops
    .filter(({ index, nodes }) => nodes.has(nodeId) && (iterations[index] ?? 0) > 0)
    .map(({ index }) => `${index}#${(iterations[index] ?? 0) + 1}`)
    .join('/');
}

export function stepKey(scope: string, nodeId: string): string {
  return `${scope}|${nodeId}`;
}

export function askedOf(state: Pick<RunState, 'modelAsks'>, { scope, nodeId }: Pick<StepRecord, 'scope' | 'nodeId'>): ModelAsks {
  return state.modelAsks.get(stepKey(scope, nodeId)) ?? { asked: 0, answered: 0 };
}

export function actionKey(scope: string, queryId: string): string {
  return `${scope}|${queryId}`;
}

/** A fresh record of a node that has not begun. */
export function waitingStep(scope: string, nodeId: string): StepRecord {
  return {
    scope,
    nodeId,
    status: 'waiting',
    attempt: 0,
    startedAt: null,
    endedAt: null,
    results: [],
    findings: [],
    because: null,
    errorCode: null,
    deadSource: null,
    dueAt: null,
    spans: [],
  };
}
