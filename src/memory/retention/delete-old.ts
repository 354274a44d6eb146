import { rowsOf } from '../sql.js';
import type { Queryable } from '../sql.js';

/** Deletes at most `limit` of what is older than `days`, in one statement, so that nobody waits long. @returns how many */
export type DeleteOld = (on: Queryable, days: number, limit: number) => Promise<number>;

/** Webhooks that have been worked off. Until then a repeated delivery is known (promise 6). */
export const deleteDeliveries: DeleteOld = (on, days, limit) =>
  countOf(
    on,
    `delete from webhook_deliveries where position in (
       select position from webhook_deliveries where status <> 'received' and received_at < now() - $1 * interval '1 day'
       order by position limit $2 for update skip locked)
     returning 1`,
    [days, limit],
  );

/** The history of runs that have ended and are told to their end. What they read, found and decided stays. */
export const deleteEvents: DeleteOld = (on, days, limit) =>
  countOf(
    on,
    `with old as (
       select r.id from runs r where r.ended_at < now() - $1 * interval '1 day' and exists (select 1 from run_events e where e.run_id = r.id)
         and not exists (select 1 from run_tellings t where t.run_id = r.id::text and not t.ended)
       order by r.ended_at limit $2
     ), gone as (delete from run_events e using old where e.run_id = old.id)
     select 1 from old`,
    [days, limit],
  );

/** Runs that have ended, with all that is theirs but their audit chains. */
export const deleteRuns: DeleteOld = (on, days, limit) =>
  countOf(
    on,
    `with old as (
       select id from runs where ended_at < now() - $1 * interval '1 day' order by ended_at limit $2 for update skip locked
     ), steps as (delete from run_steps s using old where s.run_id = old.id),
     edges as (delete from run_edges e using old where e.run_id = old.id),
     events as (delete from run_events e using old where e.run_id = old.id),
     tellings as (delete from run_tellings t using old where t.run_id = old.id::text)
     delete from runs r using old where r.id = old.id returning 1`,
    [days, limit],
  );

async function countOf(on: Queryable, sql: string, parameters: readonly unknown[]): Promise<number> {
  return (await rowsOf(on, sql, parameters)).length;
}
