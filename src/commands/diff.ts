import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import type { Command } from 'commander';
import { TerminalError } from '../platform/errors.js';
import { createQueryReader, loadReaders } from '../qpp-plugins/index.js';
import { compileTsg, diffPlans, openRevision, readGuide } from '../tsg-parser/index.js';
import type { FoundGuide, PlanDag } from '../tsg-parser/index.js';
import { libraryVersion } from './library-version.js';
import { readGuideFile } from './read-guides.js';
import { withLibrary } from './with-library.js';

const WHAT = 'a Markdown file, file@revision of its git repository, or a guide of the library: id, id@version, or a plan sha256:…';

export function register(program: Command): void {
  program
    .command('diff')
    .description('say in words what changed in the plan from one version of a guide to another; exits 1 if anything did')
    .argument('<before>', WHAT)
    .argument('<after>', 'another of these')
    .action(async (before: string, after: string) => {
      const changes = diffPlans(await planOf(before), await planOf(after));
      process.stdout.write(changes.length === 0 ? 'The plans are the same.\n' : `${changes.join('\n')}\n`);
      if (changes.length > 0) process.exitCode = 1;
    });
}

async function planOf(name: string): Promise<PlanDag> {
  if (existsSync(name)) return compiled(name, await readGuideFile(name));
  const at = name.lastIndexOf('@');
  const [file, revision] = [name.slice(0, at), name.slice(at + 1)];
  if (at > 0 && /\.(?:md|markdown)$/iu.test(file)) return compiled(name, await atRevision(file, revision));
  if (/\.(?:md|markdown)$/iu.test(name)) throw new TerminalError('guide-missing', `There is no ${name}.`, { hint: `Give ${WHAT}.` });
  const { plan } = await withLibrary((library) => libraryVersion(library, name));
  return plan ?? refuse(name, 'it holds no step');
}

/** The guide with all that stood beside it then. */
async function atRevision(file: string, revision: string): Promise<FoundGuide> {
  const { folder, name } = await openRevision(file, revision);
  return readGuide(folder, name);
}

async function compiled(name: string, guide: FoundGuide): Promise<PlanDag> {
  await loadReaders();
  const { plan, problems } = compileTsg(guide.markdown, createQueryReader(), guide);
  return plan ?? refuse(name, problems[0]?.message ?? 'it holds no step');
}

function refuse(name: string, why: string): never {
  throw new TerminalError('guide-not-compiled', `${posix.basename(name)} does not compile: ${why}`);
}
