import { guideCoverageOf } from '../../tsg-parser/index.js';
import type {
  CompanionFile,
  GuideBinding,
  GuideOrigin,
  GuideVersion,
  GuideVersionSummary,
  GuideView,
  PlanDag,
  Problem,
  QueryFile,
  TroubleshootingGuide,
} from '../../tsg-parser/index.js';

export interface VersionRow {
  readonly guide_id: string;
  readonly version: number;
  readonly markdown: string;
  readonly query_files: readonly QueryFile[];
  readonly overlay: CompanionFile | null;
  readonly plan_dag: CompanionFile | null;
  readonly origin: GuideOrigin | null;
  readonly guide: TroubleshootingGuide;
  readonly plan: PlanDag | null;
  readonly problems: readonly Problem[];
  readonly uploaded_at: Date;
  readonly uploaded_by: string;
}

export interface GuideRow extends Omit<VersionRow, 'markdown' | 'query_files' | 'overlay' | 'plan_dag'> {
  readonly name: string;
  readonly mode: GuideView['mode'];
  readonly bindings: readonly GuideBinding[];
}

export type SummaryRow = Pick<VersionRow, 'version' | 'origin' | 'uploaded_at' | 'uploaded_by'> & {
  readonly plan_id: string | null;
  readonly severities: Readonly<Record<string, number>>;
};

export function toVersion(row: VersionRow): GuideVersion {
  const { version, markdown, overlay, origin, guide, plan, problems } = row;
  return {
    guideId: row.guide_id,
    version,
    markdown,
    queryFiles: row.query_files,
    overlay,
    planDag: row.plan_dag,
    origin,
    guide,
    plan,
    problems,
    ...uploadOf(row),
  };
}

export function toSummary(row: SummaryRow): GuideVersionSummary {
  const { version, origin, severities } = row;
  return {
    version,
    planId: row.plan_id,
    errors: severities['error'] ?? 0,
    warnings: severities['warning'] ?? 0,
    origin,
    ...uploadOf(row),
  };
}

export function toView(row: GuideRow): GuideView {
  const { title, owner, alertNames, services, runbookUrls } = row.guide;
  const { name, mode, version, problems, plan, bindings, origin } = row;
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
    origin,
    planId: plan?.id ?? null,
    runnable: plan !== null && !problems.some(({ severity }) => severity === 'error'),
    coverage: guideCoverageOf(plan),
    ...uploadOf(row),
  };
}

function uploadOf(row: Pick<VersionRow, 'uploaded_at' | 'uploaded_by'>): { readonly uploadedAt: string; readonly uploadedBy: string } {
  return { uploadedAt: row.uploaded_at.toISOString(), uploadedBy: row.uploaded_by };
}
