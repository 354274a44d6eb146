import type { Alert } from '../../incidents/index.js';
import type { Reading } from '../alert-source.js';
import { isOurNote } from './our-note.js';
import { eventOf, incidentIdOf } from './webhook-event.js';
import type { WebhookEvent } from './webhook-event.js';

const STATUS_OF_EVENT: Readonly<Record<string, Alert['status']>> = {
  'incident.triggered': 'firing',
  'incident.reopened': 'firing',
  'incident.unacknowledged': 'firing',
  'incident.acknowledged': 'acknowledged',
  'incident.resolved': 'resolved',
};

/** PagerDuty V3 webhook → our alert, or why it is none. Pure; a body of any shape gives an answer. */
export function toAlert(body: unknown, receivedAt: Date): Reading {
  const event = eventOf(body);
  if (event === null) return ignored('The message holds no event.');
  const type = event.event_type ?? '';
  if (type === 'pagey.ping') return ignored('A test message: the webhook works.');
  if (type === 'incident.annotated')
    return ignored(isOurNote(event.data?.content ?? '') ? 'Our own note, come back.' : 'A note on the incident.');
  const status = STATUS_OF_EVENT[type];
  if (status === undefined) return ignored(`The event type "${type}" opens and ends nothing.`);
  const externalId = incidentIdOf(event);
  return externalId === null
    ? ignored(`The event "${type}" names no incident.`)
    : { kind: 'alert', alert: alertOf(event, externalId, status, receivedAt) };
}

function alertOf({ data, occurred_at: occurredAt }: WebhookEvent, externalId: string, status: Alert['status'], receivedAt: Date): Alert {
  return {
    source: 'pagerduty',
    dedupKey: data?.incident_key ?? externalId,
    externalId,
    externalUrl: data?.html_url ?? null,
    title: data?.title ?? `PagerDuty incident ${externalId}`,
    alertName: null,
    service: data?.service?.summary ?? null,
    severity: severityOf(data?.urgency),
    status,
    labels: {},
    annotations: {},
    runbookUrl: null,
    text: '',
    startedAt: timeOr(data?.created_at ?? occurredAt, receivedAt),
    receivedAt,
  };
}

function severityOf(urgency: string | null | undefined): Alert['severity'] {
  if (urgency === 'high') return 'critical';
  return urgency === 'low' ? 'warning' : 'unknown';
}

function timeOr(text: string | null | undefined, otherwise: Date): Date {
  const time = new Date(text ?? Number.NaN);
  return Number.isNaN(time.getTime()) ? otherwise : time;
}

function ignored(why: string): Reading {
  return { kind: 'ignored', why };
}
