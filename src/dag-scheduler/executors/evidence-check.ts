import type { Clock } from '../../platform/clock.js';
import type { PluginRegistry, PreparedQuery } from '../../qpp-plugins/index.js';
import { valuesFor, valuesNamed } from '../core/blackboard.js';
import type { RunSettings } from '../core/draft.js';
import { asksForAlert, evaluateCondition, resultsInScope } from '../core/evaluate-condition.js';
import { edgeKey } from '../core/plan-graph.js';
import { rulesOf, staleEvidence } from '../core/freshness.js';
import type { RunState, StepRecord } from '../core/run-state.js';
import type { ReadingExecutor } from './reading.executor.js';

/** Nothing acts on stale evidence: readings that led to a change and have grown old are repeated, and their decisions with them. */
export class EvidenceCheck {
  constructor(
    private readonly plugins: PluginRegistry,
    private readonly readings: ReadingExecutor,
    private readonly clock: Clock,
    private readonly settings: Pick<RunSettings, 'staleAfterMinutes'>,
  ) {}

  /** What is decided otherwise by now, in a sentence; null where everything still holds. */
  async difference(state: RunState, nodeId: string, signal: AbortSignal): Promise<string | null> {
    const stale = staleEvidence(state, nodeId, this.clock.now(), this.settings.staleAfterMinutes * 60_000);
    for (const step of stale) {
      const difference = await this.differenceOf(state, step, signal);
      if (difference !== null) return difference;
    }
    return null;
  }

  private async differenceOf(state: RunState, step: StepRecord, signal: AbortSignal): Promise<string | null> {
    const node = state.graph.node(step.nodeId);
    const { results: repeated, failure } = await this.readings.readAll(this.prepared(state, step), node.options, signal);
    if (failure !== null) return `${node.title} cannot be read any more: ${failure.sentence}`;
    const again = new Set(repeated.map(({ queryId }) => queryId));
    const results = [...step.results.filter(({ queryId }) => !again.has(queryId)), ...repeated];
    const fresh = { ...state, steps: new Map(state.steps).set(step.nodeId, { ...step, results }) };
    for (const decision of rulesOf(state, step.nodeId)) {
      const edge = state.graph.outOf(step.nodeId).find((candidate) => edgeKey(candidate) === edgeKey(decision.edge));
      if (edge?.condition == null || edge.condition.predicate === null || asksForAlert(edge.condition.predicate)) continue;
      const scope = resultsInScope(fresh, step.nodeId, results, [edge.condition.predicate]);
      const verdict = evaluateCondition(edge.condition, scope, { alertState: 'unknown' });
      if (verdict.answer !== String(decision.answer))
        return `“${edge.condition.text}” was ${decision.answer} and is ${verdict.answer}: ${verdict.reason}`;
    }
    return null;
  }

  private prepared(state: RunState, step: StepRecord): readonly PreparedQuery[] {
    const values = valuesFor(state, step.nodeId);
    return state.graph.node(step.nodeId).queries.flatMap((template) => {
      if (template.mutating || template.byHand !== null) return [];
      const preparation = this.plugins.prepare(template, {
        values: valuesNamed(values, template.parameters),
        at: this.clock.now(),
        cluster: state.run.cluster,
      });
      return preparation.kind === 'prepared' ? [preparation.query] : [];
    });
  }
}
