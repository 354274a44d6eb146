import type { CompanionFile } from '../companions.js';
import { sectionsOf, type Section } from '../document.js';
import type { Problem } from '../guide.js';
import type { BuiltPlan } from '../passes/build-plan.js';
import type { EdgeCondition, PlanDag, PlanEdge, PlanNode } from '../plan.js';
import { readCondition } from '../predicate/index.js';
import { plainNode, SPEAKS_OF_OTHERS, stepflyName } from './plan-dag.js';
import { readPlanDag, type StepflyEdge, type StepflyGraph } from './read-plan-dag.js';

export interface WovenPlan {
  readonly plan: BuiltPlan['plan'];
  readonly problems: readonly Problem[];
  /** The PlanDAG contradicts itself or the guide: nothing of the two may be run. */
  readonly refused: boolean;
}

/**
 * The steps of a guide, joined as StepFly's PlanDAG beside it says. Where the guide's own prose leads the same way, its
 * condition and its line stay, in the PlanDAG's words.
 *
 *   guide    s1, s2, s3 with their queries          PlanDAG   Step1 ─► Step2 ─[if slow]─► end
 */
export function weavePlanDag(built: BuiltPlan, file: CompanionFile | null, root: Section): WovenPlan {
  if (file === null || built.plan.nodes.length === 0) return { plan: built.plan, problems: [], refused: false };
  const graph = readPlanDag(file);
  const weaver = new Weaver(built, file, root);
  return 'flaws' in graph ? weaver.refuse(graph.flaws) : weaver.weave(graph);
}

class Weaver {
  private readonly problems: Problem[] = [];
  /** PlanDAG's name → our id. */
  private readonly ids: ReadonlyMap<string, string>;

  constructor(
    private readonly built: BuiltPlan,
    private readonly file: CompanionFile,
    private readonly root: Section,
  ) {
    const own = built.plan.nodes.map(({ id }): [string, string] => [plainNode(stepflyName(id)), id]);
    this.ids = new Map([['start', 'start'], ['end', 'end'], ...own]);
  }

  refuse(
    flaws: readonly { readonly rule: string; readonly node: string | null; readonly message: string; readonly suggestion: string }[],
  ): WovenPlan {
    for (const { rule, node, message, suggestion } of flaws) this.complain(rule, 'error', node, message, suggestion);
    return { plan: this.built.plan, problems: this.problems, refused: true };
  }

  weave(graph: StepflyGraph): WovenPlan {
    const known = new Set(graph.nodes.flatMap(({ name }) => this.ids.get(name) ?? []));
    for (const { name } of graph.nodes.filter((node) => !this.ids.has(node.name)))
      this.complain(
        'plan-dag-unknown-step',
        'error',
        null,
        `the guide has no step "${name}"`,
        'Name the steps as the guide numbers them: Step1, Step2.',
      );
    const inner = this.innerSteps(known);
    for (const node of this.built.plan.nodes) if (!known.has(node.id) && !inner.has(node.id)) this.leaveOut(node);
    if (this.problems.some(({ severity }) => severity === 'error'))
      return { plan: this.built.plan, problems: this.problems, refused: true };
    const nodes = this.built.plan.nodes.filter(({ id }) => known.has(id) || inner.has(id));
    const edges = this.edges(graph.edges, inner);
    const loops = this.built.plan.loops.filter(
      ({ from, to }) => from === to || (nodes.some(({ id }) => id === to) && leads(edges, to, from)),
    );
    return { plan: { ...this.built.plan, nodes, edges, loops, ...this.descriptions(graph) }, problems: this.problems, refused: false };
  }

  /** Steps that split off from one the PlanDAG names: they stay where the prose puts them, within it. */
  private innerSteps(known: ReadonlySet<string>): Map<string, string> {
    const sections = [...sectionsOf(this.root)];
    const inner = new Map<string, string>();
    for (const owner of this.built.plan.nodes.filter(({ id }) => known.has(id))) {
      const section = sections.find(({ level, lines }) => level > 0 && lines[0] === owner.lines[0]);
      for (const { id, lines } of this.built.plan.nodes)
        if (section !== undefined && !known.has(id) && lines[0] > section.lines[0] && lines[1] <= section.lines[1]) inner.set(id, owner.id);
    }
    return inner;
  }

  private leaveOut(node: PlanNode): void {
    const isNumbered = /^s\d+$/.test(node.id) && /\bstep\b/i.test(this.headingAt(node.lines[0]));
    this.problems.push({
      rule: 'plan-dag-missing-step',
      severity: isNumbered ? 'error' : 'warning',
      line: node.lines[0],
      message: `${this.file.name} has no node for "${node.title}"${isNumbered ? '' : ', so it is never run'}.`,
      suggestion: `Add the node "${stepflyName(node.id)}" to it, or take the step out of the guide.`,
    });
  }

