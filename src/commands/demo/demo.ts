import { styleText } from 'node:util';
import type { Command } from 'commander';
import { Listr } from 'listr2';
import { drawPlan } from './draw-plan.js';
import { showReport } from './show-report.js';
import { tellMatch, tellTimes } from './tell-demo.js';
import { followRun } from './follow-run.js';
import type { Terminal } from './follow-run.js';
import { DemoStage } from './demo-stage.js';
import type { DemoOptions } from './demo-stage.js';

interface Endings {
  readonly keep: boolean;
  readonly killService: boolean;
}

interface Prepared {
  stage?: DemoStage;
}

export function register(program: Command): void {
  program
    .command('demo')
    .description('break the embedded Sock Shop, page ourselves, and show what Periplus does about it')
    .option('--fault <id>', 'which fault of the shop (see `periplus testbed list`), or SS-C1 for a false alarm', 'SS-04')
    .option('--time-scale <factor>', "how much faster the shop's clock runs", Number, 30)
    .option('--seed <number>', 'seed of the shop and its load', Number, 1)
    .option('--kill-service', 'kill -9 the service in the middle of the run, and see that it goes on', false)
    .option('--keep', 'leave everything running afterwards, until Ctrl-C', false)
    .action(async (options: DemoOptions & Endings) => {
      process.exitCode = await demo(options);
    });
}

/** The whole story, from the broken shop to the report. @returns the exit code: 0 when the oracle agrees with the run. */
export async function demo(options: DemoOptions & Endings): Promise<number> {
  const terminal: Terminal = { output: process.stdout, input: process.stdin, isInteractive: process.stdout.isTTY && process.stdin.isTTY };
  const say = (text: string): void => void terminal.output.write(`${text}\n`);
  say(`${styleText(['bold', 'yellow'], 'DEMO. Nothing outside this machine is touched.')}\nI will ask before changing anything.\n`);
  const stage = await prepare(options);
  stage.endWithUs();
  try {
    const alert = await stage.breakAndWaitForAlert();
    say(
      `\n${styleText('bold', `Alert: ${alert.name}`)}  ${alert.annotations['summary'] ?? ''}\n  ${Object.entries(alert.labels)
        .map(([name, value]) => `${name}=${value}`)
        .join('  ')}\n`,
    );
    const incident = await stage.page(alert);
    say(tellMatch(incident));
    const [first] = incident.runs;
    if (first === undefined) return 1;
    const run = await followRun(stage.api, first.id, terminal, (event) => {
      if (options.killService && event.event.type === 'step-settled') stage.killServiceOnce();
    });
    if (!terminal.isInteractive) say(`\n${drawPlan(run, 120)}`);
    const report = await stage.reportOf(incident.id);
    say(`\n${showReport(report)}\n`);
    const grade = await stage.grade(report);
    say(grade.sentence);
    say(`\n${await stage.tellCards(incident.id)}\n`);
    say(tellTimes(stage.times, run));
    if (grade.isRight) await stage.resolve(incident);
    if (options.keep) await stage.stay(say);
    return grade.isRight ? 0 : 1;
  } finally {
    await stage.stop();
  }
}

async function prepare(options: DemoOptions): Promise<DemoStage> {
  const tasks = new Listr<Prepared>(
    [
      {
        title: 'Sock Shop on an embedded Kubernetes API',
        task: async (context) => {
          context.stage = await DemoStage.open(options);
        },
      },
      {
        title: 'PostgreSQL, Periplus and its dashboard',
        task: async (context, line) => {
          line.title += `: ${(await context.stage?.startService()) ?? ''}`;
        },
      },
      {
        title: 'Guides from deploy/guides, allowed to propose changes',
        task: async (context, line) => {
          line.title += `: ${(await context.stage?.allowGuides()) ?? ''}`;
        },
      },
      {
        title: 'Shoppers in the shop, everything healthy',
        task: async (context) => {
          await context.stage?.waitUntilHealthy();
        },
      },
    ],
    { rendererOptions: { collapseSubtasks: false }, fallbackRenderer: 'simple' },
  );
  const context: Prepared = {};
  try {
    await tasks.run(context);
  } catch (error) {
    await context.stage?.stop();
    throw error;
  }
  if (context.stage === undefined) throw new Error('The demo was not prepared.');
  return context.stage;
}
