import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { FileFreeze } from '../gates/index.js';
import { freezeFileOf } from '../gates/gates.module.js';
import { SystemClock } from '../platform/clock.js';
import { loadConfig } from '../platform/load-config.js';

/** The kill switch from a shell. It needs neither the service nor the database. */
export function register(program: Command): void {
  program
    .command('freeze')
    .description('stop every change from now on; readings go on')
    .option('--why <sentence>', 'for those who wonder', 'frozen from the command line')
    .action(async ({ why }: { readonly why: string }) => {
      const notice = await theSwitch().freeze({ id: userInfo().username }, why);
      process.stdout.write(`Frozen by ${notice.by} at ${notice.at}: nothing will be changed until \`periplus unfreeze\`.\n`);
    });
  program
    .command('unfreeze')
    .description('allow approved changes again')
    .action(async () => {
      const wasFrozen = await theSwitch().thaw();
      process.stdout.write(wasFrozen ? 'Changes are possible again.\n' : 'Nothing was frozen.\n');
    });
}

function theSwitch(): FileFreeze {
  return new FileFreeze(freezeFileOf(loadConfig(process.env, process.cwd())), new SystemClock());
}
