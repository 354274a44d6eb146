import type { Alert } from '../../incidents/index.js';
import type { AlertBody } from './requests.js';

/** An alert told by REST, in our words. */
export function toAlert(body: AlertBody, receivedAt: Date): Alert {
  const alertName = body.alertName ?? body.labels['alertname'] ?? null;
  const service = body.service ?? body.labels['service'] ?? null;
  return {
    source: 'rest',
    dedupKey: body.dedupKey ?? `${alertName ?? body.title}/${service ?? ''}`,
    externalId: null,
    externalUrl: null,
    title: body.title,
    alertName,
    service,
    severity: body.severity,
    status: body.status,
    labels: body.labels,
    annotations: body.annotations,
    runbookUrl: body.runbookUrl ?? body.annotations['runbook_url'] ?? null,
    text: body.text,
    startedAt: body.startedAt === undefined ? receivedAt : new Date(body.startedAt),
    receivedAt,
  };
}
