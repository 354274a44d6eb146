import type { Command } from 'commander';
import { createQueryReader, loadReaders } from '../qpp-plugins/index.js';
import { compileTsg, coverageOf, sumOf } from '../tsg-parser/index.js';
import { coverageTable, tellDetails, type FileCoverage } from './coverage-table.js';
import { guideFiles } from './read-guides.js';

interface Options {
  readonly json?: true;
  readonly details?: true;
}

export function register(program: Command): void {
  program
    .command('coverage')
    .description('say, for each guide and in sum, what would run by itself, what would be asked, what is refused, and why')
    .argument('<path...>', 'Markdown files, or folders of them')
    .option('--json', 'one JSON object a line for each file, and last the sum')
    .option('--details', 'each command, question and change with its line; the default for a single guide')
    .action(async (paths: string[], { json, details }: Options) => {
      await loadReaders();
      const reader = createQueryReader();
      const all: FileCoverage[] = [];
      for await (const guide of guideFiles(paths)) {
        const coverage = { file: guide.file, ...coverageOf(compileTsg(guide.markdown, reader, guide)) };
        all.push(coverage);
        if (json === true) process.stdout.write(`${JSON.stringify(coverage)}\n`);
      }
      if (json === true) process.stdout.write(`${JSON.stringify({ sum: sumOf(all) })}\n`);
      else process.stdout.write(`${details === true || all.length === 1 ? tellDetails(all) : ''}${coverageTable(all)}`);
    });
}
