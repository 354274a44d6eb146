import { readFile, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { createQueryReader, loadReaders } from '../qpp-plugins/index.js';
import { compileTsg, explainGuide, writePredicates } from '../tsg-parser/index.js';

export function register(program: Command): void {
  program
    .command('explain')
    .description('print a guide with what each of its lines became')
    .argument('<file>', 'a Markdown file')
    .option('--write', 'insert what was understood of each condition into the guide, as <!-- when: … -->')
    .action(async (file: string, { write }: { readonly write?: true }) => {
      await loadReaders();
      const markdown = await readFile(file, 'utf8');
      const compilation = compileTsg(markdown, createQueryReader());
      if (write === true) await writeFile(file, writePredicates(markdown, compilation));
      else process.stdout.write(`${explainGuide(markdown, compilation)}\n`);
    });
}
