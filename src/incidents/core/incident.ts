import type { Alert } from './alert.js';
import type { RunSummary } from '../../dag-scheduler/index.js';
import type { BoundValues } from '../../qpp-plugins/index.js';

export type IncidentStatus = 'open' | 'acknowledged' | 'resolved';

export interface TsgMatch {
  readonly guideId: string;
  readonly guideTitle: string;
  /** `exact` starts a run; `searched` is offered as a button. */
  readonly kind: 'exact' | 'searched';
  /** "alert name HighErrorRate", "runbook_url …", "bound to service catalogue by ada@example.org". */
  readonly reason: string;
  readonly score: number;
}

/** Why no run was started although a guide matches. */
export type Held =
  | 'late'
  | 'resolved'
  | 'service-limit'
  | 'total-limit'
  | 'guide-refused'
  | 'no-exact-match'
  /** Several guides match equally well: a person chooses. */
  | 'several-matches'
  /** The alert names a cluster that periplus.yaml does not. */
  | 'cluster-unknown';

export interface IncidentView {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly service: string | null;
  readonly severity: string;
  readonly status: IncidentStatus;
  readonly cluster: string;
  readonly alertName: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly text: string;
  readonly externalUrl: string | null;
  readonly openedAt: string;
  readonly resolvedAt: string | null;
  readonly alerts: number;
  readonly matches: readonly TsgMatch[];
  readonly parameters: BoundValues;
  readonly held: { readonly why: Held; readonly sentence: string } | null;
  readonly runs: readonly RunSummary[];
  readonly demo: boolean;
}

/** An incident as it is kept, without its runs. */
export interface IncidentRecord extends Omit<IncidentView, 'runs'> {
  readonly source: Alert['source'];
  readonly externalId: string | null;
  readonly runbookUrl: string | null;
  /** When the trouble began, by the source's own word. */
  readonly startedAt: string;
}
