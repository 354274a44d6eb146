import type { GuideView } from '../../tsg-parser/index.js';
import { rowOf, rowsOf } from '../sql.js';
import type { Queryable } from '../sql.js';
import { toView, type GuideRow } from './guide-rows.js';

const VIEW = `
  select g.id as guide_id, g.name, g.mode, v.version, v.guide, v.plan, v.problems, v.origin, v.uploaded_at, v.uploaded_by,
    coalesce((select jsonb_agg(jsonb_build_object('service', b.service, 'by', b.bound_by, 'at', b.bound_at) order by b.service)
      from guide_bindings b where b.guide_id = g.id), '[]') as bindings
  from guides g join guide_versions v on v.guide_id = g.id and v.version = g.version`;

/** A guide as people see it, by its id or its name. */
export async function viewOf(on: Queryable, column: 'g.id' | 'g.name', value: string): Promise<GuideView | null> {
  const row = await rowOf<GuideRow>(on, `${VIEW} where ${column} = $1`, [value]);
  return row === null ? null : toView(row);
}

export async function allViews(on: Queryable): Promise<readonly GuideView[]> {
  return (await rowsOf<GuideRow>(on, `${VIEW} order by g.name`)).map(toView);
}
