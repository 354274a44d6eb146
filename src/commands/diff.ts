import type { Command } from 'commander';
import { TerminalError } from '../platform/errors.js';
import { createQueryReader, loadReaders } from '../qpp-plugins/index.js';
import { compileTsg, diffPlans, type PlanDag, type QueryReader } from '../tsg-parser/index.js';
import { readGuideFile } from './read-guides.js';

export function register(program: Command): void {
  program
    .command('diff')
    .description('say in words what changed in the plan from one version of a guide to another; exits 1 if anything did')
    .argument('<before>', 'a Markdown file')
    .argument('<after>', 'a Markdown file')
    .action(async (before: string, after: string) => {
      await loadReaders();
      const reader = createQueryReader();
      const changes = diffPlans(await planOf(before, reader), await planOf(after, reader));
      process.stdout.write(changes.length === 0 ? 'The plans are the same.\n' : `${changes.join('\n')}\n`);
      if (changes.length > 0) process.exitCode = 1;
    });
}

async function planOf(file: string, reader: QueryReader): Promise<PlanDag> {
  const guide = await readGuideFile(file);
  const { plan, problems } = compileTsg(guide.markdown, reader, guide);
  if (plan === null)
    throw new TerminalError('guide-not-compiled', `${file} does not compile: ${problems[0]?.message ?? 'it holds no step'}`);
  return plan;
}
