import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { GuideStore } from '../../tsg-parser/index.js';
import type {
  GuideKept,
  GuideOrigin,
  GuideUpload,
  GuideVersion,
  GuideVersionSummary,
  GuideView,
  KeptCompanions,
} from '../../tsg-parser/index.js';
import { rowOf, rowsOf, storable } from '../sql.js';
import { toSummary, toVersion, type SummaryRow, type VersionRow } from './guide-rows.js';
import { allViews, viewOf } from './guide-view-row.js';
import { keepGuide } from './keep-guide.js';

@Injectable()
export class SqlGuideStore extends GuideStore {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  keep(upload: GuideUpload): Promise<GuideKept> {
    return this.dataSource.transaction((on) => keepGuide(on, upload));
  }

  list(): Promise<readonly GuideView[]> {
    return allViews(this.dataSource);
  }

  find(guideId: string): Promise<GuideView | null> {
    return viewOf(this.dataSource, 'g.id', guideId);
  }

  async kept(name: string): Promise<(KeptCompanions & { readonly origin: GuideOrigin | null }) | null> {
    const row = await rowOf<VersionRow>(
      this.dataSource,
      'select v.* from guides g join guide_versions v on v.guide_id = g.id and v.version = g.version where g.name = $1',
      [storable(name)],
    );
    return row === null ? null : toVersion(row);
  }

  findNamed(name: string): Promise<GuideView | null> {
    return viewOf(this.dataSource, 'g.name', storable(name));
  }

  async version(guideId: string, version?: number): Promise<GuideVersion | null> {
    const row = await rowOf<VersionRow>(
      this.dataSource,
      `select * from guide_versions where guide_id = $1 and version = coalesce($2, (select version from guides where id = $1))`,
      [guideId, version ?? null],
    );
    return row === null ? null : toVersion(row);
  }

  async versions(guideId: string): Promise<readonly GuideVersionSummary[]> {
    const rows = await rowsOf<SummaryRow>(
      this.dataSource,
      `select v.version, v.plan_id, v.origin, v.uploaded_at, v.uploaded_by,
         (select coalesce(jsonb_object_agg(severity, n), '{}') from
           (select p->>'severity' as severity, count(*) as n from jsonb_array_elements(v.problems) p group by 1) as counted) as severities
       from guide_versions v where v.guide_id = $1 order by v.version desc`,
      [guideId],
    );
    return rows.map(toSummary);
  }

  async ofPlan(planId: string): Promise<GuideVersion | null> {
    const rows = await rowsOf<VersionRow>(
      this.dataSource,
      `select distinct on (guide_id) * from guide_versions where plan_id like $1 || '%' order by guide_id, version desc limit 2`,
      [planId],
    );
    const [only] = rows;
    return only === undefined || rows.length > 1 ? null : toVersion(only);
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
