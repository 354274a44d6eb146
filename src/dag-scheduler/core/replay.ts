import { decideExits, isPositive, knownByRule } from './decide-edges.js';
import type { Known } from './decide-edges.js';
import { asksForAlert, evaluateCondition, resultsInScope } from './evaluate-condition.js';
import { join } from './join.js';
import { exitsOf } from './known-exits.js';
import { edgeKey, END, START } from './plan-graph.js';
import type { EdgeState } from './run.js';
import { isSettled } from './run-state.js';
import type { RunState, StepRecord } from './run-state.js';

/** What settling a run once more, from the outcomes of its steps alone, came to. */
export interface Replay {
  /** How many edges were settled anew. */
  readonly edges: number;
  /** Sentences: where the record says something else than the rules make of it. Empty: the record holds. */
  readonly differences: readonly string[];
}

/**
 * Settles every edge of a run again, in the order of the plan, from what its steps read and what people and models decided; reads
 * and changes nothing. Of repeated loops this is their last round; the alert's own state is taken as it was found.
 */
export function replay(state: RunState): Replay {
  const replayed = new Map<string, EdgeState>();
  const differences: string[] = [];
  for (const edge of state.graph.outOf(START)) replayed.set(edgeKey(edge), 'enabled');
  for (const nodeId of state.graph.inOrder()) {
    const step = state.steps.get(nodeId);
    if (step === undefined || !isSettled(step)) continue;
    differences.push(...joinDifference(state, step, replayed));
    const known = decidedAgain(state, step);
    for (const edge of state.graph.outOf(nodeId)) {
      const record = state.edges.get(edgeKey(edge));
      if (record?.scope !== step.scope || record.held) continue;
      const is = stateOf(step, edge.condition === null ? undefined : known.get(edgeKey(edge)), edge.condition === null, record.state);
      replayed.set(edgeKey(edge), is);
      if (is === record.state) continue;
      const reason = known.get(edgeKey(edge))?.reason ?? step.because ?? '';
      differences.push(`${nodeId} → ${edge.to === END ? 'the end' : edge.to} is ${record.state} on record and ${is} again: ${reason}`);
    }
  }
  return { edges: replayed.size, differences };
}

function joinDifference({ graph, edges }: RunState, step: StepRecord, replayed: ReadonlyMap<string, EdgeState>): readonly string[] {
  const into = graph.into(step.nodeId);
  if (into.length === 0 || step.status === 'cancelled') return [];
  const inputs = into.map((edge) => replayed.get(edgeKey(edge)) ?? edges.get(edgeKey(edge))?.state ?? 'pending');
  const should = join(inputs);
  const fits = should === 'skip' ? step.status === 'skipped' : should === 'run' && step.status !== 'skipped';
  return fits ? [] : [`${step.nodeId} was ${step.status}, and its inputs (${inputs.join(', ')}) say ${should}`];
}

/** Rules decide anew, what people and models decided stands. */
function decidedAgain(state: RunState, step: StepRecord): ReadonlyMap<string, Known> {
  const exits = exitsOf(state, step.nodeId);
  const predicates = exits.flatMap(({ condition }) => (condition?.predicate == null ? [] : [condition.predicate]));
  const scope = resultsInScope(state, step.nodeId, step.results, predicates);
  const known = new Map<string, Known>();
  for (const exit of exits.filter(isPositive)) {
    const decision = state.edges.get(edgeKey(exit))?.decision ?? null;
    if (decision === null || exit.condition === null) continue;
    const isRepeatable = decision.by.kind === 'rule' && !asksForAlert(exit.condition.predicate);
    const again = isRepeatable ? knownByRule(evaluateCondition(exit.condition, scope, { alertState: 'unknown' })) : decision;
    if (again !== null) known.set(edgeKey(exit), again);
  }
  return decideExits(exits, known);
}

function stateOf(step: StepRecord, known: Known | undefined, isUnconditional: boolean, recorded: EdgeState): EdgeState {
  if (step.status === 'skipped') return 'disabled';
  if (step.status !== 'succeeded') return known === undefined ? recorded : known.answer ? 'enabled' : 'disabled';
  if (isUnconditional) return 'enabled';
  return known?.answer === true ? 'enabled' : 'disabled';
}
