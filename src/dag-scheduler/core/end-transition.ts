import type { Draft } from './draft.js';
import { finishIfDone } from './finish-run.js';
import { openGrouped } from './questions.js';

/** Last in every transition: questions that were grouped take the places of those that are settled, and a run with nothing left ends. */
export function endTransition(draft: Draft): void {
  openGrouped(draft);
  finishIfDone(draft);
}
