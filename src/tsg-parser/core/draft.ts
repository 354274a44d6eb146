import type { Block, LineRange } from './document.js';
import type { StatedCause, StepOptions, NodeKind } from './plan.js';
import type { QueryTemplate } from './query-template.js';
import type { Target } from './grammar/jump.js';
import type { StepLabel } from './grammar/step-label.js';

/** A condition as the text has it, before anybody compiled it. */
export interface Guard {
  readonly text: string;
  readonly line: number;
  /** Otherwise, If not, No: holds when none of its positive siblings does. */
  readonly otherwise: boolean;
  /** "Once X": waited for, so nobody passes it by. */
  readonly awaited?: true;
  /** Written as a predicate by the author (`<!-- when: … -->`). */
  readonly authored: AuthoredPredicate | null;
}

/** A predicate in its author's words, not yet read, at the line of its comment. */
export interface AuthoredPredicate {
  readonly text: string;
  readonly line: number;
}

export type Destination =
  | {
      readonly kind: 'steps';
      readonly targets: readonly Target[];
      readonly parallel: boolean;
      readonly back: boolean;
      /** "see", "check": a reference where it leads back. */
      readonly weak?: true;
      /** "repeat": once more, then on. */
      readonly again?: true;
    }
  | { readonly kind: 'end'; readonly outcome: boolean }
  /** "Otherwise, …" without a target: what comes next in the text. */
  | { readonly kind: 'onward' };

/** One way out of a step. */
export interface Exit {
  readonly guard: Guard | null;
  readonly to: Destination;
  readonly line: number;
  readonly cause: StatedCause | null;
}

/** A bounded repeat of the step itself: "repeat as needed", "wait until". */
export interface Repeat {
  readonly text: string;
  readonly line: number;
  readonly maxIterations: number | null;
  readonly intervalMs: number | null;
}

/** A step as the document delimits it, before it has edges. */
export interface DraftStep {
  readonly part: 'step';
  readonly title: string;
  readonly label: StepLabel | null;
  readonly anchors: readonly string[];
  readonly lines: LineRange;
  readonly blocks: readonly Block[];
  readonly text: string;
  readonly kind: NodeKind;
  readonly guard: Guard | null;
  readonly exits: readonly Exit[];
  readonly repeats: readonly Repeat[];
  readonly queries: readonly DraftQuery[];
  readonly waitMs: number | null;
  readonly subGuide: string | null;
  readonly cause: StatedCause | null;
  readonly options: StepOptions;
  /** "If the issue persists, …": reached from every open end. */
  readonly fallback: boolean;
}

export interface DraftQuery extends Omit<QueryTemplate, 'id'> {
  /** What its parser objects to, at lines of the document. */
  readonly flaws: readonly { readonly message: string; readonly line: number }[];
  /** The fence's tag; null for inline code. */
  readonly tag: string | null;
}

/**
 * Parts in the order of the text.
 *
 *   sequence   a ─► b ─► c
 *   arms       ┬─[x]─► a      fan out by condition, fall through where none holds
 *              └─[y]─► b
 *   parallel   ┬─► a          fan out without condition, meet at what follows
 *              └─► b
 */
export interface DraftGroup {
  readonly part: 'sequence' | 'arms' | 'parallel';
  readonly parts: readonly DraftPart[];
  readonly guard: Guard | null;
  readonly anchors: readonly string[];
  readonly title: string;
  readonly line: number;
  /** Where arms are the only ways there are ("replica / leader"): no edge for the case that none holds. */
  readonly exhaustive: boolean;
}

/** "If both fail, see Mitigations": no step, but ways out of what stands before. */
export interface DraftJump {
  readonly part: 'jump';
  readonly exit: Exit;
}

export type DraftPart = DraftStep | DraftGroup | DraftJump;

/** Every step of a part, in the order of the text. */
export function* stepsOf(part: DraftPart): Generator<DraftStep> {
  if (part.part === 'step') yield part;
  else if (part.part !== 'jump') for (const child of part.parts) yield* stepsOf(child);
}
