import { stepsOf, type DraftGroup, type DraftPart, type DraftStep, type Exit, type Guard } from '../draft.js';
import type { Target } from '../grammar/jump.js';
import { anchorOf } from '../grammar/step-label.js';
import type { Problem } from '../guide.js';
import { boundOf } from '../steps/repeats.js';
import { NONE_MATCHES, type Connected, type DraftCondition, type DraftEdge, type Open } from '../draft-graph.js';

export interface PendingJump {
  readonly from: string;
  /** The step it stands in; null for a list item that is nothing but a jump. */
  readonly step: DraftStep | null;
  readonly exit: Exit;
  readonly condition: DraftCondition | null;
}

interface Graph {
  readonly ids: ReadonlyMap<DraftStep, string>;
  /** The decisions that stand before arms. */
  readonly decisions: ReadonlyMap<DraftPart, string>;
  readonly edges: readonly DraftEdge[];
  readonly ends: readonly Open[];
  readonly lastLine: number;
}

/** Where a jump arrives, and the condition that stands before that place itself. */
interface Entry {
  readonly id: string;
  readonly condition: DraftCondition | null;
}

/** How a jump is meant. */
interface Manner {
  readonly back: boolean;
  readonly weak: boolean;
  readonly again: boolean;
}

/** How often a loop without a bound of its own runs before a person is asked. */
const DEFAULT_ITERATIONS = 3;

/** Turns jumps into edges where they lead on, into bounded loops where they lead back, into problems where they lead nowhere. */
export function resolveJumps(procedure: DraftGroup, jumps: readonly PendingJump[], graph: Graph): Omit<Connected, 'synthetic'> {
  return new Resolver(procedure, graph).resolve(jumps);
}

class Resolver {
  private readonly edges: DraftEdge[];
  private readonly loops: Connected['loops'][number][] = [];
  private readonly problems: Problem[] = [];
  private readonly order: readonly string[];

  constructor(
    private readonly procedure: DraftGroup,
    private readonly graph: Graph,
  ) {
    this.edges = [...graph.edges];
    this.order = [...stepsOf(procedure)].map((step) => graph.ids.get(step) ?? '');
  }

  resolve(jumps: readonly PendingJump[]): Omit<Connected, 'synthetic'> {
    for (const jump of jumps) this.jump(jump);
    for (const step of stepsOf(this.procedure)) this.repeats(step);
    for (const end of this.graph.ends)
      this.add({ from: end.from, to: 'end', condition: end.condition, line: end.line ?? this.graph.lastLine, outcome: false, cause: null });
    return { edges: this.sorted(), loops: this.loops, problems: this.problems };
  }

  private jump({ from, step, exit, condition }: PendingJump): void {
    if (exit.to.kind === 'end') {
      this.add({ from, to: 'end', condition, line: exit.line, outcome: exit.to.outcome, cause: exit.cause });
      return;
    }
    if (exit.to.kind !== 'steps') return;
    const { back, weak, again, targets } = exit.to;
    let dangling = false;
    for (const target of targets) {
      const entries = this.find(target, from, step);
      if (entries.length === 0 && !dangling) this.dangling(target, exit, from, condition);
      dangling = dangling || entries.length === 0;
      for (const entry of entries)
        this.lead(
          { from, to: entry.id, condition: entry.condition ?? condition, line: exit.line, outcome: false, cause: null },
          { back, weak: weak === true, again: again === true },
          step,
        );
    }
  }

  private lead(edge: DraftEdge, { back, weak, again }: Manner, step: DraftStep | null): void {
    const leadsBack = edge.from === edge.to || this.reaches(edge.to, edge.from);
    if (leadsBack && weak) this.add({ ...edge, to: 'end' });
    else if (leadsBack) this.loop(edge, step, again);
    else if (back && this.order.indexOf(edge.to) < this.order.indexOf(edge.from) && this.order.includes(edge.from))
      this.loop(edge, step, again);
    else this.add(edge);
  }

