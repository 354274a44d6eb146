import type { Person } from '../gates/index.js';
import type { Cell } from '../tsg-parser/index.js';
import type { Replay } from './core/replay.js';
import type { GuideMode, QuestionView, RunEvent, RunRequest, RunStatus, RunView } from './core/run.js';

export interface RunSummary {
  readonly id: string;
  readonly incidentId: string | null;
  readonly guideId: string;
  readonly guideTitle: string;
  readonly mode: GuideMode;
  readonly status: RunStatus;
  readonly startedAt: string;
  readonly endedAt: string | null;
}

/** A question that waits for a person, with what it is about. */
export interface OpenQuestion extends QuestionView, Pick<RunSummary, 'incidentId' | 'guideTitle'> {
  readonly cluster: string;
}

/** Some rows of one result. */
export interface RowsPage {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  readonly offset: number;
  readonly rowCount: number;
}

export interface PageOfRows {
  readonly offset: number;
  readonly limit: number;
}

/** The front of the room: what others may ask of runs. Implemented by RunsService. */
export abstract class Runs {
  /** Commits the run; it is dispatched once the commit is done. */
  abstract start(request: RunRequest): Promise<{ readonly runId: string }>;
  /**
   * @param mostRows how many rows of each result, and about a hundred times as many letters of its text; default: all
   * @throws TerminalError `run-unknown`
   */
  abstract view(runId: string, mostRows?: number): Promise<RunView>;
  /** @throws TerminalError `run-unknown` */
  abstract summary(runId: string): Promise<RunSummary>;
  /** Rows of what a query brought back last. @throws TerminalError `run-unknown`, `result-unknown` */
  abstract rows(runId: string, queryId: string, page: PageOfRows): Promise<RowsPage>;
  abstract list(filter: {
    readonly incidentId?: string;
    readonly status?: readonly RunStatus[];
    readonly limit: number;
  }): Promise<readonly RunSummary[]>;
  /** Of all runs, the most urgent first. */
  abstract openQuestions(limit: number): Promise<readonly OpenQuestion[]>;
  /** @throws TerminalError `question-unknown`, `question-closed`, `answer-not-offered`, `role-missing` */
  abstract answer(questionId: string, answer: string, by: Person): Promise<void>;
  /** @throws TerminalError `approval-unknown`, `approval-closed`, `approval-expired`, `role-missing`, `own-start`, `second-approver-needed` */
  abstract decide(approvalId: string, verdict: 'grant' | 'deny', by: Person, why: string | null): Promise<void>;
  abstract cancel(runId: string, by: Person, why: string): Promise<void>;
  abstract pause(runId: string, by: Person): Promise<void>;
  abstract resume(runId: string, by: Person): Promise<void>;
  abstract takeOver(runId: string, by: Person): Promise<void>;
  /** A new run that keeps all outcomes not downstream of what failed. */
  abstract retry(runId: string, by: Person): Promise<{ readonly runId: string }>;
  /** Settles a run again from its record, reading and changing nothing. @throws TerminalError `run-unknown` */
  abstract replay(runId: string): Promise<Replay>;
  /** The incident is over: approvals whose intent is not committed become void. */
  abstract incidentResolved(incidentId: string): Promise<void>;
  /** Committed events after `afterSeq`, in order. */
  abstract events(runId: string, afterSeq: number): Promise<readonly RunEvent[]>;
  /** Calls back whenever events of any run of this process have been committed. A wake-up only. @returns stops listening */
  abstract onNews(listener: () => void): () => void;
  /** Events as they are committed, from `afterSeq` on; ends when the run has ended and all is told. */
  abstract follow(runId: string, afterSeq: number, signal: AbortSignal): AsyncIterable<RunEvent>;
}

/** How the trouble stands that a run is about. Filled by `memory`. */
export abstract class IncidentState {
  /** The alert's own state as its source last told it. */
  abstract alertState(incidentId: string): Promise<'firing' | 'resolved' | 'unknown'>;
}