  private headingAt(line: number): string {
    return [...sectionsOf(this.root)].find(({ lines }) => lines[0] === line)?.title.text ?? '';
  }

  private edges(drawn: readonly StepflyEdge[], inner: ReadonlyMap<string, string>): PlanEdge[] {
    const edges = drawn.map((edge) => this.edge(edge));
    const all = [...edges, ...[...inner].flatMap(([id, owner]) => this.innerEdges(id, owner, inner, edges))];
    const place = new Map(['start', ...this.built.plan.nodes.map(({ id }) => id)].map((id, index) => [id, index]));
    return all.sort((left, right) => (place.get(left.from) ?? 0) - (place.get(right.from) ?? 0));
  }

  private edge({ from: tail, to: head, condition }: StepflyEdge): PlanEdge {
    const [from, to] = [this.ids.get(tail) ?? tail, this.ids.get(head) ?? head];
    const prose = this.built.plan.edges.find((edge) => edge.from === from && edge.to === to);
    const line = prose?.line ?? this.built.plan.nodes.find(({ id }) => id === from)?.lines[0] ?? 1;
    if (condition === null)
      return { from, to, condition: this.unsaid(prose ?? null), line, outcome: prose?.outcome ?? false, cause: prose?.cause ?? null };
    const worded = this.condition(condition, from, prose?.condition ?? null);
    return {
      from,
      to,
      condition: worded,
      line,
      outcome: to === 'end' && (prose?.outcome ?? !worded.otherwise),
      cause: prose?.cause ?? null,
    };
  }

  /** "none" in the PlanDAG, and a condition in the prose: the stricter holds, and it is told. */
  private unsaid(prose: PlanEdge | null): EdgeCondition | null {
    if (prose === null || prose.condition === null) return null;
    this.problems.push({
      rule: 'plan-dag-condition',
      severity: 'warning',
      line: prose.line,
      message: `${this.file.name} leads from ${stepflyName(prose.from)} to ${stepflyName(prose.to)} in any case; the guide says "${prose.condition.text}", which holds.`,
      suggestion: 'Write the condition into both, or into neither.',
    });
    return prose.condition;
  }

  private condition(text: string, from: string, prose: EdgeCondition | null): EdgeCondition {
    const otherwise = prose?.otherwise ?? SPEAKS_OF_OTHERS.test(text);
    if (otherwise) return { text, decidedBy: 'rule', predicate: null, otherwise };
    const predicate = prose?.predicate ?? readCondition(text, this.built.conditions.factsOf(from));
    return { text, decidedBy: predicate === null ? 'person' : 'rule', predicate, otherwise };
  }

  /** Ways within the step, and from its last parts to wherever the step leads in any case. */
  private innerEdges(id: string, owner: string, inner: ReadonlyMap<string, string>, drawn: readonly PlanEdge[]): PlanEdge[] {
    const within = this.built.plan.edges.filter((edge) => edge.to === id && (edge.from === owner || inner.get(edge.from) === owner));
    const goesOn = this.built.plan.edges.some((edge) => edge.from === id && inner.get(edge.to) === owner);
    const line = this.built.plan.nodes.find((node) => node.id === id)?.lines[0] ?? 1;
    const targets = drawn.filter((edge) => edge.from === owner && edge.condition === null).map(({ to }) => to);
    const onward = goesOn ? [] : targets.length > 0 ? targets : ['end'];
    return [...within, ...onward.map((to) => ({ from: id, to, condition: null, line, outcome: false, cause: null }))];
  }

  /** Kept only where they say more than our own titles. */
  private descriptions({ nodes }: StepflyGraph): Pick<PlanDag, 'descriptions'> {
    const said = nodes.flatMap(({ name, description }) => {
      const id = this.ids.get(name) ?? name;
      const title = this.built.plan.nodes.find((node) => node.id === id)?.title ?? TERMINALS[id];
      return description === '' || description === title ? [] : [[id, description] as const];
    });
    return said.length === 0 ? {} : { descriptions: Object.fromEntries(said) };
  }

  private complain(rule: string, severity: Problem['severity'], node: string | null, message: string, suggestion: string): void {
    const line = this.built.plan.nodes.find(({ id }) => id === this.ids.get(node ?? ''))?.lines[0] ?? 1;
    this.problems.push({ rule, severity, line, message: `${this.file.name} cannot be used: ${message}.`, suggestion });
  }
}

const TERMINALS: Readonly<Record<string, string>> = { start: 'Begin troubleshooting', end: 'End of troubleshooting' };

function leads(edges: readonly PlanEdge[], from: string, to: string): boolean {
  const seen = new Set([from]);
  for (const at of seen) for (const edge of edges) if (edge.from === at) seen.add(edge.to);
  return seen.has(to);
}
