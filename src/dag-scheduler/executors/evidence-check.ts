import type { Clock } from '../../platform/clock.js';
import type { PluginRegistry, PreparedQuery, QueryResult } from '../../qpp-plugins/index.js';
import type { QueryTemplate } from '../../tsg-parser/index.js';
import { resultsFor, valuesFor, valuesNamed } from '../core/blackboard.js';
import type { RunSettings } from '../core/draft.js';
import { differenceWith, restsOnAlert, staleEvidence, withResults } from '../core/freshness.js';
import type { Change } from '../core/freshness.js';
import { isAnalysis } from '../core/next-activity.js';
import type { RunState } from '../core/run-state.js';
import { turnOf } from '../core/urgency.js';
import type { IncidentState } from '../runs.js';
import type { ReadingExecutor } from './reading.executor.js';

/** Nothing acts on stale evidence: readings that led to a change and have grown old are repeated, and their decisions with them. */
export class EvidenceCheck {
  constructor(
    private readonly plugins: PluginRegistry,
    private readonly readings: ReadingExecutor,
    private readonly incidents: Pick<IncidentState, 'alertState'>,
    private readonly at: { readonly clock: Clock; readonly settings: Pick<RunSettings, 'staleAfterMinutes'> },
  ) {}

  /**
   * What is decided or bound otherwise by now, in a sentence; null where everything still holds.
   * @param told what approvers of this change have been told already
   */
  async difference(state: RunState, change: Change, signal: AbortSignal, told = ''): Promise<string | null> {
    const { clock, settings } = this.at;
    const stale = staleEvidence(state, change, clock.now(), settings.staleAfterMinutes * 60_000);
    const repeated: QueryResult[] = [];
    for (const { nodeId, templates } of inTurn(state, stale)) {
      const node = state.graph.node(nodeId);
      const prepared = this.prepared(withResults(state, repeated), nodeId, templates);
      const { results, failure } = await this.readings.readAll(prepared, node.options, turnOf(state.run), signal);
      if (failure !== null) return `${node.title} cannot be read any more: ${failure.sentence}`;
      repeated.push(...results);
    }
    const { incidentId } = state.run;
    const asksAlert = incidentId !== null && restsOnAlert(state, change);
    const alertState = asksAlert ? await this.incidents.alertState(incidentId) : 'unknown';
    return differenceWith(state, change, repeated, { alertState, told }) ?? notRepeated(state, stale, repeated, told);
  }

  private prepared(state: RunState, nodeId: string, templates: readonly QueryTemplate[]): readonly PreparedQuery[] {
    const values = valuesFor(state, nodeId);
    const results = resultsFor(state, nodeId);
    return templates.flatMap((template) => {
      if (template.mutating || template.byHand !== null) return [];
      const preparation = this.plugins.prepare(template, {
        values: valuesNamed(values, template.parameters),
        at: this.at.clock.now(),
        cluster: state.run.cluster,
        results,
      });
      return preparation.kind === 'prepared' ? [preparation.query] : [];
    });
  }
}

/** What only a person can read again (they pasted it): whoever approves the change is told once how old it is. */
function notRepeated({ steps }: RunState, stale: ReadonlySet<string>, repeated: readonly QueryResult[], told: string): string | null {
  const again = new Set(repeated.map(({ queryId }) => queryId));
  const old = [...steps.values()].flatMap(({ results }) => results.filter(({ queryId }) => stale.has(queryId) && !again.has(queryId)));
  const sentences = old.map(
    ({ rendered, source, observedAt }) => `“${rendered.slice(0, 80)}” cannot be repeated: it is of ${observedAt}, by ${source}.`,
  );
  return sentences.find((sentence) => !told.includes(sentence)) === undefined ? null : sentences.join(' ');
}

/** In the order of the plan: a step's readings together, each analysis after them, alone, so that it works on what was read anew. */
function inTurn(
  { graph }: RunState,
  queryIds: ReadonlySet<string>,
): readonly { readonly nodeId: string; readonly templates: readonly QueryTemplate[] }[] {
  return graph.inOrder().flatMap((nodeId) => {
    const wanted = graph.node(nodeId).queries.filter(({ id }) => queryIds.has(id));
    const readings = wanted.filter((query) => !isAnalysis(query));
    const turns = [readings, ...wanted.filter(isAnalysis).map((query) => [query])];
    return turns.filter((templates) => templates.length > 0).map((templates) => ({ nodeId, templates }));
  });
}
