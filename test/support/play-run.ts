import type { Clock } from '../../src/platform/clock.js';
import { configSchema } from '../../src/platform/config.js';
import { applyChanges } from '../../src/dag-scheduler/core/apply-changes.js';
import { decideByRule } from '../../src/dag-scheduler/core/decide-by-rule.js';
import { Draft } from '../../src/dag-scheduler/core/draft.js';
import type { RunSettings } from '../../src/dag-scheduler/core/draft.js';
import { failStep } from '../../src/dag-scheduler/core/fail-step.js';
import { findingsOf } from '../../src/dag-scheduler/core/findings.js';
import { endTransition } from '../../src/dag-scheduler/core/end-transition.js';
import { failureOf } from '../../src/dag-scheduler/core/outcome-of-error.js';
import { isWaiting } from '../../src/dag-scheduler/core/questions.js';
import type { RunRequest, RunView } from '../../src/dag-scheduler/core/run.js';
import type { EventBody, RunState } from '../../src/dag-scheduler/core/run-state.js';
import { settleObserved } from '../../src/dag-scheduler/core/settle-step.js';
import { startRun, takeUp } from '../../src/dag-scheduler/core/start-run.js';
import { takeAnswer } from '../../src/dag-scheduler/core/take-answer.js';
import { takeTime } from '../../src/dag-scheduler/core/timers.js';
import { viewOf } from '../../src/dag-scheduler/core/view.js';
import type { PlanDag } from '../../src/tsg-parser/index.js';
import { requestOf } from './request-of.js';
import { resultOf } from './world.js';

/** What each step reads, by node; an Error is a step that failed. A list: one a visit. Default: `ok`. */
export type Script = Readonly<Record<string, string | Error | readonly (string | Error)[]>>;

/** A run played by the core alone: no database, no clock, no waiting. Time moves only by `later`. */
export class Play implements Clock {
  readonly state: RunState;
  readonly events: EventBody[] = [];
  /** Nodes in the order they began. */
  readonly begun: string[] = [];
  private readonly settings: RunSettings = configSchema.parse({}).runs;
  private readonly ready: string[] = [];
  alertState: 'firing' | 'resolved' | 'unknown' = 'unknown';
  private time = Date.parse('2026-11-20T12:00:00Z');

  constructor(
    plan: PlanDag,
    private readonly script: Script = {},
    request: Partial<RunRequest> = {},
  ) {
    this.state = startRun('7b1c2a52-0000-4000-8000-000000000001', { ...requestOf(plan), ...request }, this.now());
    this.change(takeUp);
  }

  now(): Date {
    return new Date(this.time);
  }

  change(change: (draft: Draft) => void): void {
    const draft = new Draft(this.state, this.now(), this.settings);
    change(draft);
    endTransition(draft);
    const changes = draft.changes();
    applyChanges(this.state, changes);
    this.events.push(...changes.events);
    this.ready.push(...changes.start);
    this.begun.push(...changes.start);
  }

  /** Settles one step that is at work: the first, or the named one. */
  settle(nodeId = this.ready[0]): this {
    if (nodeId === undefined) return this;
    this.ready.splice(this.ready.indexOf(nodeId), 1);
    const lines = this.script[nodeId] ?? 'ok';
    const visit = this.begun.filter((id) => id === nodeId).length - 1;
    const answer = typeof lines === 'string' || lines instanceof Error ? lines : (lines[visit] ?? 'ok');
    this.change((draft) => {
      const step = draft.step(nodeId);
      if (step.status !== 'running') return;
      if (answer instanceof Error) {
        failStep(draft, step, failureOf(answer, 'world'));
        return;
      }
      const results = this.state.graph
        .node(nodeId)
        .queries.filter(({ mutating }) => !mutating)
        .map(({ id, text }) => resultOf({ queryId: id, rendered: text, binds: [] }, answer));
      const observed = { ...step, results, spans: [[draft.at, draft.at] as const] };
      const told = { ...observed, findings: findingsOf(draft, observed) };
      const { known, reasons } = decideByRule(draft, told, { alertState: this.alertState });
      settleObserved(draft, told, known, { reasons, askModel: () => null });
    });
    return this;
  }

  /** Goes on until nothing is at work. */
  toRest(): this {
    while (this.ready.length > 0) this.settle();
    return this;
  }

  /** Answers the first question that is open, or the one of this step. */
  answer(text: string, stepId?: string): this {
    const waiting = [...this.state.questions.values()].filter(isWaiting);
    const question = waiting.find((candidate) => stepId === undefined || candidate.stepId === stepId);
    if (question === undefined) throw new Error('Nobody is asked anything.');
    this.change((draft) => {
      takeAnswer(draft, { ...question, status: 'answered', answer: text, answeredBy: 'ada' });
    });
    return this;
  }

  later(ms: number): this {
    this.time += ms;
    this.change(takeTime);
    return this;
  }

  get view(): RunView {
    return viewOf(this.state);
  }

  /** `a succeeded, b skipped`. */
  get steps(): string {
    return this.view.steps.map(({ id, status }) => `${id} ${status}`).join(', ');
  }

  get openQuestion(): RunView['questions'][number] | undefined {
    return this.view.questions.find(({ status }) => status === 'open');
  }

  get openQuestions(): readonly string[] {
    return this.view.questions.filter(({ status }) => status === 'open').map(({ text }) => text);
  }
}
