import type { FieldChange } from './difference.js';
import type { Aspect } from './plan.js';

/** The fields an approval rests on, as they were and as they will be; JSON throughout. */
export interface Precondition {
  readonly aspect: Aspect;
  readonly fields: readonly FieldChange[];
  /** What is said when it was applied. */
  readonly done: string;
}
