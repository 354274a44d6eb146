import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { TerminalError } from '../platform/errors.js';
import { createQueryReader, loadReaders } from '../qpp-plugins/index.js';
import { compileTsg, explainGuide, writePredicates } from '../tsg-parser/index.js';
import type { WrittenGuide } from '../tsg-parser/index.js';
import { readGuideFile, type GuideFile } from './read-guides.js';

export function register(program: Command): void {
  program
    .command('explain')
    .description('print a guide with what each of its lines became')
    .argument('<file>', 'a Markdown file')
    .option('--qpp <folder>', 'query files that are not in <guide>.qpp beside it')
    .option('--write', 'insert what was understood of each condition into the guide, as <!-- when: … -->')
    .action(async (file: string, { write, qpp }: { readonly write?: true; readonly qpp?: string }) => {
      await loadReaders();
      const guide = await readGuideFile(file, qpp);
      const { markdown } = guide;
      const reader = createQueryReader();
      if (write === true) await writeInto(guide, writePredicates(markdown, reader));
      else process.stdout.write(`${explainGuide(markdown, compileTsg(markdown, reader, guide))}\n`);
    });
}

async function writeInto({ file, overlay }: GuideFile, { markdown, written, left }: WrittenGuide): Promise<void> {
  if ((overlay ?? null) !== null)
    throw new TerminalError('guide-has-overlay', `${file} has an overlay, ${overlay?.name ?? ''}, so it is not written into.`, {
      hint: 'Write the predicates there: periplus overlay new prints them.',
    });
  if (written > 0) await writeFile(file, markdown);
  const rest = left.map(({ text, line }) => `  line ${line}: "${text}" stays prose: there is no predicate for it yet.\n`);
  process.stdout.write(
    `${file}: ${written === 0 ? 'nothing to write' : `${written} predicates written`}; the plan is the same.\n${rest.join('')}`,
  );
}
