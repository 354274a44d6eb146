import type { MutationProposal, QueryResult, BoundValues } from '../../qpp-plugins/index.js';
import type { PlanDag } from '../../tsg-parser/index.js';
import type { Person } from '../../gates/index.js';
import type { Urgency } from './urgency.js';

export type GuideMode = 'shadow' | 'suggest' | 'act';
export type EdgeState = 'pending' | 'enabled' | 'disabled';

export type RunStatus = 'running' | 'waiting' | 'paused' | 'succeeded' | 'failed' | 'cancelled';

export type StepStatus = 'waiting' | 'running' | 'observed' | 'asking' | 'succeeded' | 'failed' | 'skipped' | 'cancelled';

/** What a run is started from: stages 4 and 5 of DESIGN 2. */
export interface RunRequest {
  readonly plan: PlanDag;
  readonly guideId: string;
  readonly guideTitle: string;
  /** The version in the library; null for a guide that is not kept there. */
  readonly guideVersion: number | null;
  readonly mode: GuideMode;
  readonly parameters: BoundValues;
  readonly incidentId: string | null;
  readonly service: string | null;
  readonly cluster: string;
  readonly dryRun: boolean;
  /** The instant the alert is about. */
  readonly at: Date;
  readonly retryOf: string | null;
  readonly demo: boolean;
  /** The person who started it, by id; null where an alert did. */
  readonly startedBy: string | null;
  readonly urgency: Urgency;
}

/** A statement with its evidence. */
export interface Finding {
  readonly sentence: string;
  readonly queryId: string | null;
  /** Indexes into that query's rows. */
  readonly rows: readonly number[];
}

/** How one edge was decided, and by whom. */
export interface Decision {
  readonly edge: { readonly from: string; readonly to: string };
  readonly condition: string;
  readonly answer: boolean;
  readonly by:
    | { readonly kind: 'rule' }
    /** `quotes` stand literally in the evidence; `confidence` is the model's own, 0 to 1. */
    | { readonly kind: 'model'; readonly model: string; readonly confidence: number; readonly quotes: readonly string[] }
    | { readonly kind: 'person'; readonly id: string }
    | { readonly kind: 'deadline' };
  readonly reason: string;
  readonly queryId: string | null;
  readonly rows: readonly number[];
  readonly at: string;
}

/** What a model is asked about a step, on record before anything leaves. Tokens and time are what is set aside for it. */
export interface ModelAsked {
  readonly id: string;
  readonly scope: string;
  readonly model: string;
  readonly conditions: readonly string[];
  readonly tokens: number;
  readonly ms: number;
}

/** What came of it, and what it really took. */
export interface ModelAnswered extends Omit<ModelAsked, 'conditions'> {
  readonly verdicts: readonly {
    readonly condition: string;
    /** `open`: a person is asked. */
    readonly verdict: 'true' | 'false' | 'open';
    readonly confidence: number | null;
    readonly why: string;
  }[];
}

export type QuestionKind =
  | 'condition'
  | 'failed-step'
  /** A source that several steps need does not answer. */
  | 'dead-source'
  /** Whether the alert still fires, where nobody could read it. */
  | 'alert-state'
  | 'missing-value'
  | 'by-hand'
  | 'loop-exhausted'
  | 'mutation-unknown';

export interface QuestionView {
  readonly id: string;
  readonly runId: string;
  readonly stepId: string;
  readonly kind: QuestionKind;
  readonly text: string;
  /** What may be answered; for a missing value or pasted output, empty: free text. */
  readonly options: readonly string[];
  readonly evidence: readonly string[];
  /** `grouped`: enough others are open. It may be answered all the same, and is opened when one of them is settled. */
  readonly status: 'open' | 'grouped' | 'answered' | 'withdrawn';
  readonly answer: string | null;
  readonly answeredBy: string | null;
  readonly askedAt: string;
  readonly deadline: string;
  /** The way that is taken at the deadline where nobody answers, by the step it leads to; the question stays open. */
  readonly byDeadline: { readonly to: string; readonly text: string } | null;
}

export type ApprovalStatus = 'open' | 'granted' | 'denied' | 'expired' | 'void';

/** One person's consent to a change. */
export interface ApprovalGrant {
  readonly by: string;
  readonly via: Person['via'];
  readonly at: string;
  readonly why: string | null;
}

