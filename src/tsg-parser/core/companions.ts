import type { QueryFile } from './query-file.js';

/** A file that belongs to a guide, as it stands. */
export interface CompanionFile {
  /** For messages: `mail.periplus.yaml`. */
  readonly name: string;
  readonly text: string;
}

/** All that is kept beside a version of a guide. */
export interface KeptCompanions {
  readonly queryFiles: readonly QueryFile[];
  readonly overlay: CompanionFile | null;
  readonly planDag: CompanionFile | null;
}

/** What is kept beside a guide `mail.md` and compiled with it. */
export interface GuideCompanions {
  /** The files of `mail.qpp/`: queries that take the place of the guide's blocks. */
  readonly queryFiles?: readonly QueryFile[] | undefined;
  /** `mail.periplus.yaml`: what may not be written into the guide itself. */
  readonly overlay?: CompanionFile | null | undefined;
  /** `mail_plan_dag.json`: StepFly's PlanDAG of it. */
  readonly planDag?: CompanionFile | null | undefined;
}
