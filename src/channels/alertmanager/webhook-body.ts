import { createHash } from 'node:crypto';
import { z } from 'zod';

const strings = z
  .record(z.string(), z.unknown())
  .nullish()
  .catch(null)
  .transform((values) =>
    Object.fromEntries(Object.entries(values ?? {}).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))),
  );
const text = z.string().nullish().catch(null);

const alertSchema = z.looseObject({
  status: text,
  labels: strings,
  annotations: strings,
  startsAt: text,
  endsAt: text,
  generatorURL: text,
  fingerprint: text,
  dashboardURL: text,
});

/** Alertmanager's webhook, version 4, and Grafana's, version 1: the same shape as far as we look at it. */
export const webhookSchema = z.looseObject({
  externalURL: text,
  groupKey: text,
  truncatedAlerts: z.number().nullish().catch(null),
  alerts: z.array(alertSchema),
});

export type WebhookAlert = z.infer<typeof alertSchema>;

/** What identifies an alert across its messages. Alertmanager sends a fingerprint; without one the labels are it. */
export function fingerprintOf(alert: WebhookAlert): string {
  const labels = Object.entries(alert.labels).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return alert.fingerprint ?? createHash('sha256').update(JSON.stringify(labels)).digest('hex').slice(0, 16);
}
