import type { KeptCompanions } from './companions.js';
import type { Problem, TroubleshootingGuide } from './guide.js';
import type { PlanDag } from './plan.js';

/** How far a guide may go by itself: see DESIGN 3, "Modes per guide". */
export const GUIDE_MODES = ['shadow', 'suggest', 'act'] as const;

/** A mode, or the guide's own limit where that is tighter. */
export function withinLimit(mode: GuideView['mode'], plan: PlanDag | null): GuideView['mode'] {
  const limit = plan?.limits?.mode ?? null;
  return limit !== null && GUIDE_MODES.indexOf(limit) < GUIDE_MODES.indexOf(mode) ? limit : mode;
}

/** How much of a guide runs by itself. */
export interface GuideCoverage {
  readonly steps: number;
  readonly queriesRunnable: number;
  readonly queriesByHand: number;
  readonly conditionsByRule: number;
  readonly conditionsByPerson: number;
  readonly mutations: number;
}

/** A guide of the library as people see it: its newest version and how it may be used. */
export interface GuideView {
  readonly id: string;
  /** The path it was uploaded under; a second upload under the same name is a new version. */
  readonly name: string;
  readonly title: string;
  readonly owner: string | null;
  readonly alertNames: readonly string[];
  /** Services the guide itself names. */
  readonly services: readonly string[];
  readonly runbookUrls: readonly string[];
  /** Services bound to it by a person. */
  readonly bindings: readonly GuideBinding[];
  readonly mode: (typeof GUIDE_MODES)[number];
  readonly planId: string | null;
  /** From 1. */
  readonly version: number;
  readonly problems: readonly Problem[];
  /** False where it does not compile, or would run wrongly (a problem of severity error): it is listed with its problems and never run. */
  readonly runnable: boolean;
  readonly uploadedAt: string;
  readonly uploadedBy: string;
  readonly origin: GuideOrigin | null;
  readonly coverage: GuideCoverage;
}

export interface GuideBinding {
  readonly service: string;
  readonly by: string;
  readonly at: string;
}

/** The commit a guide was taken from. */
export interface GuideOrigin {
  /** The repository's address or folder. */
  readonly from: string;
  /** The path within it. */
  readonly path: string;
  readonly commit: string;
  /** True where the file was edited since that commit. */
  readonly edited: boolean;
}

/** One kept version, without its text. */
export interface GuideVersionSummary {
  readonly version: number;
  /** Null where it does not compile. */
  readonly planId: string | null;
  readonly errors: number;
  readonly warnings: number;
  readonly uploadedAt: string;
  readonly uploadedBy: string;
  readonly origin: GuideOrigin | null;
}

/** One kept version, whole, with what was kept beside it and compiled with it. */
export interface GuideVersion extends KeptCompanions {
  readonly guideId: string;
  readonly version: number;
  readonly markdown: string;
  /** Where it was imported from; null where it was uploaded by hand. */
  readonly origin: GuideOrigin | null;
  readonly guide: TroubleshootingGuide;
  readonly plan: PlanDag | null;
  readonly problems: readonly Problem[];
  readonly uploadedAt: string;
  readonly uploadedBy: string;
}

const NO_COVERAGE: GuideCoverage = {
  steps: 0,
  queriesRunnable: 0,
  queriesByHand: 0,
  conditionsByRule: 0,
  conditionsByPerson: 0,
  mutations: 0,
};

/** Counts what a plan can do by itself. */
export function guideCoverageOf(plan: PlanDag | null): GuideCoverage {
  if (plan === null) return NO_COVERAGE;
  const queries = plan.nodes.flatMap(({ queries }) => queries);
  const conditions = [...plan.edges, ...plan.loops].flatMap(({ condition }) => condition ?? []);
  return {
    steps: plan.nodes.length,
    queriesRunnable: queries.filter(({ byHand }) => byHand === null).length,
    queriesByHand: queries.filter(({ byHand }) => byHand !== null).length,
    conditionsByRule: conditions.filter(({ decidedBy }) => decidedBy === 'rule').length,
    conditionsByPerson: conditions.filter(({ decidedBy }) => decidedBy === 'person').length,
    mutations: queries.filter(({ mutating }) => mutating).length,
  };
}
