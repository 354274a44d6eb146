import { randomUUID } from 'node:crypto';
import { hasRole } from '../gates/index.js';
import type { Person, Role } from '../gates/index.js';
import { Clock } from '../platform/clock.js';
import { TerminalError } from '../platform/errors.js';
import type { RunEvent, RunRequest, RunStatus, RunView } from './core/run.js';
import { replay } from './core/replay.js';
import type { Replay } from './core/replay.js';
import { startRun } from './core/start-run.js';
import { seedRetry } from './core/retry-run.js';
import { isWaiting } from './core/questions.js';
import { isOffered } from './core/take-answer.js';
import { viewOf } from './core/view.js';
import { RunDispatcher } from './dispatch/run-dispatcher.js';
import { GroupCommit } from './group-commit.js';
import { News } from './news.js';
import { RunFeed } from './run-feed.js';
import type { RunState } from './core/run-state.js';
import { RunStore } from './run-store.js';
import type { Control } from './run-store.js';
import { Runs } from './runs.js';
import type { OpenQuestion, PageOfRows, RowsPage, RunSummary } from './runs.js';

/** Events of other processes are looked for this often while somebody follows a run. */
const FOLLOW_MS = 500;

/** The front of the room. Each verb is committed first and dispatched then. */
export class RunsService extends Runs {
  /** A storm of alerts is stored in few commits. */
  private readonly creating: GroupCommit<RunState, true>;

  constructor(
    private readonly store: RunStore,
    private readonly dispatcher: RunDispatcher,
    private readonly feed: RunFeed,
    private readonly clock: Clock,
  ) {
    super();
    this.creating = new GroupCommit(async (states) => {
      await this.store.create(states);
      return states.map(() => true as const);
    });
  }

  async start(request: RunRequest): Promise<{ readonly runId: string }> {
    const runId = randomUUID();
    await this.creating.write(startRun(runId, request, this.clock.now()));
    this.feed.committed(runId, 1);
    await this.dispatcher.dispatch({ runId, wakeSeq: 0 });
    return { runId };
  }

  async view(runId: string, mostRows?: number): Promise<RunView> {
    return viewOf(await this.store.load(known(runId), mostRows));
  }

  async summary(runId: string): Promise<RunSummary> {
    return this.store.summary(known(runId));
  }

  async rows(runId: string, queryId: string, page: PageOfRows): Promise<RowsPage> {
    return this.store.rows(known(runId), queryId, page);
  }

  list(filter: {
    readonly incidentId?: string;
    readonly status?: readonly RunStatus[];
    readonly limit: number;
  }): Promise<readonly RunSummary[]> {
    return this.store.list(filter);
  }

  openQuestions(limit: number): Promise<readonly OpenQuestion[]> {
    return this.store.openQuestions(limit);
  }

  async answer(questionId: string, answer: string, by: Person): Promise<void> {
    needs(by, 'responder', 'answer a question');
    const question = await this.store.question(questionId);
    if (isWaiting(question) && !isOffered(question, answer)) {
      const offered = question.options.length === 0 ? 'some text' : question.options.map((option) => `“${option}”`).join(', ');
      throw new TerminalError('answer-not-offered', `“${answer}” is not an answer to this question: it takes ${offered}.`);
    }
    await this.dispatcher.dispatch(await this.store.answer(questionId, answer, by));
  }

  async decide(approvalId: string, verdict: 'grant' | 'deny', by: Person, why: string | null): Promise<void> {
    needs(by, 'approver', 'decide on a change');
    await this.dispatcher.dispatch(await this.store.decide(approvalId, verdict, by, why));
  }

  cancel(runId: string, by: Person, why: string): Promise<void> {
    return this.control(runId, { kind: 'cancel', by: by.id, why }, by);
  }

  pause(runId: string, by: Person): Promise<void> {
    return this.control(runId, { kind: 'pause', by: by.id }, by);
  }

  resume(runId: string, by: Person): Promise<void> {
    return this.control(runId, { kind: 'resume', by: by.id }, by);
  }

  takeOver(runId: string, by: Person): Promise<void> {
    return this.control(runId, { kind: 'take-over', by: by.id }, by);
  }

  async retry(runId: string, by: Person): Promise<{ readonly runId: string }> {
    needs(by, 'responder', 'retry a run');
    const state = seedRetry(randomUUID(), await this.store.load(known(runId)), by.id, this.clock.now());
    await this.creating.write(state);
    await this.dispatcher.dispatch({ runId: state.run.id, wakeSeq: 0 });
    return { runId: state.run.id };
  }

  async replay(runId: string): Promise<Replay> {
    return replay(await this.store.load(known(runId)));
  }

  async incidentResolved(incidentId: string): Promise<void> {
    const woken = await this.store.incidentResolved(incidentId);
    await Promise.all(woken.map((wake) => this.dispatcher.dispatch(wake)));
  }

  events(runId: string, afterSeq: number): Promise<readonly RunEvent[]> {
    return this.store.events(known(runId), afterSeq);
  }

  onNews(listener: () => void): () => void {
    return this.feed.onAny(listener);
  }

  async *follow(runId: string, afterSeq: number, signal: AbortSignal): AsyncIterable<RunEvent> {
    const news = new News();
    const stop = this.feed.onRun(runId, () => {
      news.arrive();
    });
    try {
      for (let seen = afterSeq; !signal.aborted;) {
        const events = await this.store.events(known(runId), seen);
        for (const event of events) {
          seen = event.seq;
          yield event;
          if (event.event.type === 'run-ended') return;
        }
        if (events.length === 0) await news.wait(FOLLOW_MS, signal);
      }
    } finally {
      stop();
    }
  }

  private async control(runId: string, control: Control, by: Person): Promise<void> {
    needs(by, 'responder', `${control.kind} a run`);
    await this.dispatcher.dispatch(await this.store.control(known(runId), control, by));
  }
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/iu;

function known(runId: string): string {
  if (!UUID.test(runId)) throw new TerminalError('run-unknown', `There is no run ${runId}.`);
  return runId;
}

function needs(by: Person, role: Role, act: string): void {
  if (!hasRole(by, role)) throw new TerminalError('role-missing', `${by.name} is ${by.role}; to ${act} takes the role ${role}.`);
}
