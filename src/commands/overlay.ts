import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { TerminalError } from '../platform/errors.js';
import { createQueryReader, loadReaders } from '../qpp-plugins/index.js';
import { compileTsg, newOverlay } from '../tsg-parser/index.js';
import { readGuideFile } from './read-guides.js';

export function register(program: Command): void {
  program
    .command('overlay')
    .description('what stands beside a guide that may not be edited: X.periplus.yaml')
    .command('new <file>')
    .description('write a skeleton beside the guide: its steps with the hashes of their words, and what is asked of a person')
    .option('--print', 'on standard output instead, for instance to compare with the one there is')
    .action(async (file: string, { print }: { readonly print?: true }) => {
      await loadReaders();
      const { markdown, queryFiles } = await readGuideFile(file);
      const skeleton = newOverlay(basename(file), markdown, compileTsg(markdown, createQueryReader(), { queryFiles }));
      if (print === true) process.stdout.write(skeleton);
      else await writeNew(file.replace(/(?:\.(?:md|markdown))?$/iu, '.periplus.yaml'), skeleton);
    });
}

async function writeNew(file: string, text: string): Promise<void> {
  if (existsSync(file))
    throw new TerminalError('overlay-exists', `${file} is there already.`, {
      hint: 'See what is new with --print, and copy what you need.',
    });
  await writeFile(file, text);
  process.stdout.write(`${file} is written. It changes nothing until you fill it in.\n`);
}
