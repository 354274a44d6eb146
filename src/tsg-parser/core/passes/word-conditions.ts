import type { LineComment } from '../document.js';
import type { AuthoredPredicate } from '../draft.js';
import type { Connected, DraftCondition } from '../draft-graph.js';
import { readWhenComment, type WhenComment } from '../grammar/when-comment.js';
import type { Problem } from '../guide.js';
import type { PlanNode } from '../plan.js';

export interface Worded extends Pick<Connected, 'edges' | 'loops'> {
  readonly problems: readonly Problem[];
}

/** A way out, whether it leads on or back. */
interface Way {
  readonly from: string;
  readonly to: string;
  readonly line: number;
  readonly condition: DraftCondition | null;
}

/**
 * Hangs each `<!-- when: … -->` of the document on the condition it stands behind: the nearest one above it in its step,
 * or on its own line, that leads to the target it names.
 *
 *   If the backlog looks dangerous, escalate. <!-- when: any(value) >= 500 -->
 */
export function wordConditions(connected: Connected, nodes: readonly PlanNode[], comments: readonly LineComment[]): Worded {
  let { edges, loops } = connected;
  const problems: Problem[] = [];
  for (const { text, line } of comments) {
    const comment = readWhenComment(text);
    if (comment === null || [...edges, ...loops].some(({ condition }) => isWordedBy(condition, comment.predicate, line))) continue;
    const found = conditionAt(comment, line, [...edges, ...loops], nodes);
    if ('rule' in found) {
      problems.push(found);
      continue;
    }
    const authored = { text: comment.predicate, line };
    edges = edges.map((edge) => (found.has(edge) ? { ...edge, condition: worded(edge.condition, authored) } : edge));
    loops = loops.map((loop) => (found.has(loop) ? { ...loop, condition: worded(loop.condition, authored) } : loop));
  }
  return { edges, loops, problems };
}

function isWordedBy(condition: DraftCondition | null, predicate: string, line: number): boolean {
  return condition?.authored?.text === predicate && condition.authored.line === line;
}

/** The condition with the author's words for it. */
function worded(condition: DraftCondition | null, authored: AuthoredPredicate): DraftCondition | null {
  return condition === null ? null : { ...condition, authored };
}

/** The ways whose condition a comment words: several where one condition leads to several steps. */
function conditionAt(comment: WhenComment, line: number, ways: readonly Way[], nodes: readonly PlanNode[]): ReadonlySet<Way> | Problem {
  const within = surroundings(line, nodes);
  if (within === null) return objection(comment, line, 'stands in no step', 'Write it in the step whose way out it decides.');
  const conditional = ways.filter(
    (way) =>
      way.condition !== null && !way.condition.otherwise && way.line <= line && way.line >= within[0] && way.condition.authored === null,
  );
  const led = conditional.filter((way) => comment.target === null || isCalled(way.to, comment.target, nodes));
  const nearest = led.filter((way) => way.line === Math.max(...led.map((other) => other.line)));
  const texts = new Set(nearest.map(({ condition }) => condition?.text));
  if (texts.size === 1) return new Set(nearest);
  if (texts.size > 1)
    return objection(comment, line, `may mean "${[...texts].join('" or "')}"`, 'Say where it leads: <!-- when: … -> Step 2 -->.');
  if (comment.target !== null)
    return objection(
      comment,
      line,
      `leads to "${comment.target}", which the guide does not have`,
      'Name a step that exists, such as Step 2, or end.',
    );
  return objection(
    comment,
    line,
    'decides nothing: no condition stands above it in its step, or every way leads to the same place',
    'Say where it leads: <!-- when: … -> Step 2 -->.',
  );
}

/** The lines of the innermost step a line belongs to; the step before it where it stands between two. */
function surroundings(line: number, nodes: readonly PlanNode[]): readonly [number, number] | null {
  const around = nodes.filter(({ lines }) => lines[0] <= line);
  const inside = around.filter(({ lines }) => lines[1] >= line);
  return (inside.length > 0 ? inside : around).at(-1)?.lines ?? null;
}

/** `Step 2`, `end`, a step's title, or its id. */
function isCalled(id: string, target: string, nodes: readonly PlanNode[]): boolean {
  const name = target.toLowerCase().replace(/^step\s+#?/, 's');
  return name === id || nodes.some((node) => node.id === id && node.title.toLowerCase() === target.toLowerCase());
}

function objection({ predicate }: WhenComment, line: number, what: string, suggestion: string): Problem {
  return {
    rule: 'predicate-misplaced',
    severity: 'error',
    line,
    message: `The predicate "${predicate}" ${what}.`,
    suggestion,
    quote: predicate,
  };
}
