import { z } from 'zod';

const text = z.string().nullish().catch(null);
const reference = z.looseObject({ id: text, summary: text }).nullish().catch(null);

/** A V3 webhook, as far as we look at it. Lenient throughout: a field of another shape counts as absent, never as an error. */
const webhookSchema = z.looseObject({
  event: z.looseObject({
    id: text,
    event_type: text,
    occurred_at: text,
    data: z
      .looseObject({
        id: text,
        type: text,
        html_url: text,
        status: text,
        incident_key: text,
        created_at: text,
        title: text,
        urgency: text,
        content: text,
        service: reference,
        incident: reference,
      })
      .nullish()
      .catch(null),
  }),
});

export type WebhookEvent = z.infer<typeof webhookSchema>['event'];

/** The event of a webhook's body; null where there is none to be seen. */
export function eventOf(body: unknown): WebhookEvent | null {
  return webhookSchema.safeParse(body).data?.event ?? null;
}

/** PagerDuty's id of the incident an event is about, whatever kind of thing its data is. */
export function incidentIdOf({ data }: WebhookEvent): string | null {
  if (data === null || data === undefined) return null;
  return data.type === 'incident' || data.incident?.id == null ? (data.id ?? null) : data.incident.id;
}
