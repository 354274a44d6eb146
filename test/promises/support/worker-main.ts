import 'reflect-metadata';
import Bull from 'bull';
import { BullDispatcher, createWorker, InProcessDispatcher, RUN_QUEUE, RunFeed } from '../../../src/dag-scheduler/index.js';
import type { Settlement } from '../../../src/dag-scheduler/index.js';
import { SqlRunStore } from '../../../src/memory/runs/index.js';
import { SystemClock } from '../../../src/platform/clock.js';
import { configSchema } from '../../../src/platform/config.js';
import { connect } from '../../../src/platform/database/data-source.js';
import { createLanguageModel } from '../../../src/platform/llm/create-language-model.js';
import { LanguageModel } from '../../../src/platform/llm/language-model.js';
import { remoteWorld } from './remote-world.js';

/** A worker as a process of its own. DIE_AT names the point where it kills itself, as `point` or `point:n` for the n-th time. */
const { DATABASE = '', WORLD = '', DIE_AT = '', LEASE_MS = '3000', REDIS = '', MAY_CHANGE = '', MODEL_URL = '' } = process.env;
const [fatalPoint, fatalCount = '1'] = DIE_AT.split(':');
let passed = 0;

function pass(point: string): void {
  if (point !== fatalPoint) return;
  passed += 1;
  if (passed === Number(fatalCount)) process.kill(process.pid, 'SIGKILL');
}

/** Dies right after a commit: what it made ready has not begun. */
class MortalStore extends SqlRunStore {
  override async settle(batch: readonly Settlement[]): Promise<ReadonlySet<string>> {
    const written = await super.settle(batch);
    pass('after-commit');
    return written;
  }

  override async claim(workerId: string, limit: number, runIds: readonly string[] | null): ReturnType<SqlRunStore['claim']> {
    const leases = await super.claim(workerId, limit, runIds);
    if (leases.length > 0) pass('after-claim');
    return leases;
  }
}

/** Dies with the verdict in its hands: it is asked again by whoever takes the run over. */
class MortalModel extends LanguageModel {
  readonly name: string;

  constructor(private readonly asked: LanguageModel) {
    super();
    this.name = asked.name;
  }

  async answer(...request: Parameters<LanguageModel['answer']>): ReturnType<LanguageModel['answer']> {
    const answer = await this.asked.answer(...request);
    pass('after-verdict');
    return answer;
  }
}

const clock = new SystemClock();
const store = new MortalStore(await connect({ url: DATABASE, migrations: [] }), clock);
const config = configSchema.parse({
  policy: MAY_CHANGE === '' ? [] : [{ ruling: 'auto' }],
  runs: { leaseMs: Number(LEASE_MS), outcomeGraceMs: 200 },
  model: MODEL_URL === '' ? {} : { name: 'small', baseUrl: MODEL_URL },
});
const model = createLanguageModel(config.model);
const worker = createWorker({
  config,
  store,
  dispatcher: REDIS === '' ? new InProcessDispatcher() : new BullDispatcher(new Bull(RUN_QUEUE, REDIS)),
  feed: new RunFeed(),
  clock,
  plugins: remoteWorld(WORLD, pass),
  incidents: { alertState: () => Promise.resolve('unknown') },
  freeze: { notice: () => Promise.resolve(null) },
  model: model === null ? null : new MortalModel(model),
});
process.on('SIGTERM', () => {
  void worker.stop().then(() => process.exit(0));
});
await worker.start();
process.stdout.write('works\n');
