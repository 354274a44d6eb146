import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { sentenceOf } from '../platform/errors.js';
import { about, logger } from '../platform/logger.js';
import { LiveRun } from './live-run.js';
import type { Lease, OpenedRun } from './run-store.js';
import type { RunDispatcher } from './dispatch/run-dispatcher.js';
import type { RunTools } from './step-run.js';

const SWEEP_MS = 1_000;
/** Runs kept in memory at once; the rest wait in the database, the most urgent first. */
const MOST_LIVE = 1_000;
/** While the database is so far behind no further runs are taken on. */
const MOST_UNWRITTEN = 2_000;
/** What is under way is waited for this long, and the database for this much more: the process itself ends after 20 s. */
const DRAIN_MS = 10_000;
const FAREWELL_MS = 3_000;

/** Workers of this operating-system process, so that none of them buries another. */
const ownWorkers = new Set<string>();

/** One worker: claims due runs, keeps each in memory while it has something to do, and says that it is alive. */
export class Scheduler {
  readonly workerId = `${hostname()}|${process.pid}|${randomUUID()}`;
  private readonly live = new Map<string, LiveRun>();
  private readonly opening = new Set<string>();
  private strays = new Set<string>();
  private readonly wanted = new Set<string>();
  private readonly stopping = new AbortController();
  private readonly loops: Promise<void>[] = [];
  private claiming = false;

  constructor(
    private readonly tools: RunTools,
    private readonly dispatcher: RunDispatcher,
  ) {}

  /** Takes over what dead workers of this host left behind, then works until `stop`. */
  async start(): Promise<void> {
    ownWorkers.add(this.workerId);
    await this.beat();
    await this.tools.store.buryWorkers(hostname(), isWorkerAlive);
    this.dispatcher.consume((runId) => {
      this.wake(runId);
    });
    this.loops.push(
      this.repeat(this.tools.settings.leaseMs / 3, () => this.beat()),
      this.repeat(SWEEP_MS, () => this.claim(null)),
      this.repeat(SWEEP_MS, () =>
        this.tools.store.listen((runId) => {
          this.wake(runId);
        }, this.stopping.signal),
      ),
    );
    await this.claim(null);
  }

  /** Stops claiming, waits for what is under way to be committed, and hands the runs back. What takes longer is left to the leases' end. */
  async stop(drainMs = DRAIN_MS, farewellMs = FAREWELL_MS): Promise<void> {
    if (this.stopping.signal.aborted) return;
    this.stopping.abort();
    await this.dispatcher.close();
    await within(drainMs, this.finish());
    for (const run of this.live.values()) run.lose();
    if (!(await within(farewellMs, this.leave())))
      logger.warn({ workerId: this.workerId }, 'The runs could not be handed back; their leases will expire.');
    ownWorkers.delete(this.workerId);
  }

  private async finish(): Promise<void> {
    await Promise.all([...this.live.values()].map((run) => run.drain()));
    await this.tools.writer.idle();
  }

  private async leave(): Promise<void> {
    await Promise.all(this.loops);
    await this.tools.store.leave(this.workerId);
  }

  /** Something was written for a run. Its holder looks at once; where nobody holds it, it is claimed. */
  wake(runId: string): void {
    if (this.stopping.signal.aborted) return;
    const run = this.live.get(runId);
    if (run === undefined) {
      this.wanted.add(runId);
      void this.claimWanted();
      return;
    }
    this.wanted.add(runId);
    run.wake().catch((error: unknown) => {
      this.letGo(run, error);
    });
  }

  private async claimWanted(): Promise<void> {
    if (this.claiming) return;
    this.claiming = true;
    // Wake-ups of one turn of the event loop are claimed together.
    await Promise.resolve();
    while (this.wanted.size > 0 && !this.stopping.signal.aborted) {
      const runIds = [...this.wanted].filter((runId) => !this.live.has(runId));
      this.wanted.clear();
      if (runIds.length > 0)
        await this.claim(runIds).catch((error: unknown) => {
          logger.warn({ sentence: sentenceOf(error) }, 'Runs could not be claimed.');
        });
    }
    this.claiming = false;
  }

