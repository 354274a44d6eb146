import type { Clock } from '../../platform/clock.js';
import type { PluginRegistry, PreparedQuery, QueryResult } from '../../qpp-plugins/index.js';
import type { QueryTemplate } from '../../tsg-parser/index.js';
import { resultsFor, valuesFor, valuesNamed } from '../core/blackboard.js';
import type { RunSettings } from '../core/draft.js';
import { asksForAlert, evaluateCondition, resultsInScope } from '../core/evaluate-condition.js';
import { isAnalysis } from '../core/next-activity.js';
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
    let fresh: RunState = { ...state, steps: new Map(state.steps).set(step.nodeId, step) };
    for (const together of inTurn(node.queries)) {
      const { results: repeated, failure } = await this.readings.readAll(this.prepared(fresh, step, together), node.options, signal);
      if (failure !== null) return `${node.title} cannot be read any more: ${failure.sentence}`;
      fresh = withRepeated(fresh, step, repeated);
    }
    const { results } = fresh.steps.get(step.nodeId) ?? step;
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

  private prepared(state: RunState, step: StepRecord, templates: readonly QueryTemplate[]): readonly PreparedQuery[] {
    const values = valuesFor(state, step.nodeId);
    const results = resultsFor(state, step.nodeId);
    return templates.flatMap((template) => {
      if (template.mutating || template.byHand !== null) return [];
      const preparation = this.plugins.prepare(template, {
        values: valuesNamed(values, template.parameters),
        at: this.clock.now(),
        cluster: state.run.cluster,
        results,
      });
      return preparation.kind === 'prepared' ? [preparation.query] : [];
    });
  }
}

/** Readings together; each analysis after them, alone, so that it works on what was read anew. */
function inTurn(queries: readonly QueryTemplate[]): readonly (readonly QueryTemplate[])[] {
  return [queries.filter((query) => !isAnalysis(query)), ...queries.filter(isAnalysis).map((query) => [query])];
}

function withRepeated(state: RunState, step: StepRecord, repeated: readonly QueryResult[]): RunState {
  const again = new Set(repeated.map(({ queryId }) => queryId));
  const current = state.steps.get(step.nodeId) ?? step;
  const results = [...current.results.filter(({ queryId }) => !again.has(queryId)), ...repeated];
  return { ...state, steps: new Map(state.steps).set(step.nodeId, { ...current, results }) };
}
