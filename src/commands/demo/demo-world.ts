import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { TerminalError } from '../../platform/errors.js';
import { endProgram, isRunning } from '../child.js';

export const DEMO_DIRECTORY = '.periplus/demo';

/** Who runs the demo and what belongs to it, kept on disk so that the next demo can clear up after a killed one. */
export interface DemoRecord {
  readonly ownerPid: number;
  readonly servicePid: number;
}

const SHIPPED_GUIDES = fileURLToPath(new URL('../../../../deploy/guides/', import.meta.url));

const recordFile = (): string => join(DEMO_DIRECTORY, 'demo.json');

export async function keepRecord(record: DemoRecord): Promise<void> {
  await writeFile(recordFile(), JSON.stringify(record));
}

/** Ends the service a killed demo left behind. @throws when another demo is alive. */
export async function clearUpAfterEarlierDemo(): Promise<void> {
  await mkdir(DEMO_DIRECTORY, { recursive: true });
  const text = await readFile(recordFile(), 'utf8').catch(() => null);
  if (text === null) return;
  const record = JSON.parse(text) as DemoRecord;
  if (record.ownerPid !== process.pid && isRunning(record.ownerPid)) {
    throw new TerminalError('demo-running', `A demo is running already (process ${record.ownerPid}).`, {
      hint: 'Look at http://127.0.0.1:3000, or end it with Ctrl-C in its terminal.',
    });
  }
  if (isRunning(record.servicePid)) await endProgram(record.servicePid);
  await rm(recordFile(), { force: true });
}

/** @throws TerminalError that names the port and the variable when somebody listens there. */
export async function refuseTakenPort(port: number): Promise<void> {
  const isTaken = await new Promise<boolean>((answer) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      answer(true);
    });
    socket.once('error', () => {
      answer(false);
    });
  });
  if (isTaken)
    throw new TerminalError('port-taken', `Port ${port} on 127.0.0.1 is taken by another program.`, {
      hint: 'End it, or choose another port: PERIPLUS_PORT=3001 npm run demo',
    });
}

export interface DemoSecrets {
  readonly webhookSecret: string;
  readonly pagerToken: string;
}

/** The secrets between the stand-in pager and the service, made anew for each demo. */
export function makeSecrets(): DemoSecrets {
  return { webhookSecret: randomBytes(24).toString('hex'), pagerToken: randomBytes(12).toString('hex') };
}

/** The same configuration a real installation writes; only addresses and secrets differ. @returns its path. */
export async function writeDemoConfig(
  port: number,
  testbed: { readonly kubernetes: string; readonly prometheus: string },
  pagerUrl: string,
  secrets: DemoSecrets,
  timeScale: number,
): Promise<string> {
  const secretFile = async (name: string, value: string): Promise<{ file: string }> => {
    const file = resolve(DEMO_DIRECTORY, name);
    await writeFile(file, value, { mode: 0o600 });
    return { file };
  };
  const config = {
    demo: true,
    http: { host: '127.0.0.1', port },
    database: { directory: resolve('.periplus/postgres') },
    clusters: { testbed: { server: testbed.kubernetes, actor: {} } },
    defaultCluster: 'testbed',
    guides: { directories: [SHIPPED_GUIDES] },
    sources: { prometheus: { kind: 'prometheus', url: testbed.prometheus } },
    pagerduty: {
      secrets: [await secretFile('webhook-secret', secrets.webhookSecret)],
      apiUrl: pagerUrl,
      apiToken: await secretFile('pager-token', secrets.pagerToken),
      fromEmail: 'periplus@example.org',
    },
    runs: { guideTimeScale: timeScale, outcomeGraceMs: 5_000 },
  };
  const file = resolve(DEMO_DIRECTORY, 'periplus.yaml');
  await writeFile(file, `# Written by the demo at each start.\n${stringify(config)}`);
  return file;
}
