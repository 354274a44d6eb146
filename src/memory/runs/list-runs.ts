import type { GuideMode, RunStatus, RunSummary } from '../../dag-scheduler/index.js';
import { TerminalError } from '../../platform/errors.js';
import { rowOf, rowsOf } from '../sql.js';
import type { Queryable } from '../sql.js';

export interface RunFilter {
  readonly incidentId?: string;
  readonly status?: readonly RunStatus[];
  readonly limit: number;
}

interface SummaryRow {
  readonly id: string;
  readonly incident_id: string | null;
  readonly guide_id: string;
  readonly guide_title: string;
  readonly mode: GuideMode;
  readonly status: RunStatus;
  readonly started_at: Date;
  readonly ended_at: Date | null;
}

/** Newest first. */
export async function listRuns(on: Queryable, filter: RunFilter): Promise<readonly RunSummary[]> {
  const rows = await rowsOf<SummaryRow>(on, LIST, [filter.incidentId ?? null, filter.status ?? null, filter.limit]);
  return rows.map(toSummary);
}

export async function summaryOf(on: Queryable, runId: string): Promise<RunSummary> {
  const row = await rowOf<SummaryRow>(on, `${SUMMARY} where id = $1`, [runId]);
  if (row === null) throw new TerminalError('run-unknown', `There is no run ${runId}.`);
  return toSummary(row);
}

function toSummary(row: SummaryRow): RunSummary {
  return {
    id: row.id,
    incidentId: row.incident_id,
    guideId: row.guide_id,
    guideTitle: row.guide_title,
    mode: row.mode,
    status: row.status,
    startedAt: row.started_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  };
}

const SUMMARY = 'select id, incident_id, guide_id, guide_title, mode, status, started_at, ended_at from runs';

const LIST = `${SUMMARY}
where ($1::text is null or incident_id = $1) and ($2::text[] is null or status = any ($2))
order by started_at desc, id limit $3`;
