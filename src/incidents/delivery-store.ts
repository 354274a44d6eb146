/** A webhook's message, as it is stored before it is answered. */
export interface Delivery {
  readonly source: string;
  /** The sender's id of this delivery, repeated when it tries again. */
  readonly deliveryId: string;
  /** The sender's id of what happened; two subscriptions may deliver the same. Null where the source has none. */
  readonly eventId: string | null;
  /** Deliveries of one key are worked on in the order they came. */
  readonly orderingKey: string;
  readonly eventType: string;
  readonly body: unknown;
}

/** A stored delivery that a worker holds for a while. */
export interface ClaimedDelivery extends Delivery {
  readonly position: string;
  /** From 1. */
  readonly attempt: number;
  readonly receivedAt: Date;
  /** Set where an earlier attempt filed it already and only its details are still to be fetched. */
  readonly incidentId: string | null;
}

/** How the work on a delivery ended. `later` is tried again at that time. */
export type DeliveryOutcome =
  | { readonly status: 'done'; readonly incidentId: string | null; readonly sentence: string }
  | { readonly status: 'ignored' | 'failed'; readonly sentence: string }
  /** With an incident: it is filed, only details are missing, and deliveries of the same key need not wait for them. */
  | { readonly status: 'later'; readonly sentence: string; readonly delayMs: number; readonly incidentId: string | null };

export interface DeliveryRecord extends Omit<Delivery, 'body'> {
  readonly status: 'received' | 'done' | 'ignored' | 'failed';
  readonly sentence: string | null;
  readonly incidentId: string | null;
  readonly receivedAt: string;
}

/** Webhooks that were answered 2xx, until they are worked on and after. Filled by `memory`. */
export abstract class DeliveryStore {
  /** Stores those that are new, in one transaction. @returns how many were. */
  abstract keep(deliveries: readonly Delivery[]): Promise<number>;
  /** Takes the next deliveries nobody works on, at most one per ordering key, for `leaseMs`. */
  abstract claim(limit: number, leaseMs: number): Promise<readonly ClaimedDelivery[]>;
  abstract settle(position: string, outcome: DeliveryOutcome): Promise<void>;
  /** Newest first. */
  abstract list(limit: number): Promise<readonly DeliveryRecord[]>;
}
