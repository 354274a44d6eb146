/** StepFly's PlanDAG (github.com/microsoft/StepFly, TSGs/PlanDAGs). `start` and `end` are nodes of it. */
export interface StepflyPlanDag {
  readonly nodes: readonly StepflyNode[];
}

export interface StepflyNode {
  readonly node: string;
  readonly description: string;
  readonly input_edges: readonly { readonly edge: string }[];
  /** `none`, or `if …`. */
  readonly output_edges: readonly { readonly edge: string; readonly condition: string }[];
}

/** What StepFly calls a step of ours: `s5` is `Step5`. */
export function stepflyName(id: string): string {
  return /^s\d/.test(id) ? `Step${id.slice(1)}` : id;
}

/** `Step 5`, `step_5` and `Step5` are one node. */
export function plainNode(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '');
}

/** A condition of ours in StepFly's words; those that speak of the others stand as they are. */
export function stepflyCondition(text: string): string {
  return SPEAKS_OF_OTHERS.test(text) ? text : `if ${text}`;
}

/** StepFly's words as a condition of ours; null for `none`. */
export function conditionText(written: string): string | null {
  const text = written.trim();
  if (text === '' || text.toLowerCase() === 'none') return null;
  const bare = text.replace(/^if\s+/i, '');
  return SPEAKS_OF_OTHERS.test(bare) ? text : bare;
}

export const SPEAKS_OF_OTHERS = /^(?:if|when|unless|otherwise|else|not\b|no condition matches)/i;
