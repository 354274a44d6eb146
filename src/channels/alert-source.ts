import type { Alert, ClaimedDelivery } from '../incidents/index.js';

/** What a delivery turned out to be. */
export type Reading = { readonly kind: 'alert'; readonly alert: Alert } | { readonly kind: 'ignored'; readonly why: string };

/** An alert with what its source could add; `missing` says what it could not, and whether asking again may help. */
export interface Enrichment {
  readonly alert: Alert;
  readonly missing: { readonly why: string; readonly mayComeLater: boolean } | null;
}

/** A way in: reads stored deliveries of one source. A value built by a function and listed in `channels.ts`. */
export interface AlertSource {
  readonly name: string;
  /** Pure: the stored body to our words. Never throws for a body of any shape. */
  read(delivery: Pick<ClaimedDelivery, 'body' | 'receivedAt' | 'eventType'>): Reading;
  /** Adds what the webhook did not carry, within a short budget. Never throws for a source that is away. */
  enrich(alert: Alert, signal: AbortSignal): Promise<Enrichment>;
}
