import type { PageOfRows, RowsPage } from '../../dag-scheduler/index.js';
import { TerminalError } from '../../platform/errors.js';
import { rowOf, rowsOf } from '../sql.js';
import type { Queryable } from '../sql.js';
import type { StepRow } from './run-rows.js';

/** A result's text is cut where its rows are: at about this many letters a row. */
const LETTERS_A_ROW = 100;

type OwnedStep = StepRow & { readonly run_id: string };

/** The steps of runs with no more than the first rows of each result: a result may be of ten thousand, and a run of hundreds of results. */
export async function trimmedSteps(
  on: Queryable,
  runIds: readonly string[],
  mostRows: number,
): Promise<ReadonlyMap<string, readonly OwnedStep[]>> {
  const rows = await rowsOf<OwnedStep>(on, TRIMMED, [runIds, mostRows, mostRows * LETTERS_A_ROW]);
  return Map.groupBy(rows, ({ run_id }) => run_id);
}

const TRIMMED = `
select s.run_id, s.scope, s.node_id, s.status, s.attempt, s.started_at, s.ended_at, s.findings, s.because, s.error_code, s.due_at, s.spans, s.dead_source,
  coalesce((
    select jsonb_agg(case when jsonb_array_length(r -> 'rows') <= $2 and coalesce(length(r ->> 'text'), 0) <= $3 then r
      else r || jsonb_build_object('rowCount', jsonb_array_length(r -> 'rows'), 'text', left(r ->> 'text', $3),
        'rows', jsonb_path_query_array(r -> 'rows', '$[0 to $last]', jsonb_build_object('last', $2::integer - 1))) end order by n)
    from jsonb_array_elements(s.results) with ordinality as e(r, n)
  ), '[]') as results
from run_steps s where s.run_id = any ($1) order by s.node_id`;

interface RowsRow {
  readonly columns: RowsPage['columns'];
  readonly rows: RowsPage['rows'];
  readonly row_count: number;
}

/** Rows of what a query brought back in the last iteration of its step. */
export async function readRows(on: Queryable, runId: string, queryId: string, { offset, limit }: PageOfRows): Promise<RowsPage> {
  const row = await rowOf<RowsRow>(on, ROWS, [runId, queryId, offset, offset + limit - 1]);
  if (row === null) throw new TerminalError('result-unknown', `The run ${runId} has no result of a query ${queryId}.`);
  return { columns: row.columns, rows: row.rows, offset, rowCount: row.row_count };
}

const ROWS = `
select r -> 'columns' as columns, jsonb_array_length(r -> 'rows') as row_count,
  jsonb_path_query_array(r -> 'rows', '$[$first to $last]', jsonb_build_object('first', $3::integer, 'last', $4::integer)) as rows
from run_steps s, jsonb_array_elements(s.results) as e(r)
where s.run_id = $1 and r ->> 'queryId' = $2
order by s.started_at desc nulls last limit 1`;
