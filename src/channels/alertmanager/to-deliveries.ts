import type { Delivery } from '../../incidents/index.js';
import { fingerprintOf, webhookSchema } from './webhook-body.js';

/**
 * One webhook holds a group of alerts; each is a delivery of its own. A firing alert is sent again every repeat_interval:
 * its fingerprint, start and state make it the same delivery. Null: not a message we know.
 */
export function toDeliveries(source: 'alertmanager' | 'grafana', body: unknown): readonly Delivery[] | null {
  const parsed = webhookSchema.safeParse(body).data;
  if (parsed === undefined) return null;
  return parsed.alerts.map((alert) => {
    const fingerprint = fingerprintOf(alert);
    const status = alert.status ?? 'firing';
    const episode = `${fingerprint}/${alert.startsAt ?? ''}/${status}`;
    return {
      source,
      deliveryId: episode,
      eventId: episode,
      orderingKey: `${source}:${fingerprint}`,
      eventType: `alert.${status}`,
      body: { alert: { ...alert, fingerprint, status }, externalURL: parsed.externalURL ?? null },
    };
  });
}
