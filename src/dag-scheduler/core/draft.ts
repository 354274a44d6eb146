import type { Config } from '../../platform/config.js';
import { edgeKey } from './plan-graph.js';
import type { PlanGraph } from './plan-graph.js';
import type { Decision, EdgeState, StepStatus } from './run.js';
import { actionKey, isAtWork, isLive, isSettled, scopeOf, waitingStep } from './run-state.js';
import type {
  ActionRecord,
  ApprovalRecord,
  Changes,
  EdgeRecord,
  EventBody,
  QuestionRecord,
  RunPatch,
  RunRecord,
  RunState,
  StepRecord,
} from './run-state.js';

export type RunSettings = Config['runs'];

/**
 * A settlement while it is being worked out: reads see what it has written so far, the state itself is left alone.
 * One transition takes a draft of the state and returns `changes()`.
 */
export class Draft {
  private patch: RunPatch = {};
  private current: RunRecord;
  private readonly steps = new Map<string, StepRecord>();
  private readonly edges = new Map<string, EdgeRecord>();
  private readonly latestEdges = new Map<string, EdgeRecord>();
  private readonly questions = new Map<string, QuestionRecord>();
  private readonly approvals = new Map<string, ApprovalRecord>();
  private readonly actions = new Map<string, ActionRecord>();
  private readonly events: EventBody[] = [];
  private readonly begun = new Set<string>();

  constructor(
    private readonly state: RunState,
    readonly now: Date,
    readonly settings: RunSettings,
  ) {
    this.current = state.run;
  }

  get graph(): PlanGraph {
    return this.state.graph;
  }

  get run(): RunRecord {
    return this.current;
  }

  get at(): string {
    return this.now.toISOString();
  }

  /** When a wait written in the guide is over. The demo's shop lives faster, and so do its guides' waits. */
  after(waitMs: number): string {
    return new Date(this.now.getTime() + waitMs / this.settings.guideTimeScale).toISOString();
  }

  scope(nodeId: string): string {
    return this.graph.loops.length === 0 ? '' : scopeOf(this.graph, this.run.iterations, nodeId);
  }

  step(nodeId: string): StepRecord {
    const scope = this.scope(nodeId);
    const known = this.steps.get(within(scope, nodeId)) ?? this.state.steps.get(nodeId);
    return known?.scope === scope ? known : waitingStep(scope, nodeId);
  }

  edge(edge: { readonly from: string; readonly to: string }): EdgeRecord | undefined {
    const key = edgeKey(edge);
    return this.latestEdges.get(key) ?? this.state.edges.get(key);
  }

  /** An edge of an earlier iteration is undecided again, unless it left the loop and was taken. */
  edgeState(edge: { readonly from: string; readonly to: string }): EdgeState {
    const record = this.edge(edge);
    if (record === undefined) return 'pending';
    if (record.scope === this.scope(edge.from)) return record.state;
    return record.state === 'enabled' && !this.graph.isInsideLoop(edge) ? 'enabled' : 'pending';
  }

  /** Nodes under way, as this draft leaves them. */
  live(): readonly string[] {
    const ids = new Set([...this.state.live, ...[...this.steps.values()].map(({ nodeId }) => nodeId)]);
    return [...ids].filter((id) => isLive(this.step(id)));
  }

  isAnythingLive(): boolean {
    if ([...this.steps.values()].some(({ nodeId }) => isLive(this.step(nodeId)))) return true;
    for (const id of this.state.live) if (isLive(this.step(id))) return true;
    return false;
  }

  isAnythingRunning(): boolean {
    return this.live().some((id) => isAtWork(this.step(id)));
  }

  /** The state as this draft leaves it, for questions that need all of it. */
  get board(): Pick<RunState, 'run' | 'graph' | 'steps' | 'edges'> {
    const written = [...this.steps.values()].map((step) => [step.nodeId, step] as const);
    const steps = written.length === 0 ? this.state.steps : new Map([...this.state.steps, ...written]);
    const edges = this.latestEdges.size === 0 ? this.state.edges : new Map([...this.state.edges, ...this.latestEdges]);
    return { run: this.current, graph: this.graph, steps, edges };
  }

  get modelAsks(): RunState['modelAsks'] {
    return this.state.modelAsks;
  }

  allQuestions(): readonly QuestionRecord[] {
    return [...new Map([...this.state.questions, ...this.questions]).values()];
  }

  allApprovals(): readonly ApprovalRecord[] {
    return [...new Map([...this.state.approvals, ...this.approvals]).values()];
  }

  allActions(): readonly ActionRecord[] {
    return [...new Map([...this.state.actions, ...this.actions]).values()];
  }

  allDecisions(): readonly Decision[] {
    return [...this.state.decisions, ...this.events.flatMap((event) => (event.type === 'decision' ? [event.decision] : []))];
  }

  patchRun(patch: RunPatch): void {
    this.patch = { ...this.patch, ...patch };
    this.current = { ...this.current, ...patch };
  }

  putStep(step: StepRecord): void {
    this.steps.set(within(step.scope, step.nodeId), step);
  }

  /** Writes a step and tells of it. */
  settleStep(step: StepRecord): void {
    this.putStep(step);
    this.tell({ type: 'step-settled', stepId: step.nodeId, status: step.status, findings: step.findings, because: step.because });
  }

  /** Marks a step as running and lets it start once the draft is committed. What it failed of before is forgotten. */
  beginStep(nodeId: string): void {
    const before = this.step(nodeId);
    const attempt = before.attempt + 1;
    const status: StepStatus = 'running';
    const afresh = { because: null, errorCode: null, deadSource: null, findings: [] };
    this.putStep({ ...before, ...afresh, status, attempt, startedAt: before.startedAt ?? this.at });
    this.tell({ type: 'step-started', stepId: nodeId, attempt });
    this.begun.add(nodeId);
  }

  /** Whether this very draft lets the step start. */
  hasBegun(nodeId: string): boolean {
    return this.begun.has(nodeId);
  }

  /** A step that asked, or was held up, goes on once the draft is committed. */
  goOn(nodeId: string): void {
    const step = this.step(nodeId);
    if (isSettled(step)) return;
    if (step.status !== 'running') {
      this.putStep({ ...step, status: 'running' });
      this.tell({ type: 'step-started', stepId: nodeId, attempt: step.attempt });
    }
    this.begun.add(nodeId);
  }

  /** A step waits for a person: what it has read so far is kept. */
  restStep(step: StepRecord): void {
    this.settleStep({ ...step, status: 'asking', endedAt: null });
  }

  putEdge(edge: EdgeRecord): void {
    this.edges.set(within(edge.scope, edgeKey(edge)), edge);
    this.latestEdges.set(edgeKey(edge), edge);
  }

  putQuestion(question: QuestionRecord): void {
    this.questions.set(question.id, question);
  }

  putApproval(approval: ApprovalRecord): void {
    this.approvals.set(approval.id, approval);
  }

  putAction(action: ActionRecord): void {
    this.actions.set(actionKey(action.scope, action.queryId), action);
    const { scope: _scope, approvalId: _approvalId, proposal: _proposal, ...view } = action;
    this.tell({ type: 'action', action: view });
  }

  tell(event: EventBody): void {
    this.events.push(event);
  }

  changes(): Changes {
    return {
      run: this.patch,
      steps: [...this.steps.values()],
      edges: [...this.edges.values()],
      questions: [...this.questions.values()],
      approvals: [...this.approvals.values()],
      actions: [...this.actions.values()],
      events: this.events,
      start: [...this.begun],
    };
  }
}

function within(scope: string, key: string): string {
  return scope === '' ? key : `${scope}|${key}`;
}
