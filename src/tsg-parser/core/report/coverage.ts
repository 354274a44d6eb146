import type { Compilation, Problem } from '../guide.js';
import type { PlanEdge, PlanLoop, PlanNode } from '../plan.js';

/** What a run of a guide could do by itself, and what a person would be asked. */
export interface Coverage {
  readonly steps: number;
  /** Steps whose every query can be carried out in code. */
  readonly runnable: number;
  readonly byHand: readonly { readonly step: string; readonly line: number; readonly command: string; readonly reason: string }[];
  /** Steps that hold nothing but words: a person does them. */
  readonly prose: readonly { readonly step: string; readonly line: number; readonly title: string }[];
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
  const conditions = uniqueConditions([...(plan?.edges ?? []), ...(plan?.loops ?? [])]);
  return {
    steps: nodes.length,
    runnable: nodes.filter(isRunnable).length,
    byHand: queries.flatMap(({ node, query }) =>
      query.byHand === null ? [] : [{ step: node.id, line: query.lines[0], command: firstLine(query.text), reason: query.byHand }],
    ),
    prose: nodes.filter(isProse).map(({ id, lines, title }) => ({ step: id, line: lines[0], title })),
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

function isRunnable({ queries, ...node }: PlanNode): boolean {
  return queries.length > 0 ? queries.every(({ byHand }) => byHand === null) : !isProse({ ...node, queries });
}

function isProse({ queries, kind, subGuide, waitMs }: PlanNode): boolean {
  return queries.length === 0 && kind !== 'decide' && subGuide === null && waitMs === null;
}

/** What many guides could do by themselves. */
export interface CoverageSum {
  readonly guides: number;
  readonly refused: number;
  readonly steps: number;
  readonly runnable: number;
  readonly byHand: number;
  readonly prose: number;
  readonly conditions: number;
  readonly decidedByRule: number;
  readonly asked: number;
  readonly changes: number;
  /** Why guides are refused, by rule, and why commands are left to a person; most frequent first. */
  readonly why: readonly {
    readonly what: 'refused' | 'by hand';
    readonly reason: string;
    readonly count: number;
    readonly first: string;
  }[];
}

export function sumOf(all: readonly (Coverage & { readonly file: string })[]): CoverageSum {
  const total = (of: (coverage: Coverage) => number): number => all.reduce((count, coverage) => count + of(coverage), 0);
  return {
    guides: all.length,
    refused: all.filter(({ refused }) => refused.length > 0).length,
    steps: total(({ steps }) => steps),
    runnable: total(({ runnable }) => runnable),
    byHand: total(({ byHand }) => byHand.length),
    prose: total(({ prose }) => prose.length),
    conditions: total(({ conditions }) => conditions),
    decidedByRule: total(({ decidedByRule }) => decidedByRule),
    asked: total(({ asked }) => asked.length),
    changes: total(({ changes }) => changes.length),
    why: reasonsOf(all),
  };
}

function reasonsOf(all: readonly (Coverage & { readonly file: string })[]): CoverageSum['why'] {
  const reasons = new Map<string, { what: 'refused' | 'by hand'; reason: string; count: number; first: string }>();
  const count = (what: 'refused' | 'by hand', reason: string, first: string): void => {
    const known = reasons.get(`${what} ${reason}`);
    if (known === undefined) reasons.set(`${what} ${reason}`, { what, reason, count: 1, first });
    else known.count += 1;
  };
  for (const { file, refused, byHand } of all) {
    for (const [rule, { line }] of new Map(refused.map((problem) => [problem.rule, problem]))) count('refused', rule, `${file}:${line}`);
    for (const { reason, line } of byHand) count('by hand', reason, `${file}:${line}`);
  }
  return [...reasons.values()].sort((left, right) =>
    left.what === right.what ? right.count - left.count : left.what === 'refused' ? -1 : 1,
  );
}

function uniqueConditions(
  edges: readonly Pick<PlanEdge | PlanLoop, 'from' | 'condition' | 'line'>[],
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
