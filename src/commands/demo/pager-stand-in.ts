import { createHmac, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FiringAlert } from './alert-rules.js';

interface PagedIncident {
  readonly id: string;
  readonly number: number;
  readonly alert: FiringAlert;
  readonly createdAt: string;
}

/**
 * Stands in for PagerDuty on loopback: pages by signed V3 webhook, as PagerDuty's own servers do, and answers the REST
 * calls for alert details. The webhook carries the vendor's fields only; labels are in the alerts, as with the real one.
 */
export class PagerStandIn {
  private readonly incidents = new Map<string, PagedIncident>();
  private readonly server: Server;

  private constructor(
    private readonly webhookUrl: string,
    private readonly secret: string,
    private readonly token: string,
  ) {
    this.server = createServer((request, response) => {
      this.answer(request, response);
    });
  }

  static async start(webhookUrl: string, secret: string, token: string, port = 0): Promise<PagerStandIn> {
    const pager = new PagerStandIn(webhookUrl, secret, token);
    await new Promise<void>((ready, refuse) => {
      pager.server.once('error', refuse);
      pager.server.listen(port, '127.0.0.1', ready);
    });
    return pager;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Opens an incident and delivers `incident.triggered`. @returns PagerDuty's id of it. */
  async page(alert: FiringAlert): Promise<string> {
    const incident = {
      id: `Q${randomUUID().replaceAll('-', '').slice(0, 13).toUpperCase()}`,
      number: this.incidents.size + 1,
      alert,
      createdAt: new Date().toISOString(),
    };
    this.incidents.set(incident.id, incident);
    await this.deliver(incident, 'incident.triggered', 'triggered');
    return incident.id;
  }

  async resolve(id: string): Promise<void> {
    const incident = this.incidents.get(id);
    if (incident !== undefined) await this.deliver(incident, 'incident.resolved', 'resolved');
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((done) => {
      this.server.close(() => {
        done();
      });
    });
  }

  private async deliver(incident: PagedIncident, eventType: string, status: string): Promise<void> {
    const body = JSON.stringify({
      event: {
        id: randomUUID(),
        event_type: eventType,
        resource_type: 'incident',
        occurred_at: new Date().toISOString(),
        agent: null,
        client: null,
        data: this.incidentFields(incident, status),
      },
    });
    const signature = `v1=${createHmac('sha256', this.secret).update(body).digest('hex')}`;
    const headers = { 'content-type': 'application/json', 'x-pagerduty-signature': signature, 'x-webhook-id': randomUUID() };
    const response = await fetch(this.webhookUrl, { method: 'POST', headers, body });
    if (response.status !== 202) throw new Error(`The webhook was answered ${response.status}: ${await response.text()}`);
  }

  private incidentFields(incident: PagedIncident, status: string): Record<string, unknown> {
    const { alert } = incident;
    return {
      id: incident.id,
      type: 'incident',
      self: `${this.url}/incidents/${incident.id}`,
      html_url: `${this.url}/incidents/${incident.id}`,
      number: incident.number,
      status,
      incident_key: `${alert.name}/${alert.labels['service'] ?? ''}/${incident.id}`,
      created_at: incident.createdAt,
      title: alert.annotations['summary'] ?? alert.name,
      service: { id: 'PSHOP01', type: 'service_reference', summary: 'Sock Shop', self: null, html_url: null },
      assignees: [],
      escalation_policy: { id: 'PESC001', type: 'escalation_policy_reference', summary: 'Shop platform', self: null, html_url: null },
      teams: [],
      priority: null,
      urgency: alert.labels['severity'] === 'critical' ? 'high' : 'low',
      conference_bridge: null,
      resolve_reason: null,
    };
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const reply = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (request.headers.authorization !== `Token token=${this.token}`) {
      reply(401, { error: { message: 'Authentication failed', code: 2006 } });
      return;
    }
    const id = /^\/incidents\/([^/?]+)\/(alerts|notes)/u.exec(request.url ?? '')?.[1] ?? '';
    const incident = this.incidents.get(id);
    if (incident === undefined) reply(404, { error: { message: 'Incident Not Found', code: 5001 } });
    else if (request.method === 'POST') reply(201, { note: { id: randomUUID() } });
    else reply(200, { alerts: [this.alertFields(incident)], limit: 25, offset: 0, more: false });
  }

  /** What PagerDuty keeps of an event that Alertmanager's own integration sent it. */
  private alertFields(incident: PagedIncident): Record<string, unknown> {
    const { alert } = incident;
    const lines = (pairs: Readonly<Record<string, string>>): string =>
      Object.entries(pairs)
        .map(([name, value]) => ` - ${name} = ${value}\n`)
        .join('');
    const firing = `Labels:\n${lines(alert.labels)}Annotations:\n${lines(alert.annotations)}`;
    return {
      id: `A${incident.id}`,
      type: 'alert',
      status: 'triggered',
      alert_key: `${alert.name}/${alert.labels['service'] ?? ''}`,
      created_at: incident.createdAt,
      severity: alert.labels['severity'] ?? 'error',
      summary: alert.annotations['summary'] ?? alert.name,
      body: { type: 'alert_body', contexts: [], details: { firing, num_firing: '1', num_resolved: '0', resolved: '' } },
      service: { id: 'PSHOP01', type: 'service_reference', summary: 'Sock Shop' },
      incident: { id: incident.id, type: 'incident_reference' },
    };
  }
}
