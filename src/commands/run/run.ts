import { existsSync } from 'node:fs';
import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import { Runs, urgencyOf } from '../../dag-scheduler/index.js';
import type { ApprovalView, GuideMode, RunEvent } from '../../dag-scheduler/index.js';
import type { Person } from '../../gates/index.js';
import { buildReport, extractParameters } from '../../incidents/index.js';
import type { IncidentReport } from '../../incidents/index.js';
import type { Config } from '../../platform/config.js';
import { sentenceOf, TerminalError } from '../../platform/errors.js';
import { loadConfig } from '../../platform/load-config.js';
import { compileTsg, GuideLibrary, QueryReader } from '../../tsg-parser/index.js';
import type { PlanDag } from '../../tsg-parser/index.js';
import { showReport } from '../demo/show-report.js';
import { tellEvent } from '../demo/tell-event.js';
import { libraryVersion } from '../library-version.js';
import { readGuideFile } from '../read-guides.js';
import { whoever } from '../whoever.js';
import { cancelWhenOnlyQuestionsAreLeft } from './only-questions.js';
import { parametersOf, readFacts } from './read-incident.js';
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
        process.stdout.write(`${options.json ? JSON.stringify(report) : `\n${showReport(report)}`}\n`);
        if (report.outcome === 'failed') process.exitCode = 1;
      } finally {
        await worker.stop();
      }
    });
}

async function runGuide(context: INestApplicationContext, config: Config, options: RunOptions): Promise<IncidentReport> {
  const runs = context.get(Runs);
  const by = whoever();
  const { plan, title, guideId, version, mode: allowed } = await planOf(context, options);
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
    ? JSON.stringify({ ...event.event, at: event.at, seq: event.seq })
    : tellEvent(event, await runs.view(event.runId, 1));
  if (line !== null) process.stdout.write(`${line}\n`);
}

/** What is run, and the mode it may run in: a guide of the library has one, a file is as good as the person who gives it. */
interface Runnable {
  readonly plan: PlanDag;
  readonly title: string;
  readonly guideId: string;
  readonly version: number | null;
  readonly mode: GuideMode;
}

/** A file is compiled as it is, with what stands beside it, and what is wrong there is refused; anything else is looked up in the library. */
async function planOf(context: INestApplicationContext, { guide: path, qpp }: Pick<RunOptions, 'guide' | 'qpp'>): Promise<Runnable> {
  if (!existsSync(path)) return fromLibrary(context, path);
  const guide = await readGuideFile(path, qpp);
  const { plan, problems, guide: document } = compileTsg(guide.markdown, context.get(QueryReader), guide);
  const misplaced = problems.filter(
    ({ rule, severity }) => severity === 'error' && /^(?:qpp|overlay|plan-dag|predicate|front-matter)-/.test(rule),
  );
  if (plan !== null && misplaced.length === 0) return { plan, title: document.title, guideId: path, version: null, mode: 'act' };
  const lines = (plan === null ? problems : misplaced).map(
    ({ line, message, suggestion }) => `  line ${line}: ${message} ${suggestion ?? ''}`,
  );
  throw new TerminalError('guide-refused', `${path} cannot be run:\n${lines.join('\n')}`);
}

/** `disk-full`, or `disk-full@3` for a version of it: any but the newest is only suggested. */
async function fromLibrary(context: INestApplicationContext, name: string): Promise<Runnable> {
  const library = context.get(GuideLibrary);
  const version = await libraryVersion(library, name).catch((cause: unknown) => {
    throw new TerminalError('guide-unknown', `${name} is neither a file nor a guide of the library: ${sentenceOf(cause)}`, { cause });
  });
  const { plan, guide } = version;
  if (plan === null) throw new TerminalError('guide-refused', `The guide ${name} cannot be run: see its problems in the dashboard.`);
  const { planId, mode } = await library.find(version.guideId);
  return { plan, title: guide.title, guideId: version.guideId, version: version.version, mode: plan.id === planId ? mode : 'suggest' };
}
