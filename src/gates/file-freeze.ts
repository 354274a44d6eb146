import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../platform/clock.js';
import { sentenceOf } from '../platform/errors.js';
import type { Person } from './core/identity.js';
import { Freeze } from './freeze.js';
import type { FreezeNotice } from './freeze.js';

const noticeSchema = z.object({ by: z.string(), why: z.string(), at: z.string() });

/** The switch is one file (`.periplus/frozen`): `touch` freezes too, and nothing but the disk is needed. */
export class FileFreeze extends Freeze {
  constructor(
    private readonly file: string,
    private readonly clock: Clock,
  ) {
    super();
  }

  async notice(): Promise<FreezeNotice | null> {
    try {
      return noticeOf(await readFile(this.file, 'utf8'));
    } catch (error) {
      if (isMissing(error)) return null;
      return { by: 'unknown', why: `${this.file} is there and cannot be read: ${sentenceOf(error)}`, at: this.clock.now().toISOString() };
    }
  }

  async freeze(by: Pick<Person, 'id'>, why: string): Promise<FreezeNotice> {
    const notice = { by: by.id, why, at: this.clock.now().toISOString() };
    await mkdir(dirname(this.file), { recursive: true });
    await writeFile(`${this.file}.new`, `${JSON.stringify(notice)}\n`);
    await rename(`${this.file}.new`, this.file);
    return notice;
  }

  async thaw(): Promise<boolean> {
    try {
      await rm(this.file);
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }
}

function noticeOf(text: string): FreezeNotice {
  try {
    return noticeSchema.parse(JSON.parse(text));
  } catch {
    return { by: 'unknown', why: 'the freeze file was put there by hand', at: 'unknown' };
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
