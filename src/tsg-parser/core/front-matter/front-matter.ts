import type { PlanLimits, PlanParameter, StepOptions } from '../plan.js';

/** What a guide may say of itself. */
export interface FrontMatter {
  readonly title: string | null;
  readonly owner: string | null;
  readonly alerts: readonly string[];
  readonly services: readonly string[];
  readonly runbookUrls: readonly string[];
  readonly parameters: readonly PlanParameter[];
  readonly outcome: 'first' | 'all';
  /** A named source of periplus.yaml for a query language: `sources: { sql: orders-db }`. */
  readonly sources: Readonly<Record<string, string>>;
  /** For every step that says nothing of its own. */
  readonly stepDefaults: Pick<StepOptions, 'timeoutMs' | 'retries' | 'onFailure'>;
  readonly limits: PlanLimits;
}

export const NO_FRONT_MATTER: FrontMatter = {
  title: null,
  owner: null,
  alerts: [],
  services: [],
  runbookUrls: [],
  parameters: [],
  outcome: 'first',
  sources: {},
  stepDefaults: { timeoutMs: null, retries: null, onFailure: null },
  limits: { mode: null, rulings: [] },
};
