import type { GuideRuling } from '../../gates/index.js';
import type { Predicate } from './predicate/predicate.js';
import type { QueryTemplate } from './query-template.js';

export const PLAN_FORMAT = 1;

/**
 * A compiled guide. `start` and `end` occur in edges only. Acyclic: bounded repeats are `loops`.
 * Sealed: `id` is the SHA-256 of its canonical JSON without `id` itself.
 */
export interface PlanDag {
  readonly formatVersion: typeof PLAN_FORMAT;
  readonly id: string;
  readonly nodes: readonly PlanNode[];
  readonly edges: readonly PlanEdge[];
  readonly loops: readonly PlanLoop[];
  readonly parameters: readonly PlanParameter[];
  /** `first`: the first outcome ends the run (after its grace); `all`: every branch is followed. */
  readonly outcome: 'first' | 'all';
  /** What an imported StepFly PlanDAG says of each step, `start` and `end` included; absent without one. */
  readonly descriptions?: Readonly<Record<string, string>>;
  /** What the guide forbids itself; absent where it forbids nothing. */
  readonly limits?: PlanLimits;
  /** Guides that were worked in when a run was started; absent in a plan as it was compiled. */
  readonly expansion?: PlanExpansion;
}

/** Steps of a guide that another one links to are named `<the step that links to it>/<step>`. */
export interface PlanExpansion {
  /** Of the plan as it was compiled, before anything was worked in: what policy and promotion speak of. */
  readonly planId: string;
  readonly parts: readonly PlanPart[];
}

export interface PlanPart {
  /** The step that links to the guide. */
  readonly at: string;
  readonly guideId: string;
  readonly title: string;
  readonly mode: 'shadow' | 'suggest' | 'act';
  readonly planId: string;
  /** What the guide forbids itself. */
  readonly rulings: readonly GuideRuling[];
}

/** A guide's own word on how far it may go: never further than configuration and people allow. */
export interface PlanLimits {
  /** The furthest mode it may be in; null: whichever a person sets. */
  readonly mode: 'shadow' | 'suggest' | null;
  readonly rulings: readonly GuideRuling[];
}

export type NodeKind = 'collect' | 'diagnose' | 'decide' | 'mitigate' | 'verify' | 'escalate';

export interface PlanNode {
  readonly id: string;
  readonly title: string;
  readonly kind: NodeKind;
  /** 1-based, inclusive. */
  readonly lines: readonly [number, number];
  /** The step's own prose, without its queries, for people. */
  readonly text: string;
  readonly queries: readonly QueryTemplate[];
  /** "Wait 2 minutes": a durable timer before the step's readings. */
  readonly waitMs: number | null;
  /** A link to another guide in imperative position. */
  readonly subGuide: string | null;
  /** What is held to be the cause when this step is reached by a positive condition ("Root cause: …"). */
  readonly cause: StatedCause | null;
  readonly options: StepOptions;
}

/** `Root cause: bad release of `deployment/$DEPLOYMENT`` : the entity may hold parameters. */
export interface StatedCause {
  readonly text: string;
  readonly entity: string | null;
  readonly line: number;
}

export interface StepOptions {
  readonly timeoutMs: number | null;
  readonly retries: number | null;
  readonly onFailure: 'continue' | 'ask' | 'stop' | null;
  /** For mitigations: what brings the prior state back, as the guide says it. */
  readonly rollback: string | null;
  /** How long people have for the step's questions; absent where the guide does not say. */
  readonly deadlineMs?: number;
  /** The way to be taken where nobody answers in time: `otherwise`, `none`, a step by its number or title, `end`. */
  readonly byDeadline?: string;
}

export interface PlanEdge {
  readonly from: string;
  readonly to: string;
  readonly condition: EdgeCondition | null;
  /** The line that justifies the edge. */
  readonly line: number;
  /** A positive condition or terminal phrase into `end`: reaching it is an outcome, not merely the end of a branch. */
  readonly outcome: boolean;
  /** The cause this edge states, for outcomes that need no step of their own. */
  readonly cause: StatedCause | null;
}

export interface EdgeCondition {
  readonly text: string;
  /** `rule`: the predicate decides. `person`: nobody could compile it; it is asked (or judged by a model first). */
  readonly decidedBy: 'rule' | 'person';
  readonly predicate: Predicate | null;
  /** True for `not(…)`, Otherwise and "no condition matches": holds when none of its positive siblings does. */
  readonly otherwise: boolean;
}

export interface PlanLoop {
  readonly from: string;
  readonly to: string;
  readonly condition: EdgeCondition | null;
  readonly maxIterations: number;
  readonly intervalMs: number | null;
  readonly line: number;
}

export interface PlanParameter {
  readonly name: string;
  /** In words: "alert label namespace", "step s3", "the person", "guide default". */
  readonly source: string;
  readonly required: boolean;
  readonly type: 'string' | 'number' | 'time' | 'duration';
  readonly default: string | null;
  /** What the guide says of it. */
  readonly description: string | null;
}
