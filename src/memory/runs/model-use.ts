import type { ModelUse } from '../../platform/llm/budget.js';
import { rowOf } from '../sql.js';
import type { Queryable } from '../sql.js';

/** Tokens and time for a run's incident, as its runs' histories tell; a run without an incident stands alone. */
export async function sumModelUse(on: Queryable, runId: string): Promise<ModelUse> {
  const row = await rowOf<{ tokens: string; ms: string }>(on, SUM, [runId]);
  return { tokens: Number(row?.tokens ?? 0), ms: Number(row?.ms ?? 0) };
}

/** An asking counts as what it took, and until that is known as what was set aside for it. */
const SUM = `
with concerned as (
  select r.id from runs r join runs own on own.id = $1 where r.id = own.id or r.incident_id = own.incident_id
), told as (
  select coalesce(e.event -> 'answered', e.event -> 'asked') as use, e.event ->> 'type' as type
  from run_events e join concerned c on c.id = e.run_id
  where e.event ->> 'type' in ('model-asked', 'model-answered')
), askings as (
  select distinct on (use ->> 'id') (use ->> 'tokens')::bigint as tokens, (use ->> 'ms')::bigint as ms from told
  order by use ->> 'id', (type = 'model-answered') desc
)
select coalesce(sum(tokens), 0) as tokens, coalesce(sum(ms), 0) as ms from askings`;
