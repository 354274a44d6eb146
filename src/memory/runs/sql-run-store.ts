import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { RunStore } from '../../dag-scheduler/index.js';
import type {
  Control,
  HeldRun,
  Inbox,
  Intent,
  IntentGate,
  IntentVerdict,
  Lease,
  OpenedRun,
  OpenQuestion,
  PageOfRows,
  QuestionRecord,
  RowsPage,
  RunEvent,
  RunState,
  RunSummary,
  Settlement,
  Wake,
} from '../../dag-scheduler/index.js';
import type { Person } from '../../gates/index.js';
import { Clock } from '../../platform/clock.js';
import type { ModelUse } from '../../platform/llm/budget.js';
import { whileAway } from '../database-away.js';
import type { Queryable } from '../sql.js';
import { appendAudit } from '../audit/append-audit.js';
import { auditSettlements, concernsAudit } from './audit-actions.js';
import { expireApprovals, findQuestion, storeAnswer, storeVerdict } from './answers.js';
import { commitIntent } from './commit-intent.js';
import { createRuns } from './create-run.js';
import { controlRun, readInbox, resolveIncident } from './inbox.js';
import { beatWorker, buryWorkers, claimRuns, handBackRun, leaveWorker, releaseRun, suspectStep } from './lease-runs.js';
import { listRuns, summaryOf } from './list-runs.js';
import type { RunFilter } from './list-runs.js';
import { sumModelUse } from './model-use.js';
import { openQuestions } from './open-questions.js';
import { prepared } from './prepared.js';
import { eventsAfter, loadRun, openRuns } from './load-run.js';
import { readRows } from './read-rows.js';
import { settleRuns } from './settle-runs.js';
import { listenForWakes } from './listen-for-wakes.js';

/** Runs in PostgreSQL. Each method is one transaction; the statements stand one a function beside this file. */
@Injectable()
export class SqlRunStore extends RunStore {
  private readonly hot: Queryable;

  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {
    super();
    this.hot = prepared(database);
  }

  /** One statement, or several that need no transaction. */
  private ask<T>(act: (on: Queryable) => Promise<T>): Promise<T> {
    return whileAway(() => act(this.hot));
  }

  private transaction<T>(act: (on: EntityManager) => Promise<T>): Promise<T> {
    return whileAway(() => this.database.transaction(act));
  }

  create(states: readonly RunState[]): Promise<void> {
    return whileAway(() => createRuns(this.database, this.hot, states));
  }

  claim(workerId: string, limit: number, runIds: readonly string[] | null): Promise<readonly Lease[]> {
    return this.ask((on) => claimRuns(on, workerId, limit, runIds));
  }

  /** A run leased for the first time has no more than its first event on record. */
  open(leases: readonly Lease[]): Promise<readonly OpenedRun[]> {
    const fresh = leases.filter(({ fence }) => fence === 1).map(({ runId }) => runId);
    return this.ask((on) =>
      openRuns(
        on,
        leases.map(({ runId }) => runId),
        fresh,
      ),
    );
  }

  load(runId: string, mostRows?: number): Promise<RunState> {
    return whileAway(() => this.database.transaction('REPEATABLE READ', (on) => loadRun(on, runId, mostRows)));
  }

  summary(runId: string): Promise<RunSummary> {
    return this.ask((on) => summaryOf(on, runId));
  }

  rows(runId: string, queryId: string, page: PageOfRows): Promise<RowsPage> {
    return this.ask((on) => readRows(on, runId, queryId, page));
  }

  /** One statement; where a change or a run's end is among it, a transaction with its audit entries. */
  settle(batch: readonly Settlement[]): Promise<ReadonlySet<string>> {
    if (!batch.some(concernsAudit)) return this.ask((on) => settleRuns(on, batch));
    return this.transaction(async (on) => {
      const written = await settleRuns(on, batch);
      await auditSettlements(
        on,
        batch.filter(({ lease }) => written.has(lease.runId)),
        this.clock.now(),
      );
      return written;
    });
  }

  release(lease: Lease, wakeSeq: number, wakeAt: Date | null): Promise<'released' | 'woken' | 'lease-lost'> {
    return this.ask((on) => releaseRun(on, lease, wakeSeq, wakeAt));
  }

  inbox(runId: string): Promise<Inbox> {
    return this.ask((on) => readInbox(on, runId));
  }

  expireApprovals(runId: string): Promise<void> {
    return this.ask((on) => expireApprovals(on, runId));
  }

  modelUse(runId: string): Promise<ModelUse> {
    return this.ask((on) => sumModelUse(on, runId));
  }

  suspect(lease: Lease, nodeId: string | null): Promise<void> {
    return this.ask((on) => suspectStep(on, lease, nodeId));
  }

  commitIntent(lease: Lease, intent: Intent, gate: IntentGate): Promise<IntentVerdict> {
    return this.transaction((on) => commitIntent(on, lease, intent, gate, this.clock.now()));
  }

  handBack(lease: Lease): Promise<void> {
    return this.ask((on) => handBackRun(on, lease));
  }

  beat(workerId: string, leaseMs: number): Promise<readonly HeldRun[]> {
    return this.ask((on) => beatWorker(on, workerId, leaseMs));
  }

  buryWorkers(host: string, isAlive: (pid: number, workerId: string) => boolean): Promise<number> {
    return this.ask((on) => buryWorkers(on, host, isAlive));
  }

  leave(workerId: string): Promise<void> {
    return this.transaction((on) => leaveWorker(on, workerId));
  }

  listen(onWake: (runId: string) => void, signal: AbortSignal): Promise<void> {
    return whileAway(() => listenForWakes(this.database, onWake, signal));
  }

  openQuestions(limit: number): Promise<readonly OpenQuestion[]> {
    return this.ask((on) => openQuestions(on, limit));
  }

  question(questionId: string): Promise<QuestionRecord> {
    return this.ask((on) => findQuestion(on, questionId));
  }

  answer(questionId: string, answer: string, by: Person): Promise<Wake> {
    return this.transaction((on) => storeAnswer(on, questionId, answer, by));
  }

  decide(approvalId: string, verdict: 'grant' | 'deny', by: Person, why: string | null): Promise<Wake> {
    return this.transaction((on) => storeVerdict(on, approvalId, verdict, by, why));
  }

  control(runId: string, control: Control, by: Person): Promise<Wake> {
    return this.transaction(async (on) => {
      const wake = await controlRun(on, runId, control, by);
      await appendAudit(on, { act: `run.${control.kind}`, runId, by, payload: { ...control }, at: this.clock.now() });
      return wake;
    });
  }

  incidentResolved(incidentId: string): Promise<readonly Wake[]> {
    return this.transaction((on) => resolveIncident(on, incidentId));
  }

  list(filter: RunFilter): Promise<readonly RunSummary[]> {
    return this.ask((on) => listRuns(on, filter));
  }

  events(runId: string, afterSeq: number): Promise<readonly RunEvent[]> {
    return this.ask((on) => eventsAfter(on, runId, afterSeq));
  }
}
