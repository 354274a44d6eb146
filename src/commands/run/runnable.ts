import { existsSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import type { GuideMode } from '../../dag-scheduler/index.js';
import { sentenceOf, TerminalError } from '../../platform/errors.js';
import { compileTsg, DirectoryFolder, expandSubGuides, GuideLibrary, QueryReader, readGuide, withinLimit } from '../../tsg-parser/index.js';
import type { LinkedGuide, PlanDag, Problem } from '../../tsg-parser/index.js';
import { libraryVersion } from '../library-version.js';
import { readGuideFile } from '../read-guides.js';

/** What is run, and the mode it may run in: a guide of the library has one, a file is as good as the person who gives it. */
export interface Runnable {
  readonly plan: PlanDag;
  readonly title: string;
  readonly guideId: string;
  readonly version: number | null;
  readonly mode: GuideMode;
}

/** A file is compiled as it is, with what stands beside it, and what is wrong there is refused; anything else is looked up in the library. */
export async function runnableOf(
  context: Pick<INestApplicationContext, 'get'>,
  { guide: path, qpp }: { readonly guide: string; readonly qpp?: string },
): Promise<Runnable> {
  if (!existsSync(path)) return fromLibrary(context, path);
  const guide = await readGuideFile(path, qpp);
  const { plan, problems, guide: document } = compileTsg(guide.markdown, context.get(QueryReader), guide);
  const misplaced = problems.filter(isMisplaced);
  if (plan !== null && misplaced.length === 0) {
    const whole = await expandSubGuides(plan, nameOf(path), (name) => linkedFile(name, dirname(resolve(path)), context.get(QueryReader)));
    return { plan: whole, title: document.title, guideId: path, version: null, mode: 'act' };
  }
  const lines = (plan === null ? problems : misplaced).map(
    ({ line, message, suggestion }) => `  line ${line}: ${message} ${suggestion ?? ''}`,
  );
  throw new TerminalError('guide-refused', `${path} cannot be run:\n${lines.join('\n')}`);
}

function nameOf(path: string): string {
  return resolve(path).slice(1);
}

/**
 * A guide in the folder of the one that is run, or below: it is as good as the person who runs that, as far as its front matter lets it.
 * Nothing else is read, and what would be refused by itself is not run as a part either.
 */
async function linkedFile(name: string, folder: string, reader: QueryReader): Promise<LinkedGuide | null> {
  const path = resolve('/', name);
  if (!path.startsWith(`${folder}/`) || !existsSync(path)) return null;
  const file = await readGuide(new DirectoryFolder(folder), relative(folder, path)).catch(noneWhereRefused);
  if (file === null) return null;
  const { plan, problems, guide } = compileTsg(file.markdown, reader, file);
  if (plan === null || problems.some(isMisplaced)) return null;
  return { name, guideId: path, title: guide.title, mode: withinLimit('act', plan), plan };
}

function noneWhereRefused(cause: unknown): null {
  if (cause instanceof TerminalError) return null;
  throw cause;
}

/** An error in what tells the compiler how a guide is meant: it may have been meant to forbid something. */
function isMisplaced({ rule, severity }: Problem): boolean {
  return severity === 'error' && /^(?:qpp|overlay|plan-dag|predicate|front-matter)-/.test(rule);
}

/** `disk-full`, or `disk-full@3` for a version of it: any but the newest is only suggested. */
async function fromLibrary(context: Pick<INestApplicationContext, 'get'>, name: string): Promise<Runnable> {
  const library = context.get(GuideLibrary);
  const version = await libraryVersion(library, name).catch((cause: unknown) => {
    throw new TerminalError('guide-unknown', `${name} is neither a file nor a guide of the library: ${sentenceOf(cause)}`, { cause });
  });
  const { plan, guide, problems } = version;
  if (plan === null || problems.some(({ severity }) => severity === 'error'))
    throw new TerminalError('guide-refused', `The guide ${name} cannot be run: see its problems in the dashboard.`);
  const view = await library.find(version.guideId);
  const mode = plan.id === view.planId ? view.mode : 'suggest';
  return { plan: await library.expanded(view, plan), title: guide.title, guideId: version.guideId, version: version.version, mode };
}
