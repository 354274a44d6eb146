import type { Phase } from '../grammar/section-role.js';
import type { QueryReader } from '../query-template.js';

/** What the readers of steps carry with them. */
export interface Reading {
  readonly reader: QueryReader;
  readonly phase: Phase;
}
