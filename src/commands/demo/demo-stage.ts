import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { IncidentReport, IncidentView } from '../../incidents/index.js';
import { TerminalError } from '../../platform/errors.js';
import { poll } from '../../platform/poll.js';
import { ApiClient } from '../api-client.js';
import { endProgram, environmentOfDemo, startServiceProgram } from '../child.js';
import { TestbedClient } from '../testbed-client.js';
import type { Grade } from '../testbed-client.js';
import { readAlertRules } from './alert-rules.js';
import type { FiringAlert } from './alert-rules.js';
import { clearUpAfterEarlierDemo, DEMO_DIRECTORY, keepRecord, makeSecrets, refuseTakenPort, writeDemoConfig } from './demo-world.js';
import { PagerStandIn } from './pager-stand-in.js';
import { firstAlert, goneAlert, queryInstant } from './watch-alerts.js';

export interface DemoOptions {
  readonly fault: string;
  readonly timeScale: number;
  readonly seed: number;
}

/** The fault that is none: an alert without a trouble behind it. */
const FALSE_ALARM = 'SS-C1';
const SHIPPED = fileURLToPath(new URL('../../../../deploy/', import.meta.url));

/** Everything the demo starts, in the order it starts it, and ends again in the other. */
export class DemoStage {
  readonly times: { readonly what: string; readonly ms: number }[] = [];
  private service: ChildProcess | null = null;
  private isStopping = false;
  private isKilled = false;
  private started = Date.now();

  private constructor(
    private readonly options: DemoOptions,
    private readonly port: number,
    private readonly testbed: TestbedClient,
    private readonly pager: PagerStandIn,
    private readonly configFile: string,
    readonly api: ApiClient,
  ) {}

  static async open(options: DemoOptions): Promise<DemoStage> {
    const startedAt = Date.now();
    const port = Number(process.env['PERIPLUS_PORT'] ?? '3000');
    await clearUpAfterEarlierDemo();
    await refuseTakenPort(port);
    const testbed = await TestbedClient.startFresh({
      stateDirectory: `${DEMO_DIRECTORY}/testbed`,
      seed: options.seed,
      timeScale: options.timeScale,
      port: 0,
    });
    await testbed.load('moderate');
    const secrets = makeSecrets();
    const url = `http://127.0.0.1:${port}`;
    const pager = await PagerStandIn.start(`${url}/webhooks/pagerduty`, secrets.webhookSecret, secrets.pagerToken);
    const configFile = await writeDemoConfig(port, testbed.addresses, pager.url, secrets, options.timeScale);
    const stage = new DemoStage(options, port, testbed, pager, configFile, new ApiClient(url));
    stage.started = startedAt;
    stage.lap('Sock Shop started');
    return stage;
  }

  /** Starts the service as a program of its own, and again should it be killed. @returns the dashboard's address. */
  async startService(): Promise<string> {
    this.spawnService();
    const hint = `Read ${DEMO_DIRECTORY}/service.log.`;
    const isReady = await poll(
      async () => {
        if (this.service?.exitCode === 1) throw new TerminalError('service-ended', 'The service could not start.', { hint });
        return (await this.isReady()) ? true : null;
      },
      { everyMs: 150, withinMs: 60_000 },
    );
    if (isReady === null) throw new TerminalError('service-silent', 'The service did not become ready within a minute.', { hint });
    await this.closeWhatWasLeft();
    this.lap('PostgreSQL and Periplus started');
    return this.api.url;
  }

  /** As PagerDuty does once an alert is gone. */
  async resolve(incident: IncidentView): Promise<void> {
    const externalId = incident.externalUrl?.split('/').at(-1);
    if (externalId !== undefined) await this.pager.resolve(externalId);
  }

  /** Incidents of an earlier, killed demo are still open: the next page would rightly join them. */
  private async closeWhatWasLeft(): Promise<void> {
    const { items } = await this.api.incidents();
    for (const { id, status } of items) if (status !== 'resolved') await this.api.resolve(id);
  }

  /** New guides only suggest; the demo's person promotes them, as somebody would in the dashboard. */
  async allowGuides(): Promise<string> {
    const { items } = await this.api.guides();
    for (const { id } of items) await this.api.promote(id, 'act');
    return `${items.length} guides`;
  }

