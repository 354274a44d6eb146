import type { OpenQuestion } from '../../dag-scheduler/index.js';
import { rowsOf } from '../sql.js';
import type { Queryable } from '../sql.js';
import { questionOf } from './run-rows.js';
import type { QuestionRow } from './run-rows.js';

interface OpenRow extends QuestionRow {
  readonly incident_id: string | null;
  readonly guide_title: string;
  readonly cluster: string;
}

export async function openQuestions(on: Queryable, limit: number): Promise<readonly OpenQuestion[]> {
  const rows = await rowsOf<OpenRow>(on, OPEN, [limit]);
  return rows.map((row) => {
    const { scope: _scope, subject: _subject, ...question } = questionOf(row);
    return { ...question, incidentId: row.incident_id, guideTitle: row.guide_title, cluster: row.cluster };
  });
}

const OPEN = `
select q.*, r.incident_id, r.guide_title, r.cluster from run_questions q join runs r on r.id = q.run_id
where q.status in ('open', 'grouped') and r.ended_at is null
order by q.deadline, q.asked_at, q.id limit $1`;
