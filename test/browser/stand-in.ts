import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { securityHeaders } from '../../src/channels/dashboard/security-headers.js';
import { renderMessage } from '../../src/channels/teams/render-message.js';
import type { OutboxItem } from '../../src/channels/rest/views.js';
import type { RunEvent, RunView } from '../../src/dag-scheduler/index.js';
import { incidentOf, reportOf } from '../support/latency/incident.js';
import { after, freshRun } from '../support/latency/run.js';
import { question, story } from '../support/latency/story.js';
import { latencyPlan } from '../support/latency/plan.js';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** Speaks the REST API of the service about one told incident: for the dashboard's tests and for working on it. */
export class StandIn {
  private readonly server: Server;
  private readonly listeners = new Set<ServerResponse>();
  private readonly events: RunEvent[] = [];
  private run: RunView = freshRun;
  private goOn: () => void = () => undefined;
  /** What was asked of it, for tests. */
  readonly posts: { readonly path: string; readonly body: unknown }[] = [];
  /** While true, every call is refused as a restarting service refuses it. */
  isAway = false;
  private frozen: { readonly by: string; readonly why: string; readonly at: string } | null = null;

  /** @param web directory of the built dashboard @param pace 1: as told; 0: at once */
  /** What is asked where a person is waited for. */
  question = question;

  constructor(
    private readonly web: string,
    private readonly pace = 1,
    private readonly withQuestion = false,
  ) {
    this.server = createServer((request, response) => {
      this.answer(request, response);
    });
  }

