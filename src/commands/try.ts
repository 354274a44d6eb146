import { styleText } from 'node:util';
import type { Command } from 'commander';
import { createQueryReader, loadReaders } from '../qpp-plugins/index.js';
import { compileTsg, coverageOf, lintTsg } from '../tsg-parser/index.js';
import type { Coverage, Problem } from '../tsg-parser/index.js';
import { readGuideFile } from './read-guides.js';

export function register(program: Command): void {
  program
    .command('try')
    .description('what Periplus makes of a runbook of yours; needs no credentials and reaches nothing')
    .argument('<file>', 'a Markdown runbook')
    .action(async (file: string) => {
      await loadReaders();
      const reader = createQueryReader();
      const guide = await readGuideFile(file);
      const compilation = compileTsg(guide.markdown, reader, guide);
      const problems = lintTsg(guide.markdown, reader, guide);
      process.stdout.write(`${tellTrial(file, compilation.guide.title, coverageOf(compilation), problems)}\n`);
      if (compilation.plan === null) process.exitCode = 1;
    });
}

/** Steps that can be run, that would be asked about, that are refused; what would change something; lines to mend. */
export function tellTrial(file: string, title: string, coverage: Coverage, problems: readonly Problem[]): string {
  const { steps, runnable, byHand, changes, conditions, decidedByRule, asked, refused } = coverage;
  return [
    `${styleText('bold', title)}  (${file})`,
    `\n${runnable} of ${steps} steps can be run, ${decidedByRule} of ${conditions} conditions are decided by rule.`,
    ...section(
      'Refused: the guide cannot be run',
      refused.map(({ line, message }) => at(line, message)),
    ),
    ...section(
      'Would change something, after an approval',
      changes.map(({ line, command }) => at(line, command)),
    ),
    ...section(
      'Would be done by a person, with the command shown',
      byHand.map(({ line, command, reason }) => at(line, `${command}  (${reason})`)),
    ),
    ...section(
      'Would be asked',
      asked.map(({ line, text }) => at(line, `"${text}"`)),
    ),
    ...section('Lines to mend for more', mendable(problems)),
    ...(problems.length === 0 && asked.length === 0 && byHand.length === 0
      ? ['\nNothing to mend: it runs by itself up to its approvals.']
      : []),
  ].join('\n');
}

function section(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`\n${styleText('bold', heading)}`, ...lines];
}

function at(line: number, text: string): string {
  const [first = ''] = text.trim().split('\n');
  return `  line ${String(line).padStart(4)}: ${first.length > 140 ? `${first.slice(0, 139)}…` : first}`;
}

function mendable(problems: readonly Problem[]): readonly string[] {
  return problems
    .filter(({ severity }) => severity !== 'info')
    .map(
      ({ line, message, suggestion }) =>
        `${at(line, message)}${suggestion === null ? '' : `\n             ${styleText('dim', suggestion)}`}`,
    );
}