  async waitUntilHealthy(): Promise<void> {
    await this.testbed.waitUntilHealthy();
    const isTold = async (): Promise<boolean> =>
      (await queryInstant(this.testbed.addresses.prometheus, 'sum(rate(request_duration_seconds_count[1m])) > 0')).length > 0;
    for (const deadline = Date.now() + 30_000; !(await isTold()) && Date.now() < deadline;) await sleep(300);
    this.lap('Shop healthy under load');
  }

  async breakAndWaitForAlert(): Promise<FiringAlert> {
    const rules = await readAlertRules(`${SHIPPED}sock-shop/alerts.yaml`);
    await this.testbed.inject(this.options.fault);
    if (this.options.fault === FALSE_ALARM) return goneAlert(rules);
    const alert = await firstAlert(this.testbed.addresses.prometheus, rules, 90_000);
    if (alert === null)
      throw new TerminalError('no-alert', `No alert fired within 90 s of ${this.options.fault}.`, {
        hint: 'Try a smaller --time-scale, or another fault.',
      });
    this.lap('Shop broken, alert fired');
    return alert;
  }

  /** Sends the signed webhook and waits until the incident has been matched. */
  async page(alert: FiringAlert): Promise<IncidentView> {
    const externalId = await this.pager.page(alert);
    const incident = await poll(() => this.startedIncident(externalId), { everyMs: 50, withinMs: 20_000 });
    this.lap('Paged, incident opened, guide matched, run started');
    if (incident !== null) return incident;
    throw new TerminalError('no-incident', 'The webhook was accepted, but no run was started within 20 s.', {
      hint: `Read ${DEMO_DIRECTORY}/service.log.`,
    });
  }

  private async startedIncident(externalId: string): Promise<IncidentView | null> {
    const { items } = await this.api.incidents();
    const incident = items.find((candidate) => candidate.externalUrl?.endsWith(externalId) === true);
    return incident !== undefined && (incident.runs.length > 0 || incident.held !== null) ? incident : null;
  }

  async reportOf(incidentId: string): Promise<IncidentReport> {
    const report = await this.api.report(incidentId);
    this.lap('Run ended, report written');
    return report;
  }

  async grade(report: IncidentReport): Promise<Grade> {
    return this.testbed.grade(report);
  }

  async tellCards(incidentId: string): Promise<string> {
    const { items } = await this.api.outbox(incidentId);
    const kinds = items.map(({ kind, status }) => `${kind} (${status})`).join(', ');
    return `Teams cards in the local outbox: ${kinds || 'none'}. As rendered: ${this.api.url}/outbox`;
  }

  /** Stays until Ctrl-C. */
  stay(say: (text: string) => void): Promise<void> {
    say(
      `\nEverything keeps running. Dashboard: ${this.api.url}   Ctrl-C ends it.\n  kubectl --server ${this.testbed.addresses.kubernetes} -n sock-shop get pods`,
    );
    return new Promise((resolve) => {
      process.once('SIGINT', () => {
        resolve();
      });
      process.once('SIGTERM', () => {
        resolve();
      });
    });
  }

  /** When this program is told to end, what it started ends too. */
  endWithUs(): void {
    for (const name of ['SIGTERM', 'SIGHUP'] as const) process.once(name, () => void this.stop().then(() => process.exit(1)));
    process.once('SIGINT', () => void this.stop().then(() => process.exit(130)));
  }

  async stop(): Promise<void> {
    if (this.isStopping) return;
    this.isStopping = true;
    if (this.service?.pid !== undefined && this.service.exitCode === null) await endProgram(this.service.pid);
    await this.pager.stop();
    await this.testbed.stop();
  }

  /** What a crash does: no warning, no clean-up. The service is started again at once. */
  killServiceOnce(): void {
    if (this.isKilled || this.service === null) return;
    this.isKilled = true;
    this.service.kill('SIGKILL');
  }

  private spawnService(): void {
    const environment = { ...environmentOfDemo(process.env), PERIPLUS_CONFIG: this.configFile };
    const service = startServiceProgram(environment, `${DEMO_DIRECTORY}/service.log`);
    this.service = service;
    if (service.pid !== undefined) void keepRecord({ ownerPid: process.pid, servicePid: service.pid });
    service.once('exit', (_code, signal) => {
      if (this.isStopping || signal === null) return;
      process.stderr.write(`The service was ended by ${signal}; starting it again.\n`);
      this.spawnService();
    });
  }

  private async isReady(): Promise<boolean> {
    return fetch(`http://127.0.0.1:${this.port}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  private lap(what: string): void {
    this.times.push({ what, ms: Date.now() - this.started });
    this.started = Date.now();
  }
}
