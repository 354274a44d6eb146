import type { PlanDag, PlanParameter } from './plan.js';

/** A troubleshooting guide as a document: what it is for, not yet how it runs. */
export interface TroubleshootingGuide {
  readonly title: string;
  readonly alertNames: readonly string[];
  readonly runbookUrls: readonly string[];
  /** Services this guide is about, from its front matter; empty: any. */
  readonly services: readonly string[];
  readonly owner: string | null;
  readonly parameters: readonly PlanParameter[];
}

export type Severity = 'error' | 'warning' | 'info';

/** Replaces `from`, which stands at a column (0-based) of a line (1-based). */
export interface Edit {
  readonly line: number;
  readonly column: number;
  readonly from: string;
  readonly to: string;
}

/** A flaw in a document. Points to a line that exists. */
export interface Problem {
  readonly rule: string;
  readonly severity: Severity;
  readonly line: number;
  readonly message: string;
  readonly suggestion: string | null;
  /** The words of the line it is about, for a caret. */
  readonly quote?: string;
  /** What mends it, where there is one safe answer. */
  readonly fix?: readonly Edit[];
}

/** `plan` is null where the document cannot be run at all; `problems` then says why. */
export interface Compilation {
  readonly guide: TroubleshootingGuide;
  readonly plan: PlanDag | null;
  readonly problems: readonly Problem[];
}
