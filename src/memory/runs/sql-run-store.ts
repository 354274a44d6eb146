import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { RunStore } from '../../dag-scheduler/index.js';
import type {
  Control,
  HeldRun,
  Inbox,
  Intent,
  IntentVerdict,
  Lease,
  OpenedRun,
  QuestionRecord,
  RunEvent,
  RunState,
  RunSummary,
  Settlement,
  Wake,
} from '../../dag-scheduler/index.js';
import type { Person } from '../../gates/index.js';
import { Clock } from '../../platform/clock.js';
import { appendAudit } from '../audit/append-audit.js';
import { auditActions } from './audit-actions.js';
import { expireApprovals, findQuestion, storeAnswer, storeVerdict } from './answers.js';
import { commitIntent } from './commit-intent.js';
import { createRuns } from './create-run.js';
import { controlRun, readInbox, resolveIncident } from './inbox.js';
import { beatWorker, buryWorkers, claimRuns, handBackRun, leaveWorker, releaseRun, suspectStep } from './lease-runs.js';
import { listRuns } from './list-runs.js';
import type { RunFilter } from './list-runs.js';
import { eventsAfter, loadRun, openRuns } from './load-run.js';
import { settleRuns } from './settle-runs.js';
import { listenForWakes } from './listen-for-wakes.js';

/** Runs in PostgreSQL. Each method is one transaction; the statements stand one a function beside this file. */
@Injectable()
export class SqlRunStore extends RunStore {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {
    super();
  }

  create(states: readonly RunState[]): Promise<void> {
    return createRuns(this.database, states);
  }

  claim(workerId: string, limit: number, runIds: readonly string[] | null): Promise<readonly Lease[]> {
    return claimRuns(this.database, workerId, limit, runIds);
  }

  /** A run leased for the first time has no more than its first event on record. */
  open(leases: readonly Lease[]): Promise<readonly OpenedRun[]> {
    const fresh = leases.filter(({ fence }) => fence === 1).map(({ runId }) => runId);
    return openRuns(
      this.database,
      leases.map(({ runId }) => runId),
      fresh,
    );
  }

  load(runId: string): Promise<RunState> {
    return this.database.transaction('REPEATABLE READ', (on) => loadRun(on, runId));
  }

  /** One statement; where an action is among it, a transaction with its audit entries. */
  settle(batch: readonly Settlement[]): Promise<ReadonlySet<string>> {
    if (batch.every(({ changes }) => changes.actions.length === 0)) return settleRuns(this.database, batch);
    return this.database.transaction(async (on) => {
      const written = await settleRuns(on, batch);
      await auditActions(
        on,
        batch.filter(({ lease }) => written.has(lease.runId)),
        this.clock.now(),
      );
      return written;
    });
  }

  release(lease: Lease, wakeSeq: number, wakeAt: Date | null): Promise<'released' | 'woken' | 'lease-lost'> {
    return releaseRun(this.database, lease, wakeSeq, wakeAt);
  }

  inbox(runId: string): Promise<Inbox> {
    return readInbox(this.database, runId);
  }

  expireApprovals(runId: string): Promise<void> {
    return expireApprovals(this.database, runId);
  }

  suspect(lease: Lease, nodeId: string | null): Promise<void> {
    return suspectStep(this.database, lease, nodeId);
  }

  commitIntent(lease: Lease, intent: Intent): Promise<IntentVerdict> {
    return this.database.transaction((on) => commitIntent(on, lease, intent, this.clock.now()));
  }

  handBack(lease: Lease): Promise<void> {
    return handBackRun(this.database, lease);
  }

  beat(workerId: string, leaseMs: number): Promise<readonly HeldRun[]> {
    return beatWorker(this.database, workerId, leaseMs);
  }

  buryWorkers(host: string, isAlive: (pid: number, workerId: string) => boolean): Promise<number> {
    return buryWorkers(this.database, host, isAlive);
  }

  leave(workerId: string): Promise<void> {
    return this.database.transaction((on) => leaveWorker(on, workerId));
  }

  listen(onWake: (runId: string) => void, signal: AbortSignal): Promise<void> {
    return listenForWakes(this.database, onWake, signal);
  }

  question(questionId: string): Promise<QuestionRecord> {
    return findQuestion(this.database, questionId);
  }

  answer(questionId: string, answer: string, by: Person): Promise<Wake> {
    return this.database.transaction((on) => storeAnswer(on, questionId, answer, by));
  }

  decide(approvalId: string, verdict: 'grant' | 'deny', by: Person, why: string | null): Promise<Wake> {
    return this.database.transaction((on) => storeVerdict(on, approvalId, verdict, by, why));
  }

  control(runId: string, control: Control, by: Person): Promise<Wake> {
    return this.database.transaction(async (on) => {
      const wake = await controlRun(on, runId, control, by);
      await appendAudit(on, { act: `run.${control.kind}`, runId, by, payload: { ...control }, at: this.clock.now() });
      return wake;
    });
  }

  incidentResolved(incidentId: string): Promise<readonly Wake[]> {
    return this.database.transaction((on) => resolveIncident(on, incidentId));
  }

  list(filter: RunFilter): Promise<readonly RunSummary[]> {
    return listRuns(this.database, filter);
  }

  events(runId: string, afterSeq: number): Promise<readonly RunEvent[]> {
    return eventsAfter(this.database, runId, afterSeq);
  }
}
