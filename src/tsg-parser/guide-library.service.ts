import { Injectable } from '@nestjs/common';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { AuditLog } from '../gates/index.js';
import type { Person } from '../gates/index.js';
import { Clock } from '../platform/clock.js';
import { sentenceOf, TerminalError } from '../platform/errors.js';
import { compileTsg } from './core/compile-tsg.js';
import { withinLimit } from './core/guide-view.js';
import type { GuideVersion, GuideView } from './core/guide-view.js';
import type { GuideCompanions } from './core/companions.js';
import type { QueryFile } from './core/query-file.js';
import { QueryReader } from './core/query-template.js';
import { GuideStore } from './guide-store.js';
import { isInQueryFolder, queryFolderOf, readQueryFolder } from './read-query-folder.js';

/** Larger documents are refused before they are read. */
const MAX_GUIDE_BYTES = 1_000_000;

/** What became of one file of an import. */
export interface ImportedGuide {
  readonly guide: GuideView;
  readonly changed: boolean;
}

/** upload → compile → keep → find. A guide that does not compile is kept and listed with its problems, and never run. */
@Injectable()
export class GuideLibrary {
  constructor(
    private readonly store: GuideStore,
    private readonly reader: QueryReader,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Without `queryFiles` those beside the version before are kept. @throws TerminalError `guide-too-large`, `guide-name-missing` */
  async upload(
    name: string,
    markdown: string,
    by: Person,
    defaultMode: GuideView['mode'] = 'suggest',
    companions: GuideCompanions = {},
  ): Promise<ImportedGuide> {
    if (name.trim() === '') throw new TerminalError('guide-name-missing', 'A guide needs a name, such as runbooks/disk-full.md.');
    if (Buffer.byteLength(markdown) > MAX_GUIDE_BYTES) {
      throw new TerminalError('guide-too-large', `${name} is larger than 1 MB, which no guide is.`, {
        hint: 'Split it, or check that it is the right file.',
      });
    }
    const queryFiles = companions.queryFiles ?? (await this.store.queryFiles(name.trim()));
    const compilation = compileTsg(markdown, this.reader, { queryFiles });
    const { guide, changed, lapsed } = await this.store.keep({
      name: name.trim(),
      markdown,
      queryFiles,
      compilation,
      by: by.id,
      defaultMode,
    });
    if (lapsed) await this.record('guide.mode-lapsed', { guide: guide.id, version: guide.version, mode: guide.mode }, by);
    return { guide, changed };
  }

  /**
   * Uploads every Markdown file below a directory with the query files beside it, under its path within it. A file nobody can
   * take in is told and passed over.
   */
  async importDirectory(
    directory: string,
    by: Person,
    defaultMode: GuideView['mode'] = 'suggest',
    tell: (file: string, why: string) => void = () => undefined,
  ): Promise<readonly ImportedGuide[]> {
    const imported: ImportedGuide[] = [];
    for (const file of await markdownFilesOf(directory)) {
      const name = relative(directory, file).split(sep).join('/');
      const read = await readWithCompanions(file).catch((error: unknown) => {
        tell(name, `It cannot be read: ${sentenceOf(error)}`);
        return null;
      });
      if (read !== null && Buffer.byteLength(read.markdown) > MAX_GUIDE_BYTES) tell(name, 'It is larger than 1 MB, which no guide is.');
      else if (read !== null) imported.push(await this.upload(name, read.markdown, by, defaultMode, read));
    }
    return imported;
  }

  list(): Promise<readonly GuideView[]> {
    return this.store.list();
  }

  /** @throws TerminalError `guide-unknown` */
  async find(guideId: string): Promise<GuideView> {
    return (await this.store.find(guideId)) ?? unknownGuide(guideId);
  }

  /** A kept version with its text and plan, the newest by default. @throws TerminalError `guide-unknown` */
  async version(guideId: string, version?: number): Promise<GuideVersion> {
    return (await this.store.version(guideId, version)) ?? unknownGuide(version === undefined ? guideId : `${guideId}, version ${version}`);
  }

  /** Sets how far a guide may go. `act` lapses when its plan changes. @throws TerminalError `guide-unknown`, `guide-refused`, `guide-limits-mode`, `guide-changed` */
  async promote(guideId: string, mode: GuideView['mode'], by: Person): Promise<GuideView> {
    const guide = await this.find(guideId);
    if (guide.planId === null) {
      throw new TerminalError('guide-refused', `${guide.title} does not compile, so it has no mode to set.`, {
        hint: 'Mend its problems first.',
      });
    }
    const { plan } = await this.version(guideId);
    if (withinLimit(mode, plan) !== mode) {
      throw new TerminalError('guide-limits-mode', `${guide.title} limits itself to ${plan?.limits?.mode ?? mode} in its front matter.`, {
        hint: 'Its author has to raise "mode" there first.',
      });
    }
    if (!(await this.store.promote(guideId, mode, guide.planId))) {
      throw new TerminalError('guide-changed', `${guide.title} was changed a moment ago; look at the new version first.`);
    }
    await this.record('guide.promoted', { guide: guideId, plan: guide.planId, from: guide.mode, to: mode }, by);
    return this.find(guideId);
  }

  /** A person's word that alerts of a service belong to this guide: an exact key. @throws TerminalError `guide-unknown` */
  async bind(guideId: string, service: string, by: Person): Promise<GuideView> {
    await this.find(guideId);
    await this.store.bind(guideId, service, by.id);
    await this.record('guide.bound', { guide: guideId, service }, by);
    return this.find(guideId);
  }

  /** @throws TerminalError `guide-unknown` */
  async unbind(guideId: string, service: string, by: Person): Promise<GuideView> {
    await this.find(guideId);
    if (await this.store.unbind(guideId, service)) await this.record('guide.unbound', { guide: guideId, service }, by);
    return this.find(guideId);
  }

  private record(act: string, payload: Readonly<Record<string, unknown>>, by: Person): Promise<void> {
    return this.audit.append({ act, runId: null, by, payload, at: this.clock.now() });
  }
}

function unknownGuide(name: string): never {
  throw new TerminalError('guide-unknown', `There is no guide ${name} in the library.`, { hint: 'GET /api/v1/guides lists them.' });
}

/** A guide's file with the query files beside it. */
async function readWithCompanions(file: string): Promise<{ readonly markdown: string; readonly queryFiles: readonly QueryFile[] }> {
  const [markdown, queryFiles] = await Promise.all([readFile(file, 'utf8'), readQueryFolder(queryFolderOf(file))]);
  return { markdown, queryFiles };
}

/** Links count as files: a mounted ConfigMap is made of them; its hidden `..data` folders are passed over. */
async function markdownFilesOf(directory: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => (entry.isFile() || entry.isSymbolicLink()) && /\.(?:md|markdown)$/iu.test(entry.name));
    return files
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => !/(?:^|[\\/])(?:node_modules|\.git|\.\.[^\\/]+)[\\/]/u.test(file) && !isInQueryFolder(file))
      .toSorted();
  } catch (cause) {
    throw new TerminalError('guides-missing', `The guide directory ${directory} cannot be read.`, {
      cause,
      hint: 'Mend guides.directories in periplus.yaml.',
    });
  }
}
