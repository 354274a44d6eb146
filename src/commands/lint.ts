import { readFile, writeFile } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import { createQueryReader, languagesIn, loadReaders } from '../qpp-plugins/index.js';
import { fingerprint, fixGuide, lintTsg, newProblems, problemText, toSarif, type Baseline, type Problem } from '../tsg-parser/index.js';
import { linkCheck, type LinkCheck } from './link-check.js';
import { guideFiles, type GuideFile } from './read-guides.js';

interface Options {
  readonly json?: true;
  readonly format: 'text' | 'json' | 'sarif';
  readonly fix?: true;
  readonly baseline?: string;
  readonly writeBaseline?: string;
}

interface Linted {
  readonly file: string;
  readonly lines: readonly string[];
  readonly problems: readonly Problem[];
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
    .action(async (paths: string[], options: Options) => {
      const known = options.baseline === undefined ? {} : (JSON.parse(await readFile(options.baseline, 'utf8')) as Baseline);
      const guides = await allOf(guideFiles(paths));
      const links = linkCheck(guides);
      const linted: Linted[] = [];
      for (const guide of guides) {
        const { file } = guide;
        const result = await lint(guide, options, { known, links });
        linted.push(result);
        if (format(options) === 'json') print({ file, problems: result.problems.map(reported) });
        if (format(options) === 'text')
          process.stdout.write(result.problems.map((problem) => `${problemText(file, result.lines, problem)}\n`).join(''));
      }
      await conclude(linted, options);
    });
}

function format(options: Options): Options['format'] {
  return options.json === true ? 'json' : options.format;
}

/** What is known besides the guides: findings to leave out, and which files lie beside them. */
interface Surroundings {
  readonly known: Baseline;
  readonly links: LinkCheck;
}

async function lint(guide: GuideFile, options: Options, { known, links }: Surroundings): Promise<Linted> {
  const { file, markdown: source } = guide;
  await loadReaders(standsAlone(guide) ? languagesIn(source) : undefined);
  const reader = createQueryReader();
  const about = { ...guide, fileExists: (path: string): boolean => links.exists(guide, path), anyPage: !guide.named };
  let markdown = source;
  let problems = lintTsg(markdown, reader, about);
  if (options.fix === true) {
    const { markdown: mended, fixed } = fixGuide(markdown, problems);
    if (fixed.length > 0) {
      await writeFile(file, mended);
      markdown = mended;
      problems = lintTsg(markdown, reader, about);
    }
  }
  const lines = markdown.split(/\r\n?|\n/);
  return { file, lines, problems: newProblems(problems, lines, known[file] ?? []) };
}

/** Queries beside a guide may be in languages that do not occur in it. */
function standsAlone({ queryFiles = [], overlay }: GuideFile): boolean {
  return queryFiles.length === 0 && (overlay ?? null) === null;
}

async function conclude(linted: readonly Linted[], options: Options): Promise<void> {
  if (format(options) === 'sarif') print(toSarif(linted));
  if (format(options) === 'text') process.stderr.write(summary(linted));
  if (options.writeBaseline !== undefined) {
    const baseline: Baseline = Object.fromEntries(
      linted.map(({ file, lines, problems }) => [file, problems.map((problem) => fingerprint(problem, lines))]),
    );
    await writeFile(options.writeBaseline, `${JSON.stringify(baseline, null, 1)}\n`);
  }
  if (linted.some(({ problems }) => problems.some(({ severity }) => severity === 'error'))) process.exitCode = 1;
}

function summary(linted: readonly Linted[]): string {
  const count = (wanted: Problem['severity']): number =>
    linted.flatMap(({ problems }) => problems).filter(({ severity }) => severity === wanted).length;
  return `${String(linted.length)} guides: ${String(count('error'))} errors, ${String(count('warning'))} warnings, ${String(count('info'))} notes\n`;
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
