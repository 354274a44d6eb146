import type { Command } from 'commander';
import { createQueryReader, loadReaders } from '../qpp-plugins/index.js';
import { compileTsg, coverageOf, type Coverage } from '../tsg-parser/index.js';
import { guideFiles } from './read-guides.js';

interface Options {
  readonly json?: true;
}

export function register(program: Command): void {
  program
    .command('coverage')
    .description('say, for each guide and in sum, what would run by itself, what would be asked and what is refused')
    .argument('<path...>', 'Markdown files, or folders of them')
    .option('--json', 'one JSON object a line for each file')
    .action(async (paths: string[], { json }: Options) => {
      await loadReaders();
      const reader = createQueryReader();
      const all: Coverage[] = [];
      for await (const guide of guideFiles(paths)) {
        const { file, markdown } = guide;
        const coverage = coverageOf(compileTsg(markdown, reader, guide));
        all.push(coverage);
        process.stdout.write(json === true ? `${JSON.stringify({ file, ...coverage })}\n` : told(file, coverage));
      }
      if (json !== true) process.stdout.write(sum(all));
    });
}

function told(file: string, { steps, runnable, byHand, changes, conditions, decidedByRule, asked, refused }: Coverage): string {
  const lines = [
    file,
    ...(refused.length > 0 ? refused.map(({ line, message }) => `  refused  line ${String(line)}: ${message}`) : []),
    `  ${String(runnable)} of ${String(steps)} steps run by themselves; ${String(decidedByRule)} of ${String(conditions)} conditions are decided by rule`,
    ...byHand.map(({ line, command, reason }) => `  by hand  line ${String(line)}: ${command}  (${reason})`),
    ...changes.map(({ line, command }) => `  changes  line ${String(line)}: ${command}`),
    ...asked.map(({ line, text }) => `  asked    line ${String(line)}: ${text}`),
  ];
  return `${lines.join('\n')}\n`;
}

function sum(all: readonly Coverage[]): string {
  const total = (of: (coverage: Coverage) => number): string => String(all.reduce((count, coverage) => count + of(coverage), 0));
  const refused = String(all.filter((coverage) => coverage.refused.length > 0).length);
  return `\n${String(all.length)} guides, ${refused} refused; ${total((one) => one.runnable)} of ${total((one) => one.steps)} steps run by themselves; ${total((one) => one.decidedByRule)} of ${total((one) => one.conditions)} conditions are decided by rule, ${total((one) => one.asked.length)} are asked; ${total((one) => one.changes.length)} commands change something\n`;
}