  private async claim(runIds: readonly string[] | null): Promise<void> {
    const room = this.tools.writer.backlog > MOST_UNWRITTEN ? 0 : MOST_LIVE - this.live.size;
    if (room <= 0) return;
    const leases = await this.tools.store.claim(this.workerId, room, runIds);
    if (leases.length === 0) return;
    for (const { runId } of leases) this.opening.add(runId);
    const opened = await this.load(leases);
    for (const { runId } of leases) this.opening.delete(runId);
    await Promise.all(opened.map(([lease, run]) => about({ runId: lease.runId }, () => this.open(lease, run))));
  }

  /** All at once; where that fails, one by one, so that a run that cannot be read keeps nobody else from working. */
  private async load(leases: readonly Lease[]): Promise<readonly (readonly [Lease, OpenedRun])[]> {
    try {
      const opened = new Map((await this.tools.store.open(leases)).map((run) => [run.state.run.id, run]));
      return leases.flatMap((lease) => {
        const run = opened.get(lease.runId);
        return run === undefined ? [] : [[lease, run] as const];
      });
    } catch (error) {
      if (leases.length > 1) return (await Promise.all(leases.map((lease) => this.load([lease])))).flat();
      for (const lease of leases) await this.giveUp(lease, error);
      return [];
    }
  }

  private async open(lease: Lease, { state, inbox }: OpenedRun): Promise<void> {
    const { runId } = lease;
    this.live.get(runId)?.lose();
    const run: LiveRun = new LiveRun(lease, state, this.tools, (how) => {
      this.close(run, how);
    });
    this.live.set(runId, run);
    try {
      await run.begin(inbox);
    } catch (error) {
      run.lose();
      await this.giveUp(lease, error);
    }
  }

  private async giveUp(lease: Lease, error: unknown): Promise<void> {
    logger.error({ runId: lease.runId, sentence: sentenceOf(error) }, 'A run could not be taken up; it is handed back and tried again.');
    await this.handBack(lease);
  }

  /** A run has ended or was let go. What was wanted of it meanwhile is looked at again. */
  private close(run: LiveRun, how: 'in-order' | 'in-trouble'): void {
    const { lease } = run;
    if (this.live.get(lease.runId) === run) this.live.delete(lease.runId);
    if (how === 'in-trouble') void this.handBack(lease);
    else if (this.wanted.has(lease.runId)) void this.claimWanted();
  }

  private async handBack(lease: Lease): Promise<void> {
    await this.tools.store.handBack(lease).catch((error: unknown) => {
      logger.warn({ runId: lease.runId, sentence: sentenceOf(error) }, 'A run could not be handed back; the next beat tries again.');
    });
  }

  private letGo(run: LiveRun, error: unknown): void {
    logger.warn({ runId: run.lease.runId, sentence: sentenceOf(error) }, 'A run was let go; it will be taken up again.');
    run.lose('in-trouble');
  }

  /** Says that this worker is alive. Runs that are no longer its own are dropped, woken ones look again. */
  private async beat(): Promise<void> {
    const before = [...this.live.values()];
    const held = await this.tools.store.beat(this.workerId, this.tools.settings.leaseMs);
    const fences = new Map(held.map(({ lease }) => [lease.runId, lease.fence]));
    for (const run of before) if (fences.get(run.lease.runId) !== run.lease.fence) run.lose();
    for (const { lease, wakeSeq } of held) if (this.live.get(lease.runId)?.isBehind(wakeSeq) === true) this.wake(lease.runId);
    await this.handBackStrays(held.map(({ lease }) => lease));
  }

  /** Runs that are leased to this worker and not in its memory at two beats in a row. */
  private async handBackStrays(held: readonly Lease[]): Promise<void> {
    const strays = held.filter(({ runId }) => !this.live.has(runId) && !this.opening.has(runId));
    for (const lease of strays) if (this.strays.has(lease.runId)) await this.handBack(lease);
    this.strays = new Set(strays.map(({ runId }) => runId));
  }

  private async repeat(everyMs: number, act: () => Promise<void>): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await act().catch((error: unknown) => {
        if (!signal.aborted) logger.warn({ sentence: sentenceOf(error) }, 'The database did not answer the scheduler; it tries again.');
      });
      await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** @returns whether it was done in time, and went well */
async function within(ms: number, act: Promise<void>): Promise<boolean> {
  const done = act.then(
    () => true,
    () => false,
  );
  return Promise.race([done, sleep(ms, false, { ref: false })]);
}

function isWorkerAlive(pid: number, workerId: string): boolean {
  if (pid === process.pid) return ownWorkers.has(workerId);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