  private loop({ from, to, condition, line }: DraftEdge, step: DraftStep | null, again: boolean): void {
    if (this.loops.some((loop) => loop.from === from && loop.line === line)) return;
    const maxIterations = boundOf(step?.text ?? '') ?? (again ? 1 : DEFAULT_ITERATIONS);
    this.loops.push({ from, to, condition, maxIterations, intervalMs: null, line });
    if (!this.edges.some((edge) => edge.from === from)) this.add({ from, to: 'end', condition: null, line, outcome: false, cause: null });
  }

  private repeats(step: DraftStep): void {
    const id = this.graph.ids.get(step) ?? '';
    for (const { text, line, maxIterations, intervalMs } of step.repeats) {
      this.loops.push({
        from: id,
        to: id,
        condition: { text, otherwise: false, authored: null },
        maxIterations: maxIterations ?? DEFAULT_ITERATIONS,
        intervalMs,
        line,
      });
    }
  }

  /** Two ways to the same place are one: "if X, go to Step 9; otherwise, go to Step 9". */
  private add(edge: DraftEdge): void {
    const at = this.edges.findIndex((other) => other.from === edge.from && other.to === edge.to);
    const same = this.edges[at];
    if (same === undefined) this.edges.push(edge);
    else
      this.edges[at] = { ...same, condition: either(same, edge), outcome: same.outcome || edge.outcome, cause: same.cause ?? edge.cause };
  }

  /** What holds where nothing else does needs no answer where there is nothing else. */
  private settled(): DraftEdge[] {
    const ways = [...this.edges, ...this.loops];
    const asking = new Set(ways.flatMap(({ from, condition }) => (condition !== null && !condition.otherwise ? [from] : [])));
    return this.edges.map((edge) => (edge.condition?.otherwise === true && !asking.has(edge.from) ? { ...edge, condition: null } : edge));
  }

