import { Injectable } from '@nestjs/common';
import type { Person } from '../gates/index.js';
import { PeriplusError, sentenceOf } from '../platform/errors.js';
import type { GuideView } from './core/guide-view.js';
import { guidesIn, type FoundGuide, type GuideFolder, type PassedOver } from './folders/guide-folder.js';
import { GuideLibrary, type ImportedGuide } from './guide-library.service.js';

export interface ImportOptions {
  readonly defaultMode?: GuideView['mode'];
  /** Put before each name: `payments/`. */
  readonly prefix?: string;
  /** Whether to remember the commit each guide was taken from. */
  readonly withOrigin?: boolean;
}

/** What became of one file: kept in the library, or passed over and why. */
export type Imported = ImportedGuide | PassedOver;

/** Takes in every guide of a folder, under its path within it, with all that stands beside it. The same folder again changes nothing. */
@Injectable()
export class GuideImporter {
  constructor(private readonly library: GuideLibrary) {}

  /** One result a file, as it comes. @throws TerminalError `folder-unreadable` */
  async *import(folder: GuideFolder, by: Person, options: ImportOptions = {}): AsyncGenerator<Imported> {
    for await (const found of guidesIn(folder)) yield 'why' in found ? found : await this.keep(folder, found, by, options);
  }

  private async keep(folder: GuideFolder, found: FoundGuide, by: Person, options: ImportOptions): Promise<Imported> {
    const { defaultMode = 'suggest', prefix = '', withOrigin = false } = options;
    const { name, markdown, ...companions } = found;
    try {
      const origin = withOrigin ? await folder.originOf(name, markdown) : null;
      return await this.library.upload(`${prefix}${name}`, markdown, by, defaultMode, { ...companions, origin });
    } catch (error) {
      if (!(error instanceof PeriplusError)) throw error;
      return { name, why: sentenceOf(error) };
    }
  }
}
