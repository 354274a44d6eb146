import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { createQueryReader, loadReaders } from '../qpp-plugins/index.js';
import { lintTsg, type Problem } from '../tsg-parser/index.js';

interface Options {
  readonly json?: true;
}

export function register(program: Command): void {
  program
    .command('lint')
    .description('say what is wrong with troubleshooting guides; exits 1 for what would run wrongly')
    .argument('<file...>', 'Markdown files')
    .option('--json', 'one JSON object a line for each file')
    .action(async (files: string[], options: Options) => {
      await loadReaders();
      const reader = createQueryReader();
      for (const file of files) {
        const problems = lintTsg(await readFile(file, 'utf8'), reader);
        process.stdout.write(
          options.json === true
            ? `${JSON.stringify({ file, problems: problems.map(reported) })}\n`
            : problems.map((problem) => told(file, problem)).join(''),
        );
        if (problems.some(({ severity }) => severity === 'error')) process.exitCode = 1;
      }
    });
}

function reported({ rule, severity, line, message }: Problem): object {
  return { rule, severity, line, message };
}

function told(file: string, { line, severity, rule, message, suggestion }: Problem): string {
  return `${file}:${String(line)} ${severity} ${rule}: ${message}${suggestion === null ? '' : ` ${suggestion}`}\n`;
}
