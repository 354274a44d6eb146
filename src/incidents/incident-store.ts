import type { BoundValues } from '../qpp-plugins/index.js';
import type { Alert } from './core/alert.js';
import type { IncidentRecord, IncidentStatus, IncidentView, TsgMatch } from './core/incident.js';

/** How an alert is filed. */
export interface FilingTerms {
  /** A firing alert of the same service joins an incident opened at most this long before it. */
  readonly joinWithinMinutes: number;
  readonly cluster: string;
  readonly demo: boolean;
}

/** What became of an alert. */
export type Filing =
  | { readonly kind: 'opened' | 'joined' | 'repeated' | 'acknowledged'; readonly incidentId: string }
  /** `closed`: this was the last of its alerts, and the incident is resolved with it. */
  | { readonly kind: 'resolved'; readonly incidentId: string; readonly closed: boolean }
  /** An end or an acknowledgement of something that is not open here. */
  | { readonly kind: 'unknown'; readonly incidentId: null };

/** What was made of an incident: which guides match, what their parameters would be, and why no run was started. */
export interface Assessment {
  readonly matches: readonly TsgMatch[];
  readonly parameters: BoundValues;
  readonly held: IncidentView['held'];
}

/** What the case file asks of a durable store. Each method is one transaction. Filled by `memory`. */
export abstract class IncidentStore {
  /** Opens an incident, or adds the alert to the open one of the same key or the same service. Its new labels are merged in. */
  abstract file(alert: Alert, terms: FilingTerms): Promise<Filing>;
  /** Adds what is newly known of an open incident (labels, annotations, text), and overwrites nothing. @returns false where it is over. */
  abstract learn(incidentId: string, alert: Alert): Promise<boolean>;
  abstract assess(incidentId: string, assessment: Assessment): Promise<void>;
  abstract find(incidentId: string): Promise<IncidentRecord | null>;
  /** Newest first. */
  abstract list(filter: { readonly status?: readonly IncidentStatus[]; readonly limit: number }): Promise<readonly IncidentRecord[]>;
  /** Resolves it by a person's word. @returns false where it was resolved already. */
  abstract close(incidentId: string, by: string): Promise<boolean>;
  /** The service of each of these incidents that has one. */
  abstract servicesOf(incidentIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Runs `act` while no other process counts and starts runs. */
  abstract alone<T>(act: () => Promise<T>): Promise<T>;
}
