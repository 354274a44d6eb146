import type { PluginRegistry, PreparedQuery, QueryResult } from '../qpp-plugins/index.js';
import type { ActionExecutor } from './executors/action.executor.js';
import type { ReadingExecutor } from './executors/reading.executor.js';
import { resultsFor, valuesFor, valuesNamed } from './core/blackboard.js';
import type { Known } from './core/decide-edges.js';
import { isPositive, knownByRule } from './core/decide-edges.js';
import type { Draft } from './core/draft.js';
import { asksForAlert, evaluateCondition, resultsInScope } from './core/evaluate-condition.js';
import { failStep } from './core/fail-step.js';
import { nextActivity } from './core/next-activity.js';
import type { Activity } from './core/next-activity.js';
import { edgeKey } from './core/plan-graph.js';
import { abandon } from './core/propagate.js';
import { ask } from './core/questions.js';
import type { QuestionDraft } from './core/questions.js';
import { isQuiet, scopeOf, waitingStep } from './core/run-state.js';
import type { RunState, StepRecord } from './core/run-state.js';
import { exitsOf, knownExits, settleObserved } from './core/settle-step.js';
import { findingsOf } from './core/findings.js';
import type { StepRun } from './step-run.js';
import type { IncidentState } from './runs.js';
import { assertNever } from '../platform/errors.js';

/** Moves one step on: next activity → executor → settlement, until it rests, asks or is settled. */
export class StepExecutor {
  constructor(
    private readonly plugins: PluginRegistry,
    private readonly readings: ReadingExecutor,
    private readonly actions: ActionExecutor,
    private readonly incidents: Pick<IncidentState, 'alertState'>,
  ) {}

  async advance(run: StepRun, nodeId: string): Promise<void> {
    let step = currentStep(run.state, nodeId);
    while (isUnderWay(run.state, step)) {
      const activity = this.next(run.state, step);
      switch (activity.kind) {
        case 'read': {
          const read = await this.read(run, step, activity);
          if (read === null) return;
          step = read;
          break;
        }
        case 'ask':
          await this.askPerson(run, step, activity.questions);
          return;
        case 'act': {
          if (run.state.run.pausedBy !== null) return;
          const acted = await this.actions.act(run, step, activity.query);
          if (acted === 'rest') return;
          if (acted === 'go-on') step = currentStep(run.state, nodeId);
          break;
        }
        case 'refused':
          await settle(run, step, (draft, record) => {
            failStep(draft, record, { errorCode: 'refused', sentence: activity.reason });
          });
          return;
        case 'give-up':
          await settle(run, step, (draft) => {
            giveUp(draft, step, activity);
          });
          return;
        case 'conclude':
          await this.conclude(run, step);
          return;
        default:
          assertNever(activity);
      }
    }
  }

  private next(state: RunState, step: StepRecord): Activity {
    const node = state.graph.node(step.nodeId);
    const board = { ...state, steps: new Map(state.steps).set(step.nodeId, step) };
    const values = valuesFor(board, step.nodeId);
    const results = resultsFor(board, step.nodeId);
    const { cluster, at } = state.run;
    const isHandedOver = [...state.questions.values()].some(
      ({ stepId, scope, subject, status }) =>
        stepId === step.nodeId && scope === step.scope && subject.startsWith('guide:') && status === 'answered',
    );
    return nextActivity(node, step, state.actions, isHandedOver, (template) =>
      this.plugins.prepare(template, { values: valuesNamed(values, template.parameters), at, cluster, results }),
    );
  }

  /** @returns the step with its results, or null where it has been settled: by a failure, or by others meanwhile */
  private async read(
    run: StepRun,
    step: StepRecord,
    activity: { readonly queries: readonly PreparedQuery[]; readonly questions: readonly QuestionDraft[] },
  ): Promise<StepRecord | null> {
    if (activity.questions.length > 0 && !isQuiet(run.state.run))
      await run.transition((draft) => {
        askAll(draft, step, activity.questions);
      });
    const { options } = run.state.graph.node(step.nodeId);
    const begun = new Date().toISOString();
    const { results, failure } = await this.readings.readAll(activity.queries, options, run.signalOf(step.nodeId));
    const observed = withResults(step, results, [begun, new Date().toISOString()]);
    if (failure === null) return isUnderWay(run.state, step) ? observed : null;
    await settle(run, observed, (draft, record) => {
      failStep(draft, { ...record, findings: findingsOf(draft, record) }, failure);
    });
    return null;
  }

