import type { PluginRegistry, PreparedQuery, QueryResult } from '../qpp-plugins/index.js';
import type { ActionExecutor } from './executors/action.executor.js';
import type { ReadingExecutor } from './executors/reading.executor.js';
import { resultsFor, valuesFor, valuesNamed } from './core/blackboard.js';
import type { ConditionJudge } from './condition-judge.js';
import { decideByRule } from './core/decide-by-rule.js';
import type { Draft } from './core/draft.js';
import { asksForAlert } from './core/evaluate-condition.js';
import { failStep } from './core/fail-step.js';
import type { ModelAsk } from './core/judge/model-ask.js';
import { nextActivity } from './core/next-activity.js';
import type { Activity } from './core/next-activity.js';
import { exitsOf } from './core/known-exits.js';
import { abandon } from './core/propagate.js';
import { ask } from './core/questions.js';
import type { QuestionDraft } from './core/questions.js';
import { isQuiet } from './core/run-state.js';
import type { RunState, StepRecord } from './core/run-state.js';
import { settleObserved } from './core/settle-step.js';
import type { Undecided } from './core/settle-step.js';
import { turnOf } from './core/urgency.js';
import { findingsOf } from './core/findings.js';
import { currentStep, isUnderWay, settleCurrent } from './settle-current.js';
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
    private readonly judge: ConditionJudge,
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
          await settleCurrent(run, step, (draft, record) => {
            failStep(draft, record, { errorCode: 'refused', sentence: activity.reason });
          });
          return;
        case 'give-up':
          await settleCurrent(run, step, (draft) => {
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
    const { results, failure } = await this.readings.readAll(activity.queries, options, turnOf(run.state.run), run.signalOf(step.nodeId));
    const observed = withResults(step, results, [begun, new Date().toISOString()]);
    if (failure === null) return isUnderWay(run.state, step) ? observed : null;
    await settleCurrent(run, observed, (draft, record) => {
      failStep(draft, { ...record, findings: findingsOf(draft, record) }, failure);
    });
    return null;
  }

  private async askPerson(run: StepRun, step: StepRecord, questions: readonly QuestionDraft[]): Promise<void> {
    await settleCurrent(run, step, (draft, record) => {
      if (isQuiet(draft.run)) abandon(draft, step.nodeId, 'Not evaluated: it needs a person, and in this mode nobody is asked.');
      else askAll(draft, record, questions);
    });
  }

  /** All readings are in: the rule stage decides what it can, a model is asked about the rest where there is one, else a person. */
  private async conclude(run: StepRun, step: StepRecord): Promise<void> {
    const { state } = run;
    const conditions = exitsOf(state, step.nodeId).flatMap((exit) => (exit.condition === null ? [] : [exit.condition]));
    const needsAlert = conditions.some(({ predicate }) => asksForAlert(predicate));
    const { incidentId } = state.run;
    const alertState = needsAlert && incidentId !== null ? await this.incidents.alertState(incidentId) : 'unknown';
    let judging = null as { readonly ask: ModelAsk; readonly reasons: ReadonlyMap<string, string> } | null;
    const isOurs = await settleCurrent(run, step, (draft, record) => {
      const { known, reasons } = decideByRule(draft, record, { alertState });
      const askModel: Undecided['askModel'] = (...about) => {
        const ask = this.judge.askOf(...about);
        judging = ask === null ? null : { ask, reasons };
        return ask?.told ?? null;
      };
      settleObserved(draft, { ...record, findings: findingsOf(draft, record) }, known, { reasons, askModel });
    });
    if (isOurs && judging !== null) await this.judge.settle(run, step, judging.ask, judging.reasons);
  }
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

function withResults(step: StepRecord, results: readonly QueryResult[], span: readonly [string, string]): StepRecord {
  const fresh = new Set(results.map(({ queryId }) => queryId));
  return { ...step, results: [...step.results.filter(({ queryId }) => !fresh.has(queryId)), ...results], spans: [...step.spans, span] };
}
