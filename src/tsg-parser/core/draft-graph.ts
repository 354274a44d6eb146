import type { AuthoredPredicate } from './draft.js';
import type { Problem } from './guide.js';
import type { PlanLoop, StatedCause } from './plan.js';

/** A condition on its way to becoming an `EdgeCondition`. */
export interface DraftCondition {
  readonly text: string;
  readonly otherwise: boolean;
  readonly authored: AuthoredPredicate | null;
}

export interface DraftEdge {
  readonly from: string;
  readonly to: string;
  readonly condition: DraftCondition | null;
  readonly line: number;
  readonly outcome: boolean;
  readonly cause: StatedCause | null;
}

export interface SyntheticNode {
  readonly id: string;
  readonly title: string;
  readonly line: number;
}

export interface Connected {
  readonly edges: readonly DraftEdge[];
  readonly loops: readonly (Omit<PlanLoop, 'condition'> & { readonly condition: DraftCondition | null })[];
  readonly synthetic: readonly SyntheticNode[];
  readonly problems: readonly Problem[];
}

/** An edge whose head is not known yet. */
export interface Open {
  readonly from: string;
  readonly condition: DraftCondition | null;
  /** The line that justifies the edge; null: the line of what it will lead to. */
  readonly line: number | null;
}

/** How the way is called that is taken where no condition beside it holds. */
export const NONE_MATCHES = 'no condition matches';
