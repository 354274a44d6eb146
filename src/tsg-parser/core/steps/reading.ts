import type { Phase } from '../grammar/section-role.js';
import type { Section } from '../document.js';
import type { DraftPart } from '../draft.js';
import type { QueryReader } from '../query-template.js';

/** What the readers of steps carry with them. */
export interface Reading {
  readonly reader: QueryReader;
  readonly phase: Phase;
  /** What follows this part of the text mends what it finds. */
  readonly onward: boolean;
}

/** Reads a section into its parts; passed down, so that those who arrange sections need not know how one is read. */
export type SectionReader = (section: Section, reading: Reading) => DraftPart[];
