import type { Command } from 'commander';
import { replay } from '../dag-scheduler/index.js';
import { SqlRunStore } from '../memory/index.js';
import { SystemClock } from '../platform/clock.js';
import { loadConfig } from '../platform/load-config.js';
import { withDatabase } from './with-database.js';

/** Settles a run again from its record. Exits 1 where the record says something else. */
export function register(program: Command): void {
  program
    .command('replay')
    .argument('<run>', "a run's id")
    .description('settle every edge of a run again from what is on record, reading and changing nothing')
    .option('--json', 'one JSON object', false)
    .action(async (runId: string, { json }: { readonly json: boolean }) => {
      const config = loadConfig(process.env, process.cwd());
      const state = await withDatabase(config, (dataSource) => new SqlRunStore(dataSource, new SystemClock()).load(runId));
      const { edges, differences } = replay(state);
      const verdict = differences.length === 0 ? 'the record holds' : `${differences.length} differences`;
      const lines = [`${edges} edges were settled again: ${verdict}.`, ...differences.map((difference) => `  ${difference}`)];
      process.stdout.write(`${json ? JSON.stringify({ runId, edges, differences }) : lines.join('\n')}\n`);
      if (differences.length > 0) process.exitCode = 1;
    });
}
