import { styleText } from 'node:util';
import type { Command } from 'commander';
import type { Config, SourceConfig } from '../platform/config.js';
import { connect } from '../platform/database/data-source.js';
import { sentenceOf } from '../platform/errors.js';
import { createClusters } from '../platform/kubernetes/create-clusters.js';
import { loadConfig, readCredential } from '../platform/load-config.js';
import { runTest } from './examination.js';
import type { Examination } from './examination.js';
import { examineModel } from './examine-model.js';

export function register(program: Command): void {
  program
    .command('doctor')
    .description('say what is in use, test each connection, and say what to set')
    .option('--json', 'one JSON object a line', false)
    .action(async ({ json }: { readonly json: boolean }) => {
      const config = loadConfig(process.env, process.cwd());
      const examinations = (await Promise.all(examine(config))).flat();
      for (const examination of examinations) process.stdout.write(`${json ? JSON.stringify(examination) : show(examination)}\n`);
      if (examinations.some(({ state }) => state === 'bad')) process.exitCode = 1;
    });
}

function show({ subject, state, sentence }: Examination): string {
  const mark = { good: styleText('green', '✓'), bad: styleText('red', '✗'), unset: styleText('dim', '·') }[state];
  return `${mark} ${subject.padEnd(22)} ${sentence}`;
}

function examine(config: Config): readonly Promise<readonly Examination[]>[] {
  return [
    examineDatabase(config),
    examineClusters(config),
    ...Object.entries(config.sources).map(([name, source]) => examineSource(name, source)),
    Promise.resolve(examineDoor(config)),
    Promise.resolve(examineChannels(config)),
    examineModel(config).then((examination) => [examination]),
  ];
}

async function examineDatabase({ database, redisUrl }: Config): Promise<readonly Examination[]> {
  const dispatch: Examination = {
    subject: 'dispatch',
    state: 'good',
    sentence: redisUrl === undefined ? 'in process (set REDIS_URL for several workers)' : 'Redis',
  };
  if (database.url === undefined) {
    return [
      {
        subject: 'database',
        state: 'good',
        sentence: `embedded PostgreSQL, data in ${database.directory} (set DATABASE_URL for a server of your own)`,
      },
      dispatch,
    ];
  }
  const { url } = database;
  const examined = await runTest('database', async () => {
    const dataSource = await connect({ url, migrations: [], poolSize: 1 });
    const [row] = await dataSource.query<{ server_version: string }[]>('show server_version');
    await dataSource.destroy();
    return `PostgreSQL ${row?.server_version ?? 'of unknown version'} by DATABASE_URL`;
  });
  return [examined, dispatch];
}

async function examineClusters(config: Config): Promise<readonly Examination[]> {
  const clusters = createClusters(config);
  if (clusters.names().length === 0)
    return [{ subject: 'cluster', state: 'unset', sentence: 'no cluster configured: set KUBECONFIG, or clusters in periplus.yaml' }];
  return Promise.all(
    clusters.names().map((name) =>
      runTest(`cluster ${name}`, async () => {
        const { value } = await clusters.reader(name).raw('/version', AbortSignal.timeout(5_000));
        const identity = config.clusters[name]?.actor === undefined ? 'read-only: no actor identity' : 'reader and actor';
        return `Kubernetes ${(value as { readonly gitVersion?: string }).gitVersion ?? 'of unknown version'}, ${identity}`;
      }),
    ),
  );
}

async function examineSource(name: string, source: SourceConfig): Promise<readonly Examination[]> {
  const subject = `${source.kind} ${name}`;
  const { url } = source;
  if (source.kind !== 'prometheus' || url === undefined) {
    const isSet = url !== undefined || source.credential !== undefined || source.hosts.length > 0;
    return [{ subject, state: isSet ? 'good' : 'bad', sentence: isSet ? 'configured' : 'has neither url nor credential nor hosts' }];
  }
  return [
    await runTest(subject, async () => {
      const response = await fetch(`${url}/api/v1/status/buildinfo`, { signal: AbortSignal.timeout(5_000) });
      if (!response.ok) throw new Error(`${url} answered ${response.status}`);
      const { data } = (await response.json()) as { readonly data?: { readonly version?: string } };
      return `version ${data?.version ?? 'unknown'}`;
    }),
  ];
}

function examineDoor({ http, security }: Config): readonly Examination[] {
  const isLoopback = ['127.0.0.1', '::1', 'localhost'].includes(http.host);
  if (isLoopback) return [{ subject: 'door', state: 'good', sentence: `${http.host}:${http.port}, this machine only` }];
  const isLocked = security.apiKeys.length > 0;
  return [
    {
      subject: 'door',
      state: isLocked ? 'good' : 'bad',
      sentence: isLocked
        ? `${http.host}:${http.port}, ${security.apiKeys.length} API keys`
        : `${http.host}:${http.port} without an API key: the service will refuse to start`,
    },
  ];
}

function examineChannels({ pagerduty, teams }: Config): readonly Examination[] {
  const readable = (subject: string, credentials: readonly Parameters<typeof readCredential>[0][], unset: string): Examination => {
    if (credentials.length === 0) return { subject, state: 'unset', sentence: unset };
    try {
      for (const credential of credentials) readCredential(credential);
      return { subject, state: 'good', sentence: 'configured' };
    } catch (error) {
      return { subject, state: 'bad', sentence: sentenceOf(error) };
    }
  };
  return [
    readable('pagerduty webhook', pagerduty.secrets, 'no signing secret: webhooks are refused; set PAGERDUTY_WEBHOOK_SECRET'),
    readable(
      'pagerduty api',
      pagerduty.apiToken === undefined ? [] : [pagerduty.apiToken],
      'no token: alert details cannot be fetched; set PAGERDUTY_API_TOKEN',
    ),
    readable(
      'teams',
      teams.workflowsUrl === undefined ? [] : [teams.workflowsUrl],
      'no Workflows URL: cards stay in the outbox page; set TEAMS_WORKFLOWS_URL',
    ),
  ];
}
