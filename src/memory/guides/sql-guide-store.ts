import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { guideCoverageOf, GuideStore, withinLimit } from '../../tsg-parser/index.js';
import type {
  GuideBinding,
  GuideKept,
  GuideUpload,
  GuideVersion,
  GuideView,
  PlanDag,
  Problem,
  QueryFile,
  TroubleshootingGuide,
} from '../../tsg-parser/index.js';
import { rowOf, rowsOf, storable, storableJson } from '../sql.js';
import type { Queryable } from '../sql.js';
import { idFor } from './guide-id.js';

interface VersionRow {
  readonly guide_id: string;
  readonly version: number;
  readonly markdown: string;
  readonly query_files: readonly QueryFile[];
  readonly guide: TroubleshootingGuide;
  readonly plan: PlanDag | null;
  readonly problems: readonly Problem[];
  readonly uploaded_at: Date;
  readonly uploaded_by: string;
}

interface GuideRow extends Omit<VersionRow, 'markdown' | 'query_files'> {
  readonly name: string;
  readonly mode: GuideView['mode'];
  readonly bindings: readonly GuideBinding[];
}

const VIEW = `
  select g.id as guide_id, g.name, g.mode, v.version, v.guide, v.plan, v.problems, v.uploaded_at, v.uploaded_by,
    coalesce((select jsonb_agg(jsonb_build_object('service', b.service, 'by', b.bound_by, 'at', b.bound_at) order by b.service)
      from guide_bindings b where b.guide_id = g.id), '[]') as bindings
  from guides g join guide_versions v on v.guide_id = g.id and v.version = g.version`;

@Injectable()
export class SqlGuideStore extends GuideStore {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  keep(upload: GuideUpload): Promise<GuideKept> {
    return this.dataSource.transaction(async (on) => {
      await rowsOf(on, "select pg_advisory_xact_lock(hashtext('guides'))");
      const before = await viewOf(on, 'g.name', storable(upload.name));
      const id = before?.id ?? (await freshId(on, upload.name));
      if (before !== null && (await isSame(on, id, upload))) return { guide: before, changed: false, lapsed: false };
      const lapsed = before?.mode === 'act' && before.planId !== (upload.compilation.plan?.id ?? null);
      await insertVersion(on, id, (before?.version ?? 0) + 1, modeOf(upload, before?.mode ?? null, lapsed), upload);
      return { guide: await required(on, id), changed: true, lapsed };
    });
  }

  async list(): Promise<readonly GuideView[]> {
    return (await rowsOf<GuideRow>(this.dataSource, `${VIEW} order by g.name`)).map(toView);
  }

  find(guideId: string): Promise<GuideView | null> {
    return viewOf(this.dataSource, 'g.id', guideId);
  }

  async queryFiles(name: string): Promise<readonly QueryFile[]> {
    const row = await rowOf<Pick<VersionRow, 'query_files'>>(
      this.dataSource,
      'select v.query_files from guides g join guide_versions v on v.guide_id = g.id and v.version = g.version where g.name = $1',
      [storable(name)],
    );
    return row?.query_files ?? [];
  }

  async version(guideId: string, version?: number): Promise<GuideVersion | null> {
    const row = await rowOf<VersionRow>(
      this.dataSource,
      `select * from guide_versions where guide_id = $1 and version = coalesce($2, (select version from guides where id = $1))`,
      [guideId, version ?? null],
    );
    return row === null ? null : toVersion(row);
  }

  promote(guideId: string, mode: GuideView['mode'], planId: string): Promise<boolean> {
    return this.dataSource.transaction(async (on) => {
      const promote = `update guides g set mode = $2 from guide_versions v
        where g.id = $1 and v.guide_id = g.id and v.version = g.version and v.plan_id = $3 returning g.id`;
      return (await rowOf(on, promote, [guideId, mode, planId])) !== null;
    });
  }

  async bind(guideId: string, service: string, by: string): Promise<void> {
    await rowsOf(this.dataSource, 'insert into guide_bindings (service, guide_id, bound_by) values ($1, $2, $3) on conflict do nothing', [
      storable(service),
      guideId,
      by,
    ]);
  }

