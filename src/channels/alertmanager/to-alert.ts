import { z } from 'zod';
import { plainName } from '../../incidents/index.js';
import type { Alert } from '../../incidents/index.js';
import type { Reading } from '../alert-source.js';
import { fingerprintOf, webhookSchema } from './webhook-body.js';
import type { WebhookAlert } from './webhook-body.js';

const deliverySchema = z.looseObject({ alert: webhookSchema.shape.alerts.element, externalURL: z.string().nullish() });

/** One alert of an Alertmanager or Grafana webhook → our alert. Pure. */
export function toAlert(source: 'alertmanager' | 'grafana', body: unknown, receivedAt: Date): Reading {
  const parsed = deliverySchema.safeParse(body).data;
  if (parsed === undefined) return { kind: 'ignored', why: 'The message holds no alert.' };
  const { alert, externalURL } = parsed;
  if (alert.status !== 'firing' && alert.status !== 'resolved')
    return { kind: 'ignored', why: `The state "${alert.status ?? ''}" opens and ends nothing.` };
  return { kind: 'alert', alert: { source, ...wordsOf(alert), ...originOf(alert, externalURL ?? null, receivedAt), status: alert.status } };
}

function wordsOf({
  labels,
  annotations,
}: WebhookAlert): Pick<Alert, 'title' | 'alertName' | 'service' | 'severity' | 'labels' | 'annotations' | 'runbookUrl' | 'text'> {
  const alertName = labels['alertname'] ?? null;
  const runbook = Object.entries(annotations).find(([name]) => plainName(name) === 'runbookurl');
  return {
    title: annotations['summary'] ?? annotations['title'] ?? [alertName ?? 'Alert', labels['service'] ?? ''].join(' ').trim(),
    alertName,
    service: labels['service'] ?? null,
    severity: severityOf(labels['severity']),
    labels,
    annotations,
    runbookUrl: runbook?.[1] ?? null,
    text: [annotations['description'] ?? annotations['message'] ?? ''].join('\n'),
  };
}

function originOf(
  alert: WebhookAlert,
  externalUrl: string | null,
  receivedAt: Date,
): Pick<Alert, 'dedupKey' | 'externalId' | 'externalUrl' | 'startedAt' | 'receivedAt'> {
  const startedAt = new Date(alert.startsAt ?? Number.NaN);
  const fingerprint = fingerprintOf(alert);
  const isDated = !Number.isNaN(startedAt.getTime());
  return {
    dedupKey: fingerprint,
    externalId: null,
    externalUrl: alert.dashboardURL ?? alert.generatorURL ?? externalUrl,
    startedAt: isDated ? startedAt : receivedAt,
    receivedAt,
  };
}

function severityOf(label: string | undefined): Alert['severity'] {
  if (label === 'critical' || label === 'page' || label === 'error') return 'critical';
  return label === 'warning' || label === 'info' ? label : 'unknown';
}
