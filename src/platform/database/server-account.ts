import { readFile } from 'node:fs/promises';
import { TerminalError } from '../errors.js';

/** The account PostgreSQL runs under when we are root, which it refuses to be. */
export interface ServerAccount {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * Null when we are an ordinary user: the server then runs as us. As root: `postgres` where the machine has it, else
 * `nobody`. No account is created on anybody's machine.
 */
export async function serverAccount(): Promise<ServerAccount | null> {
  if (process.getuid?.() !== 0) return null;
  const accounts = parseAccounts(await readFile('/etc/passwd', 'utf8').catch(() => ''));
  const account = accounts.find(({ name }) => name === 'postgres') ?? accounts.find(({ name }) => name === 'nobody');
  if (account !== undefined) return account;
  throw new TerminalError(
    'postgres-account-missing',
    'PostgreSQL does not run as root, and this machine has neither a `postgres` nor a `nobody` account.',
    {
      hint: 'Run as an ordinary user, or set DATABASE_URL.',
    },
  );
}

/** Reads /etc/passwd lines: name:x:uid:gid:… */
export function parseAccounts(passwd: string): readonly ServerAccount[] {
  return passwd.split('\n').flatMap((line) => {
    const [name = '', , uid = '', gid = ''] = line.split(':');
    return /^\d+$/.test(uid) && /^\d+$/.test(gid) ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}
