import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { hashOfKey, ROLES } from '../gates/index.js';
import type { People, Role } from '../gates/index.js';
import { SqlPeople } from '../memory/index.js';
import { SystemClock } from '../platform/clock.js';
import { TerminalError } from '../platform/errors.js';
import { loadConfig } from '../platform/load-config.js';
import { whoever } from './whoever.js';
import { withDatabase } from './with-database.js';

/** API keys beside those of periplus.yaml. Whoever reaches the database may issue them; every issue is on record. */
export function register(program: Command): void {
  const keys = program.command('keys').description('API keys, beside those that periplus.yaml names');
  keys
    .command('issue <name>')
    .description('make a key and show it once; only its hash is kept')
    .option('--role <role>', ROLES.join(' | '), 'viewer')
    .action(async (name: string, { role }: { readonly role: string }) => {
      const key = `pp_${randomBytes(24).toString('base64url')}`;
      await withPeople((people) => people.issue({ name, sha256: hashOfKey(key), role: knownRole(role) }, whoever()));
      process.stdout.write(`${key}\n`);
    });
  keys
    .command('revoke <name>')
    .description('a revoked key opens nothing from now on')
    .action(async (name: string) => {
      const wasValid = await withPeople((people) => people.revoke(name, whoever()));
      process.stdout.write(wasValid ? `The key ${name} is revoked.\n` : `There is no valid key called ${name}.\n`);
    });
  keys
    .command('list')
    .description('names and roles of the valid keys')
    .action(async () => {
      for (const { name, role } of await withPeople((people) => people.keys())) process.stdout.write(`${name}  ${role}\n`);
    });
}

function withPeople<T>(act: (people: People) => Promise<T>): Promise<T> {
  return withDatabase(loadConfig(process.env, process.cwd()), (dataSource) => act(new SqlPeople(dataSource, new SystemClock())));
}

function knownRole(role: string): Role {
  const known = ROLES.find((candidate) => candidate === role);
  if (known === undefined)
    throw new TerminalError('role-invalid', `There is no role ${role}.`, { hint: `Choose one of ${ROLES.join(', ')}.` });
  return known;
}
