import type { Problem } from '../guide.js';
import type { BuiltPlan } from '../passes/build-plan.js';
import { planParameters } from '../passes/plan-parameters.js';
import type { GuideReading } from '../passes/read-guide.js';
import type { EdgeCondition, PlanEdge, PlanLoop, PlanNode, StepOptions } from '../plan.js';
import { readAuthorPredicate } from '../predicate/index.js';
import { addVerification, type QueryScope } from './add-verification.js';
import type { QueryReader } from '../query-template.js';
import type { WovenPlan } from '../stepfly/weave-plan-dag.js';
import type { Overlay, OverlayStep } from './overlay.js';
import { linesOf, stepHash } from './step-hash.js';

type Plan = BuiltPlan['plan'];
type Way = PlanEdge | PlanLoop;

/** The guide an overlay is laid over. */
export interface GuideText {
  readonly built: BuiltPlan;
  readonly reading: GuideReading;
  readonly reader: QueryReader;
  readonly markdown: string;
}

/**
 * Lays what an overlay says of single steps over the plan. A step whose words changed since is left as the guide has it,
 * and what the overlay decided about it is asked of a person until somebody has looked.
 */
export function applyOverlay(plan: Plan, overlay: Overlay | null, guide: GuideText): Pick<WovenPlan, 'plan' | 'problems'> {
  if (overlay === null || overlay.steps.length === 0) return { plan, problems: [] };
  const { built, reading, reader, markdown } = guide;
  const layer = new Layer(built, overlay, { reader, sources: reading.frontMatter.sources }, plan);
  const lines = linesOf(markdown);
  const hashes = plan.nodes.map((node) => ({ node, hash: stepHash(node, lines) }));
  const taken = new Set<string>();
  for (const entry of overlay.steps) {
    const same = hashes.filter(({ node, hash }) => hash === entry.hash && !taken.has(node.id)).map(({ node }) => node);
    const node = same.find((candidate) => isCalled(candidate, entry.step)) ?? same[0];
    if (node === undefined) layer.changed(entry, hashes);
    else {
      taken.add(node.id);
      layer.apply(entry, node);
    }
  }
  const parameters = planParameters(layer.plan.nodes, reading.guide);
  return { plan: { ...layer.plan, parameters }, problems: layer.problems };
}

class Layer {
  readonly problems: Problem[] = [];

  constructor(
    private readonly built: BuiltPlan,
    private readonly overlay: Overlay,
    private readonly scope: QueryScope,
    public plan: Plan,
  ) {}

  apply(entry: OverlayStep, node: PlanNode): void {
    for (const condition of entry.conditions) this.decide(condition, node);
    this.plan = {
      ...this.plan,
      nodes: this.plan.nodes.map((own) => (own.id === node.id ? { ...own, options: merged(own.options, entry.options) } : own)),
    };
    if (entry.verification === null) return;
    const added = addVerification(this.plan, node, entry.verification, this.scope);
    if (typeof added === 'string') this.complain('verification', 'error', node.lines[0], entry.verification.line, added, null);
    else this.plan = added;
  }

  /** The step's words are not those the overlay was written for. */
  changed(entry: OverlayStep, hashes: readonly { readonly node: PlanNode; readonly hash: string }[]): void {
    const found = hashes.find(({ node }) => isCalled(node, entry.step));
    if (found === undefined) {
      this.complain(
        'step-gone',
        'warning',
        1,
        entry.line,
        `The guide has no step "${entry.step}" any more, so what stands here counts for nothing.`,
        'Remove the entry, or give it to the step that took its place: periplus overlay new prints every step.',
      );
      return;
    }
    const { node, hash } = found;
    const asked = entry.conditions.length > 0 ? ' Its conditions are asked of a person until then.' : '';
    this.complain(
      'step-changed',
      'warning',
      node.lines[0],
      entry.line,
      `"${node.title}" has other words than when this was written, so nothing of it is applied.${asked}`,
      `Compare the two; where it still holds, write hash: "${hash}" there.`,
    );
    if (entry.conditions.length > 0) this.ask(node.id);
  }

  private decide({ text, when, line }: OverlayStep['conditions'][number], node: PlanNode): void {
    const reading = readAuthorPredicate(when, this.built.conditions.factsOf(node.id));
    if ('error' in reading) {
      this.complain('predicate', 'error', node.lines[0], line, `The predicate "${when}" cannot be read: ${reading.error}.`, null);
      return;
    }
    const isMeant = ({ from, condition }: Way): boolean =>
      from === node.id && condition?.otherwise === false && plain(condition.text) === plain(text);
    const ways = [...this.plan.edges, ...this.plan.loops];
    if (ways.some(isMeant)) this.change(isMeant, (condition) => ({ ...condition, decidedBy: 'rule', predicate: reading }));
    else {
      const known = ways.flatMap(({ from, condition }) =>
        from === node.id && condition?.otherwise === false ? [`"${condition.text}"`] : [],
      );
      const suggestion = known.length === 0 ? null : `It has ${known.join(', ')}.`;
      this.complain('condition', 'error', node.lines[0], line, `No way out of "${node.title}" has the condition "${text}".`, suggestion);
    }
  }

  /** Nothing the overlay may have corrected is decided by the guide's own words. */
  private ask(id: string): void {
    const isDecided = ({ from, condition }: Way): boolean => from === id && condition?.otherwise === false;
    this.change(isDecided, (condition) => ({ ...condition, decidedBy: 'person', predicate: null }));
  }

  private change(isMeant: (way: Way) => boolean, change: (condition: EdgeCondition) => EdgeCondition): void {
    const changed = <Kind extends Way>(way: Kind): Kind =>
      way.condition !== null && isMeant(way) ? { ...way, condition: change(way.condition) } : way;
    this.plan = { ...this.plan, edges: this.plan.edges.map(changed), loops: this.plan.loops.map(changed) };
  }

  private complain(
    kind: string,
    severity: Problem['severity'],
    line: number,
    own: number,
    message: string,
    suggestion: string | null,
  ): void {
    this.problems.push({ rule: `overlay-${kind}`, severity, line, message: `${this.overlay.name}, line ${own}: ${message}`, suggestion });
  }
}

function merged(own: StepOptions, over: OverlayStep['options']): StepOptions {
  return {
    ...own,
    timeoutMs: over.timeoutMs ?? own.timeoutMs,
    retries: over.retries ?? own.retries,
    onFailure: over.onFailure ?? own.onFailure,
    rollback: over.rollback ?? own.rollback,
  };
}

function isCalled({ id, title }: PlanNode, name: string): boolean {
  return plain(title) === plain(name) || id === name || plain(title) === plain(name.replace(/^step\s+\S+\s*[-–—:.]?\s*/i, ''));
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/[.,:;]+$/, '')
    .trim();
}
