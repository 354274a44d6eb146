import 'reflect-metadata';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded-postgres.js';
import type { PlanDag } from '../../src/tsg-parser/index.js';
import { chain, fan } from './plans.js';
import { processorSeconds } from './processor-time.js';
import { measureRawLimits } from './raw-limits.js';
import { openRig } from './rig.js';
import type { Rig } from './rig.js';

const ELEVEN_STEPS = fan(9, 0);
const RUNS = 500;

/** Milliseconds from the start of `plan` to its end, the best of `times`. */
async function shortest(rig: Rig, plan: PlanDag, times: number): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let time = 0; time < times; time += 1) {
    const begun = performance.now();
    await rig.ended([await rig.start(plan)]);
    best = Math.min(best, performance.now() - begun);
  }
  return best;
}

interface Throughput {
  readonly stepsPerSecond: number;
  readonly processorSecondsPer1000: number;
}

async function throughput(rig: Rig, postmaster: number): Promise<Throughput> {
  const [begun, spent] = [performance.now(), processorSeconds(postmaster)];
  const runIds = await Promise.all(Array.from({ length: RUNS }, () => rig.start(ELEVEN_STEPS)));
  await rig.ended(runIds);
  const steps = RUNS * ELEVEN_STEPS.nodes.length;
  return {
    stepsPerSecond: (steps * 1_000) / (performance.now() - begun),
    processorSecondsPer1000: ((processorSeconds(postmaster) - spent) * 1_000) / steps,
  };
}

const parent = await mkdtemp(join(tmpdir(), 'periplus-bench-'));
const server = await startEmbeddedPostgres({ directory: join(parent, 'postgres'), port: 0 });
const postmaster = Number((await readFile(join(server.directory, 'postmaster.pid'), 'utf8')).split('\n')[0]);
const raw = await measureRawLimits(server.url);
console.log(
  `raw limits: ${raw.commitMs.toFixed(3)} ms a commit, ${raw.commitsPerSecondOn32.toFixed(0)} commits/s on 32, ${raw.batchRowsPerSecond.toFixed(0)} rows/s in batches`,
);
const rig = await openRig(server.url);
await shortest(rig, chain(100), 3);
const chainMs = (await shortest(rig, chain(100), 5)) / 100;
console.log(`chain of 100: ${chainMs.toFixed(3)} ms a step (target 0.40)`);
const fanRatio = (await shortest(rig, fan(9, 100), 5)) / 100;
console.log(`9 parallel steps of 100 ms: ${fanRatio.toFixed(3)} × the critical path (target 1.03)`);
await throughput(rig, postmaster);
const { stepsPerSecond, processorSecondsPer1000 } = await throughput(rig, postmaster);
console.log(
  `${RUNS} runs of 11 steps: ${stepsPerSecond.toFixed(0)} steps/s (target 12000), ${processorSecondsPer1000.toFixed(3)} s of processor per 1000 (target 0.15)`,
);
const rssMb = process.memoryUsage.rss() / 2 ** 20;
await rig.close();
await server.stop();
await rm(parent, { recursive: true, force: true });
const round = (value: number, digits: number): number => Number(value.toFixed(digits));
console.log(
  JSON.stringify({
    chain_ms_per_step: round(chainMs, 3),
    fanout_ratio: round(fanRatio, 3),
    steps_per_s: round(stepsPerSecond, 0),
    cpu_s_per_1000: round(processorSecondsPer1000, 3),
    rss_mb: round(rssMb, 0),
    commit_ms: round(raw.commitMs, 3),
    commits_per_s_32: round(raw.commitsPerSecondOn32, 0),
    batch_rows_per_s: round(raw.batchRowsPerSecond, 0),
    peers: {},
  }),
);
process.exit(0);
