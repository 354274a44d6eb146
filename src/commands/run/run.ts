import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import { Runs, urgencyOf } from '../../dag-scheduler/index.js';
import type { ApprovalView, RunEvent } from '../../dag-scheduler/index.js';
import type { Person } from '../../gates/index.js';
import { buildReport, extractParameters } from '../../incidents/index.js';
import type { IncidentReport } from '../../incidents/index.js';
import type { Config } from '../../platform/config.js';
import { loadConfig } from '../../platform/load-config.js';
import { redactDeep } from '../../platform/redact.js';
import { showReport } from '../demo/show-report.js';
import { tellEvent } from '../demo/tell-event.js';
import { whoever } from '../whoever.js';
import { cancelWhenOnlyQuestionsAreLeft } from './only-questions.js';
import { parametersOf, readFacts } from './read-incident.js';
import { runnableOf } from './runnable.js';
import { withSources } from './with-sources.js';
import { withTestbed } from './with-testbed.js';

interface RunOptions {
  readonly guide: string;
  readonly incident?: string;
  readonly alert?: string;
  readonly param: readonly string[];
  readonly source: readonly string[];
  readonly qpp?: string;
  readonly dryRun: boolean;
  readonly approve: boolean;
  readonly testbed?: string;
  readonly json: boolean;
}

export function register(program: Command): void {
  program
    .command('run')
    .description('run one guide now, against the configured clusters and sources')
    .requiredOption('--guide <file or id>', 'a Markdown file, or a guide of the library: its id, or id@version')
    .option('--incident <file>', "an incident's text: parameters are read from it")
    .option('--alert <file>', 'one alert as JSON, as Alertmanager sends it')
    .option('--param <name=value...>', 'a parameter, as often as needed', [])
    .option('--source <name=address...>', 'a source for this run: name=postgres://…, name=sqlite:file, name=prometheus:http://…', [])
    .option('--qpp <folder>', 'query files that are not in <guide>.qpp beside the guide')
    .option('--dry-run', 'read, and try changes as server-side dry runs only', false)
    .option('--approve', 'grant what policy lets you grant; without it changes are only proposed', false)
    .option('--testbed <state directory>', 'use a running testbed (see `periplus testbed start`) instead of the configured cluster')
    .option('--json', 'one JSON event a line, and last the report', false)
    .action(async (options: RunOptions) => {
      const { startWorker } = await import('../../service.js');
      const directory = process.cwd();
      const config = withSources(await withTestbed(loadConfig(process.env, directory), options.testbed), options.source, directory);
      const worker = await startWorker(config);
      try {
        const report = await runGuide(worker.context, config, options);
        process.stdout.write(`${options.json ? JSON.stringify(redactDeep(report)) : `\n${showReport(report)}`}\n`);
        if (report.outcome === 'failed') process.exitCode = 1;
      } finally {
        await worker.stop();
      }
    });
}

async function runGuide(context: INestApplicationContext, config: Config, options: RunOptions): Promise<IncidentReport> {
  const runs = context.get(Runs);
  const by = whoever();
  const { plan, title, guideId, version, mode: allowed } = await runnableOf(context, options);
  const now = new Date();
  const cluster = config.defaultCluster ?? Object.keys(config.clusters)[0] ?? 'default';
  const facts = await readFacts(options, cluster, now);
  const parameters = { ...extractParameters(plan.parameters, facts), ...parametersOf(options.param) };
  const origin = {
    incidentId: null,
    service: facts.service,
    cluster,
    at: facts.startedAt,
    retryOf: null,
    demo: config.demo,
    startedBy: by.id,
    urgency: urgencyOf(facts.severity),
  };
  const mode = options.approve ? allowed : 'suggest';
  if (options.approve && mode !== 'act')
    process.stderr.write(`${title} is in ${mode} mode: its changes are only proposed. Promote it, or run it from its file.\n`);
  const { runId } = await runs.start({
    plan,
    guideId,
    guideTitle: title,
    guideVersion: version,
    mode,
    parameters,
    dryRun: options.dryRun,
    ...origin,
  });
  const ended = new AbortController();
  const idle = cancelWhenOnlyQuestionsAreLeft(runs, runId, by, ended.signal);
  for await (const event of runs.follow(runId, 0, ended.signal)) {
    await tell(runs, event, options.json);
    if (event.event.type === 'approval-requested' && options.approve) await approve(runs, event.event.approval, by);
  }
  ended.abort();
  await idle;
  return buildReport(await runs.view(runId), null);
}

/** Once: a change that takes a second person is left to one. */
async function approve(runs: Runs, { id, status, grants }: ApprovalView, by: Person): Promise<void> {
  if (status === 'open' && grants.length === 0) await runs.decide(id, 'grant', by, 'granted by --approve');
}

async function tell(runs: Runs, event: RunEvent, asJson: boolean): Promise<void> {
  const line = asJson
    ? JSON.stringify(redactDeep({ ...event.event, at: event.at, seq: event.seq }))
    : tellEvent(event, await runs.view(event.runId, 1));
  if (line !== null) process.stdout.write(`${line}\n`);
}
