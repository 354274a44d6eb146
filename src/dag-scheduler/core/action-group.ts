import type { Draft } from './draft.js';

/** Its intent is committed: what was sent, or may have been, is followed to its end. */
export function isBegunAction(draft: Draft, nodeId: string): boolean {
  return draft.allActions().some((action) => action.stepId === nodeId && action.status === 'intended');
}

/** The steps that verify what was changed: everything downstream of a committed intent. These always drain. */
export function actionGroup(draft: Draft): ReadonlySet<string> {
  const changed = draft.allActions().filter(({ status }) => status === 'intended' || status === 'applied' || status === 'unknown');
  return new Set(changed.flatMap(({ stepId }) => [stepId, ...draft.graph.descendants(stepId)]));
}
