import { randomUUID } from 'node:crypto';
import { TerminalError } from '../../src/platform/errors.js';
import { Runs } from '../../src/dag-scheduler/runs.js';
import type { OpenQuestion, RunSummary } from '../../src/dag-scheduler/runs.js';
import type { ApprovalView, QuestionView, RunEvent, RunOutcome, RunRequest, RunStatus, RunView } from '../../src/dag-scheduler/core/run.js';

interface Held {
  view: RunView;
  readonly events: RunEvent[];
}

/** Runs that a test moves by hand: started and listed as real ones are, and told whatever the test says. */
export class StandInRuns extends Runs {
  readonly requests: RunRequest[] = [];
  readonly resolved: string[] = [];
  private readonly held = new Map<string, Held>();
  private readonly listeners = new Set<() => void>();

  start(request: RunRequest): Promise<{ readonly runId: string }> {
    this.requests.push(request);
    const id = randomUUID();
    this.held.set(id, { view: viewOf(id, request), events: [] });
    this.tell(id, { type: 'run-started' });
    return Promise.resolve({ runId: id });
  }

  ids(): readonly string[] {
    return [...this.held.keys()];
  }

  takeOverFrom(other: StandInRuns): void {
    for (const [id, held] of other.held) this.held.set(id, held);
  }

  tell(runId: string, event: RunEvent['event']): void {
    const { events } = this.of(runId);
    events.push({ runId, seq: events.length + 1, at: new Date().toISOString(), event });
    for (const listener of this.listeners) listener();
  }

  end(runId: string, outcome: RunOutcome): void {
    const held = this.of(runId);
    held.view = { ...held.view, status: 'succeeded', outcome, endedAt: new Date().toISOString() };
    this.tell(runId, { type: 'run-ended', status: 'succeeded', outcome });
  }

  view(runId: string): Promise<RunView> {
    return Promise.resolve(this.of(runId).view);
  }

  list(filter: {
    readonly incidentId?: string;
    readonly status?: readonly RunStatus[];
    readonly limit: number;
  }): Promise<readonly RunSummary[]> {
    const views = [...this.held.values()].map(({ view }) => view);
    const wanted = views.filter(
      (view) =>
        (filter.incidentId === undefined || view.incidentId === filter.incidentId) && (filter.status?.includes(view.status) ?? true),
    );
    return Promise.resolve(wanted.slice(0, filter.limit).map(summaryOf));
  }

  openQuestions(): Promise<readonly OpenQuestion[]> {
    return Promise.resolve([]);
  }

  summary(runId: string): Promise<RunSummary> {
    return Promise.resolve(summaryOf(this.of(runId).view));
  }

  incidentResolved(incidentId: string): Promise<void> {
    this.resolved.push(incidentId);
    return Promise.resolve();
  }

  events(runId: string, afterSeq: number): Promise<readonly RunEvent[]> {
    return Promise.resolve(this.of(runId).events.filter(({ seq }) => seq > afterSeq));
  }

  onNews(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async *follow(runId: string, afterSeq: number, signal: AbortSignal): AsyncIterable<RunEvent> {
    for (let seen = afterSeq; !signal.aborted;) {
      for (const event of await this.events(runId, seen)) {
        seen = event.seq;
        yield event;
        if (event.event.type === 'run-ended') return;
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  anyRequest(): RunRequest {
    const plan = { formatVersion: 1 as const, id: 'sha256:0', nodes: [], edges: [], loops: [], parameters: [], outcome: 'first' as const };
    const about = { incidentId: null, service: null, cluster: 'prod', parameters: {} };
    return {
      plan,
      guideId: 'any',
      guideTitle: 'Any',
      guideVersion: null,
      mode: 'suggest',
      ...about,
      dryRun: false,
      at: new Date(),
      retryOf: null,
      demo: false,
      startedBy: null,
      urgency: 1,
    };
  }

  question(runId: string): QuestionView {
    const words = { kind: 'condition' as const, text: 'Is the cache cold?', options: ['yes', 'no'], evidence: [] };
    return {
      id: 'q1',
      runId,
      stepId: 's1',
      ...words,
      status: 'open',
      answer: null,
      answeredBy: null,
      askedAt: new Date().toISOString(),
      deadline: new Date().toISOString(),
      byDeadline: null,
    };
  }

  approval(runId: string): ApprovalView {
    const target = {
      cluster: 'prod',
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      namespace: 'shop',
      name: 'carts',
      uid: 'u',
      resourceVersion: '1',
    };
    const request = {
      method: 'PATCH' as const,
      path: '/apis/apps/v1/namespaces/shop/deployments/carts',
      contentType: 'application/json-patch+json',
      body: [],
    };
    const plans = {
      precondition: null,
      changes: ['replicas: 0 → 1'],
      dryRun: { accepted: true, message: '' },
      rollback: null,
      controllers: [],
      repeatable: true,
    };
    const proposal = {
      queryId: 's1.q1',
      plugin: 'kubernetes',
      verb: 'scale',
      target,
      request,
      rendered: 'kubectl scale deployment/carts --replicas=1',
      ...plans,
    };
    const approvers = { approversNeeded: 2, grants: [], notBy: null };
    const times = { askedAt: new Date().toISOString(), expiresAt: new Date().toISOString(), decidedBy: null, decidedAt: null, why: null };
    return { id: 'a1', runId, stepId: 's1', queryId: 's1.q1', status: 'open', proposal, verification: null, ...approvers, ...times };
  }

  rows = unused;
  replay = unused;
  answer = unused;
  decide = unused;
  cancel = unused;
  pause = unused;
  resume = unused;
  takeOver = unused;
  retry = unused;

  private of(runId: string): Held {
    const held = this.held.get(runId);
    if (held === undefined) throw new TerminalError('run-unknown', `There is no run ${runId}.`);
    return held;
  }
}

function summaryOf({ id, incidentId, guideId, guideTitle, mode, status, startedAt, endedAt }: RunView): RunSummary {
  return { id, incidentId, guideId, guideTitle, mode, status, startedAt, endedAt };
}

function unused(): Promise<never> {
  return Promise.reject(new Error('Not a part of this test.'));
}

function viewOf(
  id: string,
  { plan, guideId, guideTitle, guideVersion, mode, incidentId, cluster, parameters, dryRun, demo }: RunRequest,
): RunView {
  const nothing = { steps: [], edges: [], decisions: [], questions: [], approvals: [], actions: [] };
  const ends = { endedAt: null, outcome: null, makespanMs: null, criticalPathMs: null, takenOverBy: null, startedBy: null };
  return {
    id,
    incidentId,
    guideId,
    guideTitle,
    guideVersion,
    mode,
    status: 'running',
    dryRun,
    demo,
    cluster,
    plan,
    parameters,
    ...nothing,
    startedAt: new Date().toISOString(),
    ...ends,
  };
}