  async listen(port = 0): Promise<string> {
    await new Promise<void>((done) => this.server.listen(port, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  /** Tells the story to its end; waits where a person decides. */
  async tell(): Promise<void> {
    for (const scene of story) {
      await new Promise((done) => setTimeout(done, scene.afterMs * this.pace));
      this.happen(scene.event, scene.results);
      if (scene.waitsForPerson === true) {
        if (this.withQuestion) this.happen({ type: 'question-asked', question: this.question });
        await new Promise<void>((done) => (this.goOn = done));
      }
    }
  }

  private happen(event: RunEvent['event'], results: Parameters<typeof after>[2] = []): void {
    const told: RunEvent = { runId: this.run.id, seq: this.events.length + 1, at: new Date().toISOString(), event };
    this.run = after(this.run, told, results);
    this.events.push(told);
    for (const listener of this.listeners) send(listener, told);
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://stand-in');
    securityHeaders(request as never, response as never, () => undefined);
    if (!url.pathname.startsWith('/api/')) this.serveFile(url.pathname, response);
    else if (this.isAway)
      json(response, 503, {
        error: {
          code: 'database-away',
          message: 'The database does not answer at the moment.',
          hint: 'Try again in a few seconds; nothing was changed.',
        },
      });
    else if (request.method === 'POST') void this.accept(url.pathname, request, response);
    else if (url.pathname.endsWith('/events')) this.follow(Number(request.headers['last-event-id'] ?? 0), response);
    else this.read(url.pathname, response);
  }

  private read(path: string, response: ServerResponse): void {
    const body = this.bodies()[path.replace('/api/v1', '')];
    if (body === undefined) json(response, 404, { error: { code: 'not-found', message: `There is no ${path}.`, hint: null } });
    else json(response, 200, body());
  }

  private bodies(): Readonly<Record<string, () => unknown>> {
    const incident = incidentOf(this.run);
    return {
      '/status': () => ({
        demo: true,
        version: '0.1.0',
        clusters: ['testbed'],
        sources: [{ name: 'prometheus', kind: 'prometheus' }],
        teams: 'local outbox',
        person: { id: 'local', name: 'local', role: 'admin' },
        frozen: this.frozen,
      }),
      '/incidents': () => ({
        items: [
          incident,
          {
            ...incident,
            id: 'incident-0',
            number: 11,
            title: 'front-end answers 3.4% of requests with errors',
            service: 'front-end',
            status: 'resolved',
            runs: [],
          },
        ],
      }),
      '/incidents/incident-1': () => incident,
      '/incidents/incident-0': () => ({
        ...incident,
        id: 'incident-0',
        number: 11,
        title: 'front-end answers 3.4% of requests with errors',
        status: 'resolved',
        runs: [],
        held: { why: 'resolved', sentence: 'The alert was over before the page arrived, so no run was started.' },
      }),
      '/incidents/incident-1/report': () => reportOf(this.run),
      '/runs/run-1': () => this.run,
      '/guides': () => ({ items: [GUIDE, BROKEN] }),
      '/guides/guide-1': () => ({ ...GUIDE, plan: latencyPlan, markdown: MARKDOWN, guide: {} }),
      '/outbox': () => ({ items: this.cards() }),
    };
  }

  private cards(): readonly OutboxItem[] {
    const incident = incidentOf(this.run);
    const run = this.run;
    const messages = [
      renderMessage({ kind: 'card', incident, run }, 'http://127.0.0.1:3000'),
      ...run.approvals.map((approval) => renderMessage({ kind: 'approval', incident, run, approval }, 'http://127.0.0.1:3000')),
      ...(run.endedAt === null ? [] : [renderMessage({ kind: 'report', incident, run, report: reportOf(run) }, 'http://127.0.0.1:3000')]),
    ];
    const kinds = ['card', 'approval', 'report'] as const;
    return messages.map((card, index) => ({
      id: `teams-${index}`,
      channel: 'teams',
      incidentId: incident.id,
      seq: index + 1,
      kind: kinds[index] ?? 'note',
      runId: run.id,
      status: 'kept',
      card,
      why: null,
      at: run.startedAt,
    }));
  }

  private follow(seen: number, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    response.write(': hello\n\n');
    for (const event of this.events) if (event.seq > seen) send(response, event);
    this.listeners.add(response);
    response.on('close', () => this.listeners.delete(response));
  }

  private async accept(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = (await request.toArray()).join('');
    this.posts.push({ path, body: JSON.parse(text) as unknown });
    json(response, 202, null);
    if (path.endsWith('/freeze'))
      this.frozen = { by: 'local', why: (JSON.parse(text) as { readonly why: string }).why, at: new Date().toISOString() };
    if (path.endsWith('/unfreeze')) this.frozen = null;
    if (path.includes('/approvals/')) this.goOn();
    if (path.includes('/questions/'))
      this.happen({ type: 'question-answered', question: { ...this.question, status: 'answered', answer: 'no', answeredBy: 'local' } });
  }

  private serveFile(path: string, response: ServerResponse): void {
    const wanted = join(this.web, normalize(path));
    const file = extname(wanted) !== '' && existsSync(wanted) ? wanted : join(this.web, 'index.html');
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  }
}

function send(response: ServerResponse, event: RunEvent): void {
  response.write(`event: run-event\nid: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n`);
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const MARKDOWN = [
  '# A service of the shop is slow',
  '',
  '## Step 1 - Find the slow routes',
  '',
  'If the p99 of any route is above 500 ms, start Steps 2 through 5 in parallel.',
  '',
  '## Step 2 - Compare CPU use with the limit',
  '',
  'Proceed to Step 6.',
].join('\n');

const GUIDE = {
  id: 'guide-1',
  name: 'service-latency.md',
  title: 'A service of the shop is slow',
  owner: 'shop-platform',
  alertNames: ['HighLatency'],
  services: [],
  runbookUrls: [],
  bindings: [],
  mode: 'act',
  planId: latencyPlan.id,
  version: 3,
  runnable: true,
  uploadedAt: '2026-11-20T09:00:00.000Z',
  uploadedBy: 'local',
  problems: [
    {
      rule: 'condition-by-person',
      severity: 'warning',
      line: 5,
      message: 'Nobody but a person can decide "it looks slow".',
      suggestion: 'Name a number and its unit.',
    },
  ],
  coverage: { steps: 13, queriesRunnable: 10, queriesByHand: 0, conditionsByRule: 12, conditionsByPerson: 0, mutations: 1 },
};

const BROKEN = {
  ...GUIDE,
  id: 'guide-3',
  name: 'queue-depth.md',
  title: 'The queue is deep',
  owner: null,
  alertNames: [],
  planId: null,
  runnable: false,
  version: 1,
  problems: [
    { rule: 'dangling-step-reference', severity: 'error', line: 22, message: 'Step 9 is named, and there is no Step 9.', suggestion: null },
  ],
  coverage: { steps: 0, queriesRunnable: 0, queriesByHand: 0, conditionsByRule: 0, conditionsByPerson: 0, mutations: 0 },
};
