import type { Compilation, Problem } from '../guide.js';
import type { PlanNode } from '../plan.js';

/** What a run of a guide could do by itself, and what a person would be asked. */
export interface Coverage {
  readonly steps: number;
  /** Steps whose every query can be carried out in code. */
  readonly runnable: number;
  readonly byHand: readonly { readonly step: string; readonly line: number; readonly command: string; readonly reason: string }[];
  readonly changes: readonly { readonly step: string; readonly line: number; readonly command: string }[];
  readonly conditions: number;
  readonly decidedByRule: number;
  readonly asked: readonly { readonly text: string; readonly line: number }[];
  /** Why the guide cannot be run at all; empty where it can. */
  readonly refused: readonly Problem[];
}

export function coverageOf({ plan, problems }: Compilation): Coverage {
  const nodes = plan?.nodes ?? [];
  const queries = nodes.flatMap((node) => node.queries.map((query) => ({ node, query })));
  const conditions = uniqueConditions(plan?.edges ?? []);
  return {
    steps: nodes.length,
    runnable: nodes.filter(isRunnable).length,
    byHand: queries.flatMap(({ node, query }) =>
      query.byHand === null ? [] : [{ step: node.id, line: query.lines[0], command: firstLine(query.text), reason: query.byHand }],
    ),
    changes: queries.flatMap(({ node, query }) =>
      query.mutating ? [{ step: node.id, line: query.lines[0], command: firstLine(query.text) }] : [],
    ),
    conditions: conditions.length,
    decidedByRule: conditions.filter(({ decidedBy }) => decidedBy === 'rule').length,
    asked: conditions.filter(({ decidedBy }) => decidedBy === 'person').map(({ text, line }) => ({ text, line })),
    refused:
      plan === null || problems.some(({ severity }) => severity === 'error') ? problems.filter(({ severity }) => severity === 'error') : [],
  };
}

function isRunnable({ queries, kind }: PlanNode): boolean {
  return queries.length > 0 ? queries.every(({ byHand }) => byHand === null) : kind === 'decide';
}

function uniqueConditions(
  edges: NonNullable<Compilation['plan']>['edges'],
): { readonly text: string; readonly line: number; readonly decidedBy: string }[] {
  const seen = new Map<string, { text: string; line: number; decidedBy: string }>();
  for (const { from, condition, line } of edges) {
    if (condition === null || condition.otherwise) continue;
    seen.set(`${from} ${condition.text}`, { text: condition.text, line, decidedBy: condition.decidedBy });
  }
  return [...seen.values()];
}

function firstLine(text: string): string {
  const line = text.split('\n')[0] ?? '';
  return line.length > 100 ? `${line.slice(0, 97)}…` : line;
}
