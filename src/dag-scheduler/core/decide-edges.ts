import type { EdgeCondition, Verdict } from '../../tsg-parser/index.js';
import { edgeKey } from './plan-graph.js';
import type { Decision } from './run.js';

/** An edge or a loop out of a step, as far as its condition goes. */
export interface Exit {
  readonly from: string;
  readonly to: string;
  readonly condition: EdgeCondition | null;
}

/** A condition that is decided, and by whom. */
export type Known = Pick<Decision, 'answer' | 'by' | 'reason' | 'queryId' | 'rows'>;

/** Decided by the rule stage; an undecidable verdict is not known. */
export function knownByRule(verdict: Verdict): Known | null {
  if (verdict.answer === 'undecidable') return null;
  return { answer: verdict.answer === 'true', by: { kind: 'rule' }, reason: verdict.reason, queryId: verdict.queryId, rows: verdict.rows };
}

export function isPositive(exit: Exit): boolean {
  return exit.condition !== null && !exit.condition.otherwise;
}

/**
 * Adds what follows for `Otherwise`: it holds when every positive sibling is decided false, does not when one is true,
 * and waits while one is open.
 *
 *   p99 > 500 ms ──false──┐
 *   errors > 1%  ──open───┼──► Otherwise: open      (true once both are false)
 */
export function decideExits(exits: readonly Exit[], known: ReadonlyMap<string, Known>): ReadonlyMap<string, Known> {
  const decided = new Map(known);
  const positives = exits.filter(isPositive);
  for (const exit of exits) {
    if (exit.condition === null || isPositive(exit) || decided.has(edgeKey(exit))) continue;
    const follows = otherwiseOf(positives, known);
    if (follows !== null) decided.set(edgeKey(exit), follows);
  }
  return decided;
}

function otherwiseOf(positives: readonly Exit[], known: ReadonlyMap<string, Known>): Known | null {
  const siblings = positives.map((exit) => ({ exit, is: known.get(edgeKey(exit)) }));
  const holding = siblings.find(({ is }) => is?.answer === true);
  if (holding?.is !== undefined) return { ...holding.is, answer: false, reason: `“${holding.exit.condition?.text ?? ''}” holds.` };
  if (positives.length === 0 || siblings.some(({ is }) => is === undefined)) return null;
  const decidedBy = siblings.find(({ is }) => is !== undefined && is.by.kind !== 'rule') ?? siblings[0];
  const reason = siblings.map(({ is }) => is?.reason ?? '').join(' ');
  return {
    answer: true,
    by: decidedBy?.is?.by ?? { kind: 'rule' },
    reason,
    queryId: decidedBy?.is?.queryId ?? null,
    rows: decidedBy?.is?.rows ?? [],
  };
}
