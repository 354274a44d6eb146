import { withinLimit } from '../../tsg-parser/index.js';
import type { GuideKept, GuideUpload, GuideView } from '../../tsg-parser/index.js';
import { rowOf, rowsOf, storable, storableJson } from '../sql.js';
import type { Queryable } from '../sql.js';
import { idFor } from './guide-id.js';
import { viewOf } from './guide-view-row.js';

/** One upload at a time: a new name is a new guide, another text or companion of a known one a new version. */
export async function keepGuide(on: Queryable, upload: GuideUpload): Promise<GuideKept> {
  await rowsOf(on, "select pg_advisory_xact_lock(hashtext('guides'))");
  const before = await viewOf(on, 'g.name', storable(upload.name));
  const id = before?.id ?? (await freshId(on, upload.name));
  if (before !== null && (await isSame(on, id, upload))) {
    await rememberOrigin(on, id, upload);
    return { guide: before, changed: false, lapsed: false };
  }
  const lapsed = before?.mode === 'act' && before.planId !== (upload.compilation.plan?.id ?? null);
  await insertVersion(on, id, (before?.version ?? 0) + 1, modeOf(upload, before?.mode ?? null, lapsed), upload);
  const guide = await viewOf(on, 'g.id', id);
  if (guide === null) throw new Error(`The guide ${id} vanished inside its own transaction.`);
  return { guide, changed: true, lapsed };
}

async function freshId(on: Queryable, name: string): Promise<string> {
  const taken = await rowsOf<{ id: string }>(on, 'select id from guides');
  return idFor(name, new Set(taken.map(({ id }) => id)));
}

const NEWEST = 'from guides g where g.id = $1 and v.guide_id = g.id and v.version = g.version';

/** The same text can compile differently after an update of the compiler: that is a new version too. */
async function isSame(on: Queryable, id: string, upload: GuideUpload): Promise<boolean> {
  const same = `select 1 from guide_versions v join guides g on g.id = v.guide_id and g.version = v.version
    where g.id = $1 and v.markdown = $2 and v.plan_id is not distinct from $3 and v.problems = $4 and v.guide = $5
      and v.query_files = $6 and v.overlay is not distinct from $7 and v.plan_dag is not distinct from $8`;
  const { markdown, compilation } = upload;
  const compiled = [compilation.plan?.id ?? null, storableJson(compilation.problems), storableJson(compilation.guide)];
  return (await rowOf(on, same, [id, storable(markdown), ...compiled, ...companionsOf(upload)])) !== null;
}

/** Uploaded by hand at first, and now found in a repository. */
async function rememberOrigin(on: Queryable, id: string, { origin }: GuideUpload): Promise<void> {
  if (origin === null) return;
  await rowsOf(on, `update guide_versions v set origin = $2 ${NEWEST} and v.origin is null`, [id, storableJson(origin)]);
}

async function insertVersion(on: Queryable, id: string, version: number, mode: GuideView['mode'], upload: GuideUpload): Promise<void> {
  await rowsOf(
    on,
    `insert into guides (id, name, version, mode) values ($1, $2, $3, $4)
     on conflict (id) do update set version = excluded.version, mode = excluded.mode`,
    [id, storable(upload.name), version, mode],
  );
  const { guide, plan, problems } = upload.compilation;
  const compiled = [storableJson(guide), jsonOrNull(plan), plan?.id ?? null, storableJson(problems)];
  await rowsOf(
    on,
    `insert into guide_versions (guide_id, version, markdown, guide, plan, plan_id, problems, uploaded_by, query_files, overlay, plan_dag, origin)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [id, version, storable(upload.markdown), ...compiled, upload.by, ...companionsOf(upload), jsonOrNull(upload.origin)],
  );
}

function companionsOf({ queryFiles, overlay, planDag }: GuideUpload): (string | null)[] {
  return [storableJson(queryFiles), jsonOrNull(overlay), jsonOrNull(planDag)];
}

function jsonOrNull(value: object | null): string | null {
  return value === null ? null : storableJson(value);
}

/** A changed plan may not act until a person says so again, whatever new guides start with; and never further than its guide allows. */
function modeOf({ defaultMode, compilation }: GuideUpload, before: GuideView['mode'] | null, lapsed: boolean): GuideView['mode'] {
  const fallback = defaultMode === 'act' ? 'suggest' : defaultMode;
  return withinLimit(lapsed ? fallback : (before ?? defaultMode), compilation.plan);
}
