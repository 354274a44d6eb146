import type { Command } from 'commander';
import type { ChainVerdict } from '../gates/index.js';
import { SqlAuditLog } from '../memory/index.js';
import { loadConfig } from '../platform/load-config.js';
import { withDatabase } from './with-database.js';

/** Checks the record of approvals, changes, promotions and keys. Exits 1 where a chain does not hold. */
export function register(program: Command): void {
  const audit = program.command('audit').description('the record of who approved, changed and promoted what');
  audit
    .command('verify')
    .description('check every hash chain, and name the first broken link of each')
    .option('--json', 'one JSON object a line')
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      const verdicts = await withDatabase(loadConfig(process.env, process.cwd()), (dataSource) => new SqlAuditLog(dataSource).verify());
      for (const verdict of verdicts) process.stdout.write(`${json ? JSON.stringify(verdict) : sentenceOf(verdict)}\n`);
      if (verdicts.length === 0 && !json) process.stdout.write('Nothing is on record yet.\n');
      if (verdicts.some(({ brokenAt }) => brokenAt !== null)) process.exitCode = 1;
    });
}

function sentenceOf({ chain, length, brokenAt }: ChainVerdict): string {
  return brokenAt === null ? `${chain}: ${length} entries, whole` : `${chain}: ${length} entries, BROKEN at entry ${brokenAt}`;
}
