import type { FrontMatter } from '../front-matter/front-matter.js';
import type { StepOptions } from '../plan.js';

/** What stands beside a guide that may not be edited. */
export interface Overlay {
  /** Its file's name, for messages. */
  readonly name: string;
  /** What it says of the guide as a whole, in the keys of the front matter. */
  readonly frontMatter: FrontMatter;
  readonly steps: readonly OverlayStep[];
}

/** What it says of one step, for as long as the step's text has this hash. */
export interface OverlayStep {
  /** The step's title when it was written, or its id. */
  readonly step: string;
  readonly hash: string;
  /** Of the overlay's own lines. */
  readonly line: number;
  readonly conditions: readonly { readonly text: string; readonly when: string; readonly line: number }[];
  readonly options: Pick<StepOptions, 'timeoutMs' | 'retries' | 'onFailure' | 'rollback'>;
  readonly verification: OverlayVerification | null;
}

/** A reading that tells whether a change had its effect. */
export interface OverlayVerification {
  readonly query: string;
  /** As a fence's tag; null: told by the text. */
  readonly language: string | null;
  readonly waitMs: number | null;
  /** The predicate that says it had. */
  readonly when: string | null;
  readonly line: number;
}
