import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { FileFreeze } from '../gates/index.js';
import { freezeFileOf } from '../gates/gates.module.js';
import { SystemClock } from '../platform/clock.js';
import { SqlFreezeRecord } from '../memory/index.js';
import type { Config } from '../platform/config.js';
import { sentenceOf } from '../platform/errors.js';
import { loadConfig } from '../platform/load-config.js';
import { withDatabase } from './with-database.js';

/** The kill switch from a shell. It needs neither the service nor the database. */
export function register(program: Command): void {
  program
    .command('freeze')
    .description('stop every change from now on; readings go on')
    .option('--why <sentence>', 'for those who wonder', 'frozen from the command line')
    .action(async ({ why }: { readonly why: string }) => {
      const config = loadConfig(process.env, process.cwd());
      const notice = await theSwitch(config).freeze({ id: userInfo().username }, why);
      await tellOtherHosts(config, (record) => record.write(notice));
      process.stdout.write(`Frozen by ${notice.by} at ${notice.at}: nothing will be changed until \`periplus unfreeze\`.\n`);
    });
  program
    .command('unfreeze')
    .description('allow approved changes again')
    .action(async () => {
      const config = loadConfig(process.env, process.cwd());
      const wasRecorded = (await tellOtherHosts(config, (record) => record.clear())) === true;
      const wasFrozen = (await theSwitch(config).thaw()) || wasRecorded;
      process.stdout.write(wasFrozen ? 'Changes are possible again.\n' : 'Nothing was frozen.\n');
    });
}

function theSwitch(config: Config): FileFreeze {
  return new FileFreeze(freezeFileOf(config), new SystemClock());
}

/** Workers of other hosts do not see this host's file. A database that does not answer holds nothing up here. */
async function tellOtherHosts<T>(config: Config, tell: (record: SqlFreezeRecord) => Promise<T>): Promise<T | null> {
  if (config.database.url === undefined) return null;
  try {
    return await withDatabase(config, (dataSource) => tell(new SqlFreezeRecord(dataSource)));
  } catch (error) {
    process.stderr.write(`The database does not answer, so the workers of other hosts were not told: ${sentenceOf(error)}\n`);
    return null;
  }
}
