import type { ActionView, Decision, RunOutcome } from '../../dag-scheduler/index.js';

/** A sentence with the rows it rests on. `stepId`/`queryId` point into the run's record. */
export interface ReportSentence {
  readonly sentence: string;
  readonly stepId: string | null;
  readonly queryId: string | null;
  /** The evidence as a small table: at most 5 rows. */
  readonly evidence: { readonly columns: readonly string[]; readonly rows: readonly (readonly unknown[])[] } | null;
}

/** Built from stored step evidence alone. Field names of the JSON contract of DESIGN 11 come first. */
export interface IncidentReport {
  readonly outcome: RunOutcome['kind'];
  readonly rootCause: { readonly entity: string | null; readonly cause: string } | null;
  readonly findings: readonly ReportSentence[];
  readonly decisions: readonly Decision[];
  readonly actions: readonly Pick<ActionView, 'verb' | 'kind' | 'namespace' | 'name' | 'detail' | 'status' | 'approvedBy'>[];
  readonly steps: readonly {
    readonly id: string;
    readonly title: string;
    readonly status: string;
    readonly startedAt: string | null;
    readonly endedAt: string | null;
  }[];
  readonly incidentId: string | null;
  readonly runId: string;
  readonly title: string;
  readonly cluster: string;
  readonly demo: boolean;
  readonly cause: readonly ReportSentence[];
  readonly ruledOut: readonly ReportSentence[];
  /** What other steps saw that is not as it should be, and that the guide does not take for the cause. */
  readonly alsoSeen: readonly ReportSentence[];
  /** Steps refused, failed, cancelled, undecided. */
  readonly notChecked: readonly ReportSentence[];
  readonly changed: readonly ReportSentence[];
  readonly verified: readonly ReportSentence[];
  readonly willItStay: readonly ReportSentence[];
  readonly makespanMs: number | null;
  readonly criticalPathMs: number | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
}