  private async askPerson(run: StepRun, step: StepRecord, questions: readonly QuestionDraft[]): Promise<void> {
    await settle(run, step, (draft, record) => {
      if (isQuiet(draft.run)) abandon(draft, step.nodeId, 'Not evaluated: it needs a person, and in this mode nobody is asked.');
      else askAll(draft, record, questions);
    });
  }

  /** All readings are in: the rule stage decides what it can. */
  private async conclude(run: StepRun, step: StepRecord): Promise<void> {
    const { state } = run;
    const conditions = exitsOf(state, step.nodeId).flatMap((exit) => (exit.condition === null ? [] : [exit.condition]));
    const needsAlert = conditions.some(({ predicate }) => asksForAlert(predicate));
    const { incidentId } = state.run;
    const alertState = needsAlert && incidentId !== null ? await this.incidents.alertState(incidentId) : 'unknown';
    await settle(run, step, (draft, record) => {
      settleObserved(draft, { ...record, findings: findingsOf(draft, record) }, decideByRule(draft, state, record, { alertState }));
    });
  }
}

/** What the rule stage says of a step's conditions, on top of what is decided already. */
export function decideByRule(
  draft: Draft,
  state: RunState,
  step: StepRecord,
  context: Parameters<typeof evaluateCondition>[2],
): ReadonlyMap<string, Known> {
  const known = new Map(knownExits(draft, step.nodeId));
  const exits = exitsOf(draft, step.nodeId);
  const hasPositive = exits.some(isPositive);
  const predicates = exits.flatMap(({ condition }) => (condition?.predicate == null ? [] : [condition.predicate]));
  const scope = predicates.length === 0 ? new Map<string, QueryResult>() : resultsInScope(state, step.nodeId, step.results, predicates);
  for (const exit of exits) {
    const { condition } = exit;
    if (condition === null || known.has(edgeKey(exit)) || (condition.otherwise && hasPositive)) continue;
    const decided = knownByRule(evaluateCondition(condition, scope, context));
    if (decided !== null) known.set(edgeKey(exit), decided);
  }
  return known;
}

/** Settles a step unless it has been settled since, or a loop has gone on. The record keeps what is only known here. */
function settle(run: StepRun, step: StepRecord, change: (draft: Draft, step: StepRecord) => void): Promise<boolean> {
  return run.transition((draft) => {
    const current = draft.step(step.nodeId);
    if (current.scope !== step.scope || !isAtWork(current)) return;
    change(draft, { ...step, attempt: current.attempt, startedAt: current.startedAt ?? step.startedAt });
  });
}

function askAll(draft: Draft, step: StepRecord, questions: readonly QuestionDraft[]): void {
  draft.restStep(step);
  for (const question of questions) ask(draft, step, question);
}

/** A change that was proposed, refused or failed: nothing that hangs on it is followed. */
function giveUp(draft: Draft, step: StepRecord, { action }: Extract<Activity, { kind: 'give-up' }>): void {
  const record = { ...step, findings: findingsOf(draft, step) };
  if (action.status === 'failed') failStep(draft, record, { errorCode: 'mutation-failed', sentence: action.detail });
  else abandon(draft, step.nodeId, action.detail);
}

function currentStep(state: RunState, nodeId: string): StepRecord {
  const scope = scopeOf(state.graph, state.run.iterations, nodeId);
  const step = state.steps.get(nodeId);
  return step?.scope === scope ? step : waitingStep(scope, nodeId);
}

function isUnderWay(state: RunState, step: StepRecord): boolean {
  const current = currentStep(state, step.nodeId);
  return current.scope === step.scope && isAtWork(current);
}

function isAtWork({ status }: StepRecord): boolean {
  return status === 'running' || status === 'asking' || status === 'observed';
}

function withResults(step: StepRecord, results: readonly QueryResult[], span: readonly [string, string]): StepRecord {
  const fresh = new Set(results.map(({ queryId }) => queryId));
  return { ...step, results: [...step.results.filter(({ queryId }) => !fresh.has(queryId)), ...results], spans: [...step.spans, span] };
}
