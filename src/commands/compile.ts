import { Option, type Command } from 'commander';
import { createQueryReader, loadReaders } from '../qpp-plugins/index.js';
import { compilationJson, compileTsg, toMermaid, toStepfly, type Compilation } from '../tsg-parser/index.js';
import { guideFiles } from './read-guides.js';

interface Options {
  readonly json?: true;
  readonly format: 'text' | 'json' | 'mermaid' | 'stepfly';
}

export function register(program: Command): void {
  program
    .command('compile')
    .description('compile troubleshooting guides into plans and show them')
    .argument('<path...>', 'Markdown files, or folders of them')
    .option('--json', 'one JSON object a line for each file')
    .addOption(new Option('--format <format>', 'how to show the plan').choices(['text', 'json', 'mermaid', 'stepfly']).default('text'))
    .action(async (paths: string[], options: Options) => {
      await loadReaders();
      const reader = createQueryReader();
      for await (const guide of guideFiles(paths)) {
        write(guide.file, guide.markdown, compileTsg(guide.markdown, reader, guide), options.json === true ? 'json' : options.format);
      }
    });
}

function write(file: string, markdown: string, compilation: Compilation, format: Options['format']): void {
  if (format === 'json') process.stdout.write(`${JSON.stringify(compilationJson(file, markdown, compilation))}\n`);
  else if (compilation.plan === null) refuse(file, compilation);
  else if (format === 'mermaid') process.stdout.write(toMermaid(compilation.plan));
  else if (format === 'stepfly') process.stdout.write(`${JSON.stringify(toStepfly(compilation.plan), null, 2)}\n`);
  else process.stdout.write(summary(file, compilation));
}

function refuse(file: string, { problems }: Compilation): void {
  process.exitCode = 1;
  process.stderr.write(`${file}: cannot be run\n${problems.map(({ line, message }) => `  line ${String(line)}: ${message}\n`).join('')}`);
}

function summary(file: string, { guide, plan, problems }: Compilation): string {
  if (plan === null) return '';
  const lines = plan.nodes.flatMap((node) => [
    `  ${node.id.padEnd(5)} ${node.kind.padEnd(9)} ${node.title}  (lines ${node.lines.join('-')}, ${String(node.queries.length)} queries)`,
    ...plan.edges
      .filter(({ from }) => from === node.id)
      .map(({ to, condition }) => `          → ${to}${condition === null ? '' : `  when ${condition.text}  [${condition.decidedBy}]`}`),
  ]);
  const found = problems.map(({ severity, line, rule, message }) => `  ${severity} line ${String(line)} ${rule}: ${message}`);
  return [`${file}: ${guide.title}`, `  ${plan.id}`, ...lines, ...found, ''].join('\n');
}