  private reaches(from: string, to: string): boolean {
    const seen = new Set<string>();
    const queue = [from];
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      if (at === to) return true;
      if (seen.has(at)) continue;
      seen.add(at);
      for (const edge of this.edges) if (edge.from === at) queue.push(edge.to);
    }
    return false;
  }

  private dangling(target: Target, exit: Exit, from: string, condition: DraftCondition | null): void {
    const named =
      target.kind === 'step'
        ? `${target.series} ${target.number}`
        : target.kind === 'anchor'
          ? `#${target.anchor}`
          : target.kind === 'titled'
            ? `"${target.title}"`
            : `the ${target.kind} step`;
    const numbered = target.kind !== 'step' || [...stepsOf(this.procedure)].some(({ label }) => label !== null && /\d/.test(label.number));
    if (target.kind !== 'titled' && numbered) {
      this.problems.push({
        rule: target.kind === 'anchor' ? 'dangling-anchor-reference' : 'dangling-step-reference',
        severity: 'error',
        line: exit.line,
        message: `This leads to ${named}, which the guide does not have.`,
        suggestion: 'Name a step that exists, or add it.',
      });
    }
    this.add({ from, to: 'end', condition, line: exit.line, outcome: false, cause: exit.cause });
  }

  private find(target: Target, from: string, step: DraftStep | null): Entry[] {
    switch (target.kind) {
      case 'step':
        return this.byNumber(target, from);
      case 'anchor':
        return this.byAnchor(target.anchor);
      case 'titled':
        return this.byAnchor(anchorOf(target.title));
      case 'next':
        return this.neighbour(from, 1, step);
      case 'previous':
        return this.neighbour(from, -1, step);
    }
  }

  private byNumber({ series, number }: { readonly series: string; readonly number: string }, from: string): Entry[] {
    const steps = [...stepsOf(this.procedure)];
    const labelled = steps.filter(
      ({ label }) =>
        label !== null && label.number === number && (label.series === series || (series === 'step' && label.series === 'number')),
    );
    const step = this.nearest(labelled, from);
    if (step !== undefined) return this.entries(step);
    const group = groupsOf(this.procedure).find((part) => new RegExp(`^${series}[ -]?${number}\\b`, 'i').test(part.title));
    if (group !== undefined) return this.entries(group);
    return this.byItem(number, from, steps);
  }

  /** Where several sections number their steps, the one of the section the jump stands in. */
  private nearest([first, ...others]: readonly DraftStep[], from: string): DraftStep | undefined {
    if (first === undefined || others.length === 0) return first;
    const near = groupsOf(this.procedure).filter((part) => [...stepsOf(part)].some((step) => this.graph.ids.get(step) === from));
    return near.reverse().flatMap((part) => [...stepsOf(part)].filter((step) => step === first || others.includes(step)))[0] ?? first;
  }

  /** "Step 2" of a numbered list without labels: the second item of the list the jump stands in. */
  private byItem(number: string, from: string, steps: readonly DraftStep[]): Entry[] {
    const index = Number(number);
    if (!Number.isInteger(index) || steps.some(({ label }) => label?.series === 'step')) return [];
    const group = groupsOf(this.procedure).find(
      (part) => part.part === 'sequence' && part.parts.some((child) => child.part === 'step' && this.graph.ids.get(child) === from),
    );
    const item = group?.parts[index - 1];
    return item === undefined ? [] : this.entries(item);
  }

  private byAnchor(anchor: string): Entry[] {
    const found = [...partsOf(this.procedure)].find(
      (part) => part.part !== 'jump' && part.anchors.some((own) => own === anchor || bare(own) === bare(anchor)),
    );
    return found === undefined ? [] : this.entries(found);
  }

  private entries(part: DraftPart): Entry[] {
    const decision = this.decisionAt(part);
    if (decision !== undefined) return [{ id: decision, condition: null }];
    return entriesOf(part, null).map(({ step, guard }) => ({
      id: this.graph.ids.get(step) ?? '',
      condition: guard === null ? null : { text: guard.text, otherwise: guard.otherwise, authored: guard.authored },
    }));
  }

  private decisionAt(part: DraftPart): string | undefined {
    const [first] = part.part === 'sequence' ? part.parts : [];
    return this.graph.decisions.get(part) ?? (first === undefined ? undefined : this.decisionAt(first));
  }

  private neighbour(from: string, by: number, step: DraftStep | null): Entry[] {
    const at = this.order.indexOf(from);
    const to = this.order[at + by];
    return step === null || at === -1 || to === undefined ? [] : [{ id: to, condition: null }];
  }

  private sorted(): DraftEdge[] {
    const place = new Map<string, number>([['start', -1], ...this.order.map((id, index): [string, number] => [id, index])]);
    const at = (id: string): number => place.get(id) ?? this.order.length;
    return this.settled()
      .map((edge, index) => ({ edge, index }))
      .sort((left, right) => at(left.edge.from) - at(right.edge.from) || left.edge.line - right.edge.line || left.index - right.index)
      .map(({ edge }) => edge);
  }
}

function either({ condition: one }: DraftEdge, { condition: other }: DraftEdge): DraftCondition | null {
  if (one === null || other === null) return null;
  if (one.otherwise || other.otherwise) return { text: NONE_MATCHES, otherwise: true, authored: null };
  return { text: `${one.text} or ${other.text}`, otherwise: false, authored: null };
}

function bare(anchor: string): string {
  return anchor.replace(/[^a-z0-9]/g, '');
}

function* partsOf(part: DraftPart): Generator<DraftPart> {
  yield part;
  if (part.part !== 'step' && part.part !== 'jump') for (const child of part.parts) yield* partsOf(child);
}

function groupsOf(part: DraftPart): DraftGroup[] {
  return [...partsOf(part)].filter((child): child is DraftGroup => child.part !== 'step' && child.part !== 'jump');
}

/** The steps a jump into a part begins with; where it meets arms, each under its own condition. */
export function entriesOf(part: DraftPart, guard: Guard | null): { readonly step: DraftStep; readonly guard: Guard | null }[] {
  switch (part.part) {
    case 'step':
      return [{ step: part, guard }];
    case 'jump':
      return [];
    case 'sequence': {
      const [first] = part.parts;
      return first === undefined ? [] : entriesOf(first, guard);
    }
    case 'arms':
      return part.parts.flatMap((child) => entriesOf(child, child.part === 'jump' ? null : child.guard));
    case 'parallel':
      return part.parts.flatMap((child) => entriesOf(child, guard));
  }
}