  async unbind(guideId: string, service: string): Promise<boolean> {
    return (
      (await rowOf(this.dataSource, 'delete from guide_bindings where guide_id = $1 and service = $2 returning service', [
        guideId,
        storable(service),
      ])) !== null
    );
  }
}

async function viewOf(on: Queryable, column: 'g.id' | 'g.name', value: string): Promise<GuideView | null> {
  const row = await rowOf<GuideRow>(on, `${VIEW} where ${column} = $1`, [value]);
  return row === null ? null : toView(row);
}

async function required(on: Queryable, id: string): Promise<GuideView> {
  const view = await viewOf(on, 'g.id', id);
  if (view === null) throw new Error(`The guide ${id} vanished inside its own transaction.`);
  return view;
}

async function freshId(on: Queryable, name: string): Promise<string> {
  const taken = await rowsOf<{ id: string }>(on, 'select id from guides');
  return idFor(name, new Set(taken.map(({ id }) => id)));
}

/** The same text can compile differently after an update of the compiler: that is a new version too. */
async function isSame(on: Queryable, id: string, { markdown, queryFiles, compilation }: GuideUpload): Promise<boolean> {
  const same = `select 1 from guide_versions v join guides g on g.id = v.guide_id and g.version = v.version
    where g.id = $1 and v.markdown = $2 and v.plan_id is not distinct from $3 and v.problems = $4 and v.guide = $5 and v.query_files = $6`;
  const values = [
    id,
    storable(markdown),
    compilation.plan?.id ?? null,
    storableJson(compilation.problems),
    storableJson(compilation.guide),
    storableJson(queryFiles),
  ];
  return (await rowOf(on, same, values)) !== null;
}

async function insertVersion(on: Queryable, id: string, version: number, mode: GuideView['mode'], upload: GuideUpload): Promise<void> {
  await rowsOf(
    on,
    `insert into guides (id, name, version, mode) values ($1, $2, $3, $4)
     on conflict (id) do update set version = excluded.version, mode = excluded.mode`,
    [id, storable(upload.name), version, mode],
  );
  const { guide, plan, problems } = upload.compilation;
  await rowsOf(
    on,
    `insert into guide_versions (guide_id, version, markdown, guide, plan, plan_id, problems, uploaded_by, query_files)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      id,
      version,
      storable(upload.markdown),
      storableJson(guide),
      plan === null ? null : storableJson(plan),
      plan?.id ?? null,
      storableJson(problems),
      upload.by,
      storableJson(upload.queryFiles),
    ],
  );
}

function toVersion(row: VersionRow): GuideVersion {
  const { version, markdown, guide, plan, problems } = row;
  return {
    guideId: row.guide_id,
    version,
    markdown,
    queryFiles: row.query_files,
    guide,
    plan,
    problems,
    uploadedAt: row.uploaded_at.toISOString(),
    uploadedBy: row.uploaded_by,
  };
}

function toView(row: GuideRow): GuideView {
  const { title, owner, alertNames, services, runbookUrls } = row.guide;
  const { name, mode, version, problems, plan, bindings } = row;
  const uploaded = { uploadedAt: row.uploaded_at.toISOString(), uploadedBy: row.uploaded_by };
  const plans = {
    planId: plan?.id ?? null,
    runnable: plan !== null && !problems.some(({ severity }) => severity === 'error'),
    coverage: guideCoverageOf(plan),
  };
  return {
    id: row.guide_id,
    name,
    title,
    owner,
    alertNames,
    services,
    runbookUrls,
    bindings,
    mode,
    version,
    problems,
    ...plans,
    ...uploaded,
  };
}

/** A changed plan may not act until a person says so again, whatever new guides start with; and never further than its guide allows. */
function modeOf({ defaultMode, compilation }: GuideUpload, before: GuideView['mode'] | null, lapsed: boolean): GuideView['mode'] {
  const fallback = defaultMode === 'act' ? 'suggest' : defaultMode;
  return withinLimit(lapsed ? fallback : (before ?? defaultMode), compilation.plan);
}