export interface ApprovalView {
  readonly id: string;
  readonly runId: string;
  readonly stepId: string;
  readonly queryId: string;
  readonly status: ApprovalStatus;
  readonly proposal: MutationProposal;
  readonly verification: string | null;
  readonly askedAt: string;
  readonly expiresAt: string;
  /** How many different people have to approve: two where no way back is known. */
  readonly approversNeeded: number;
  /** Who has approved so far. */
  readonly grants: readonly ApprovalGrant[];
  /** Who may not approve, because they started the run and policy wants somebody else; by id. */
  readonly notBy: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  /** While it is open: why it is asked for, where that is not plain. Then: why it was decided so. */
  readonly why: string | null;
}

export interface ActionView {
  readonly stepId: string;
  readonly queryId: string;
  readonly verb: string;
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
  readonly rendered: string;
  readonly status: 'proposed' | 'dry-run' | 'intended' | 'applied' | 'failed' | 'unknown' | 'cancelled';
  readonly detail: string;
  readonly approvedBy: string | null;
  readonly at: string;
}

/** What a query brought back, as far as it is loaded: of many rows perhaps only the first. */
export interface KeptResult extends QueryResult {
  /** How many rows there are, where `rows` does not hold them all. */
  readonly rowCount?: number;
}

export interface StepView {
  readonly id: string;
  readonly status: StepStatus;
  readonly attempt: number;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly results: readonly KeptResult[];
  readonly findings: readonly Finding[];
  /** Why it was skipped, cancelled or failed, in a sentence. */
  readonly because: string | null;
}

export interface EdgeView {
  readonly from: string;
  readonly to: string;
  readonly state: EdgeState;
}

/** What a run came to. `entity` is `kind/name`, e.g. `deployment/catalogue`. */
export interface RunOutcome {
  readonly kind: 'resolved' | 'cause-found' | 'healthy' | 'inconclusive' | 'failed' | 'cancelled';
  readonly rootCause: { readonly entity: string | null; readonly cause: string; readonly stepId: string } | null;
  readonly sentence: string;
}

/** Everything there is to know of a run, for the dashboard, the command line and the report. */
export interface RunView {
  readonly id: string;
  readonly incidentId: string | null;
  readonly guideId: string;
  readonly guideTitle: string;
  /** The version in the library; null for a guide that is not kept there. */
  readonly guideVersion: number | null;
  readonly mode: GuideMode;
  readonly status: RunStatus;
  readonly dryRun: boolean;
  readonly demo: boolean;
  readonly cluster: string;
  readonly plan: PlanDag;
  readonly parameters: BoundValues;
  readonly steps: readonly StepView[];
  readonly edges: readonly EdgeView[];
  readonly decisions: readonly Decision[];
  readonly questions: readonly QuestionView[];
  readonly approvals: readonly ApprovalView[];
  readonly actions: readonly ActionView[];
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly outcome: RunOutcome | null;
  /** Wall time of all steps without waiting for people, and the longest path through them. */
  readonly makespanMs: number | null;
  readonly criticalPathMs: number | null;
  readonly takenOverBy: string | null;
  readonly startedBy: string | null;
}

/** One line of a run's history, numbered from 1 without gaps; written in the transaction of what it tells. */
export interface RunEvent {
  readonly runId: string;
  readonly seq: number;
  readonly at: string;
  readonly event:
    | { readonly type: 'run-started' }
    | { readonly type: 'step-started'; readonly stepId: string; readonly attempt: number }
    | {
        readonly type: 'step-settled';
        readonly stepId: string;
        readonly status: StepStatus;
        readonly findings: readonly Finding[];
        readonly because: string | null;
      }
    | { readonly type: 'decision'; readonly decision: Decision }
    | { readonly type: 'model-asked'; readonly stepId: string; readonly asked: ModelAsked }
    | { readonly type: 'model-answered'; readonly stepId: string; readonly answered: ModelAnswered }
    | { readonly type: 'question-asked'; readonly question: QuestionView }
    | { readonly type: 'question-answered'; readonly question: QuestionView }
    /** Told again for each approval that does not suffice yet: of "1 of 2" another person is asked. */
    | { readonly type: 'approval-requested'; readonly approval: ApprovalView }
    | { readonly type: 'approval-decided'; readonly approval: ApprovalView }
    | { readonly type: 'action'; readonly action: ActionView }
    | { readonly type: 'outcome'; readonly outcome: RunOutcome }
    | { readonly type: 'run-ended'; readonly status: RunStatus; readonly outcome: RunOutcome };
}
