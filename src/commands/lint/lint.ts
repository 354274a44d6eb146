import { readFile, writeFile } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import { problemText, toSarif, type Baseline, type Problem } from '../../tsg-parser/index.js';
import { guideFiles, type GuideFile } from '../read-guides.js';
import { linkCheck } from './link-check.js';
import { baselineOf, lintGuide, type Linted, type Surroundings } from './lint-guide.js';

interface Options {
  readonly json?: true;
  readonly format: 'text' | 'json' | 'sarif';
  readonly fix?: true;
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly against?: string;
  readonly param: readonly string[];
}

export function register(program: Command): void {
  program
    .command('lint')
    .description('say what is wrong with troubleshooting guides; exits 1 for what would run wrongly')
    .argument('<path...>', 'Markdown files, or folders of them')
    .option('--json', 'one JSON object a line for each file')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json', 'sarif']).default('text'))
    .option('--fix', 'mend what has one safe answer, in place')
    .option('--baseline <file>', 'leave out the findings this file knows')
    .option('--write-baseline <file>', 'write the findings of today to this file')
    .option(
      '--against <source>',
      'try the queries, reading only, at a source of periplus.yaml or an address: postgres://…, sqlite:file, http://…',
    )
    .option('--param <name=value...>', 'a value for --against, as often as needed', [])
    .action(async (paths: string[], options: Options) => {
      const guides = await allOf(guideFiles(paths));
      const links = linkCheck(guides);
      const known = options.baseline === undefined ? {} : (JSON.parse(await readFile(options.baseline, 'utf8')) as Baseline);
      const tryQueries = options.against === undefined ? null : await checkerFor(options.against, options.param);
      const linted = await lintAll(guides, { known, links, tryQueries, fix: options.fix === true }, format(options));
      await conclude(linted, options, links.passedOver);
    });
}

/** Loaded only where it is wanted: a source needs clients that no other lint needs. */
async function checkerFor(address: string, pairs: readonly string[]): Promise<NonNullable<Surroundings['tryQueries']>> {
  const { queryChecker } = await import('./against.js');
  return queryChecker(address, pairs);
}

async function lintAll(guides: readonly GuideFile[], surroundings: Surroundings, format: Options['format']): Promise<Linted[]> {
  const linted: Linted[] = [];
  for (const guide of guides) {
    const result = await lintGuide(guide, surroundings);
    linted.push(result);
    if (format === 'json') print({ file: guide.file, problems: result.problems.map(reported) });
    if (format === 'text')
      process.stdout.write(result.problems.map((problem) => `${problemText(guide.file, result.lines, problem)}\n`).join(''));
  }
  return linted;
}

function format(options: Options): Options['format'] {
  return options.json === true ? 'json' : options.format;
}

async function conclude(linted: readonly Linted[], options: Options, passedOver: number): Promise<void> {
  if (format(options) === 'sarif') print(toSarif(linted));
  if (format(options) === 'text') process.stderr.write(summary(linted, passedOver));
  if (options.writeBaseline !== undefined) await writeFile(options.writeBaseline, `${JSON.stringify(baselineOf(linted), null, 1)}\n`);
  if (linted.some(({ problems }) => problems.some(({ severity }) => severity === 'error'))) process.exitCode = 1;
}

function summary(linted: readonly Linted[], passedOver: number): string {
  const all = linted.flatMap(({ problems }) => problems);
  const count = (wanted: Problem['severity']): number => all.filter(({ severity }) => severity === wanted).length;
  const pages =
    passedOver === 0
      ? ''
      : `${String(passedOver)} links lead to pages that are not in these folders: an extract? Name a file to have its own listed.\n`;
  return `${pages}${String(linted.length)} guides: ${String(count('error'))} errors, ${String(count('warning'))} warnings, ${String(count('info'))} notes\n`;
}

function print(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

function reported({ rule, severity, line, message, suggestion }: Problem): object {
  return { rule, severity, line, message, suggestion };
}

async function allOf<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of source) all.push(one);
  return all;
}
