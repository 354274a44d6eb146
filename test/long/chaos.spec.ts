import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunView } from '../../src/dag-scheduler/index.js';
import { Play } from '../support/play-run.js';
import { randomOf, randomPlan } from '../support/random-plan.js';
import { ada, runBench } from '../support/run-bench.js';
import type { RunBench } from '../support/run-bench.js';
import { brokenInvariants } from '../promises/support/invariants.js';
import { startWorker } from '../promises/support/start-worker.js';
import type { WorkerProcess } from '../promises/support/start-worker.js';
import { startWorldServer } from '../promises/support/world-server.js';
import type { WorldServer } from '../promises/support/world-server.js';

const SEED = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000);
const RUNS = Number(process.env['CHAOS_RUNS'] ?? 300);
const KILLS = Number(process.env['CHAOS_KILLS'] ?? 200);
const WORKERS = 4;
const LONGEST_MS = 8 * 60_000;

let bench: RunBench;
let world: WorldServer;
const workers: (WorkerProcess | null)[] = [];
beforeAll(async () => {
  [bench, world] = await Promise.all([runBench(), startWorldServer()]);
});
afterAll(async () => {
  for (const worker of workers) worker?.signal('SIGKILL');
  await Promise.all(workers.flatMap((worker) => (worker === null ? [] : [worker.gone])));
  await world.close();
  await bench.close();
});

/** The same question always gets the same answer, from whomever it comes and however often it is asked. */
function answerTo(text: string, options: readonly string[]): string {
  if (options.includes('yes')) return text.length % 2 === 0 ? 'yes' : 'no';
  return options.find((option) => option === 'none of these' || option === 'go on without it' || option === 'go on') ?? options[0] ?? 'ok';
}

async function answerAll(): Promise<void> {
  const open = await bench.database.query<{ id: string; text: string; options: string[] }[]>(
    "select id, text, options from run_questions where status = 'open'",
  );
  for (const { id, text, options } of open) await bench.runs.answer(id, answerTo(text, options), ada).catch(() => undefined);
}

async function keepKilling(random: () => number, score: { kills: number }, isOver: () => boolean): Promise<void> {
  const start = async (slot: number): Promise<void> => {
    workers[slot] = await startWorker({ database: bench.url, world: world.url, mayChange: true });
  };
  await Promise.all(Array.from({ length: WORKERS }, (_item, slot) => start(slot)));
  const starting = new Set<Promise<void>>();
  while (!isOver() && score.kills < KILLS) {
    await sleep(100 + random() * 400);
    const slot = Math.floor(random() * WORKERS);
    const victim = workers[slot];
    if (victim === null || victim === undefined) continue;
    workers[slot] = null;
    victim.signal('SIGKILL');
    score.kills += 1;
    const restarting: Promise<void> = victim.gone.then(() => start(slot)).finally(() => starting.delete(restarting));
    starting.add(restarting);
  }
  await Promise.all(starting);
}

/** Which of its rounds killed a looping step is not in the view: such a run is checked by the invariants alone. */
function hasFailedInLoop({ plan, steps }: RunView): boolean {
  return plan.loops.some((loop) => steps.some(({ id, status }) => id === loop.from && status === 'failed'));
}

/** What the core alone makes of the plan, with the same readings, the same answers and the same steps that failed. */
function playedLike(view: RunView, seed: number): Play {
  const script = Object.fromEntries(
    view.plan.nodes.map((node) => {
      const failed = view.steps.find(({ id, status }) => id === node.id && status === 'failed');
      return [node.id, failed === undefined ? (node.queries[0]?.text ?? '') : new Error(failed.because ?? 'failed')];
    }),
  );
  const play = new Play(randomPlan(seed), script).toRest();
  for (let question = play.openQuestion; question !== undefined; question = play.openQuestion)
    play.answer(answerTo(question.text, question.options)).toRest();
  return play;
}

test(
  `${RUNS} random runs end as the core says while workers are killed at random (CHAOS_SEED=${SEED})`,
  async () => {
    const random = randomOf(SEED);
    const seeds = Array.from({ length: RUNS }, () => Math.floor(random() * 2 ** 31));
    const runIds: string[] = [];
    let isOver = false;
    const score = { kills: 0 };
    const killing = keepKilling(random, score, () => isOver);
    const deadline = AbortSignal.timeout(LONGEST_MS - 30_000);
    for (;;) {
      // As many runs as there were kills in proportion, so that there is always something to kill.
      const due = Math.min(RUNS, Math.ceil((RUNS * (score.kills + 1)) / KILLS));
      const next = seeds.slice(runIds.length, due);
      for (const seed of next) runIds.push(await bench.start(randomPlan(seed)));
      await answerAll();
      const [{ left } = { left: 1 }] = await bench.database.query<{ left: number }[]>(
        'select count(*)::int as left from runs where ended_at is null',
      );
      if ((left === 0 && runIds.length === RUNS) || deadline.aborted) break;
      await sleep(200);
    }
    isOver = true;
    await killing;
    console.log(`${RUNS} runs, ${score.kills} kills, ${world.accepted.length} changes, ${world.asked.length} readings`);
    const views = await Promise.all(runIds.map((runId) => bench.runs.view(runId)));
    expect(views.filter(({ endedAt }) => endedAt === null)).toEqual([]);
    expect(new Set(world.accepted).size).toBe(world.accepted.length);
    expect(await brokenInvariants(bench.database)).toEqual([]);
    for (const [index, view] of views.entries()) {
      if (hasFailedInLoop(view)) continue;
      const play = playedLike(view, seeds[index] ?? 0);
      const name = `run ${view.id} of seed ${seeds[index] ?? 0}`;
      expect([name, view.steps.map(({ id, status }) => `${id} ${status}`).join(', ')]).toEqual([name, play.steps]);
      expect([name, view.edges]).toEqual([name, play.view.edges]);
    }
  },
  LONGEST_MS,
);
