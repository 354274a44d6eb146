import type { KeptCompanions } from './core/companions.js';
import type { Compilation } from './core/guide.js';
import type { GuideOrigin, GuideVersion, GuideVersionSummary, GuideView } from './core/guide-view.js';

/** What is kept of one upload. */
export interface GuideUpload extends KeptCompanions {
  readonly name: string;
  readonly markdown: string;
  readonly origin: GuideOrigin | null;
  readonly compilation: Compilation;
  readonly by: string;
  /** The mode of a guide that is new, and the one that `act` falls back to when the plan changes. */
  readonly defaultMode: GuideView['mode'];
}

/** What keeping an upload came to. */
export interface GuideKept {
  readonly guide: GuideView;
  /** False where the very same text was there already. */
  readonly changed: boolean;
  /** True where the plan changed and the guide was promoted to `act` before. */
  readonly lapsed: boolean;
}

/** What the guide library asks of a durable store. Each method is one transaction. Filled by `memory`. */
export abstract class GuideStore {
  abstract keep(upload: GuideUpload): Promise<GuideKept>;
  abstract list(): Promise<readonly GuideView[]>;
  abstract find(guideId: string): Promise<GuideView | null>;
  /** By the name it was uploaded under. */
  abstract findNamed(name: string): Promise<GuideView | null>;
  /** What stands beside the newest version of the guide of this name, and where that came from; null where there is no such guide. */
  abstract kept(name: string): Promise<(KeptCompanions & { readonly origin: GuideOrigin | null }) | null>;
  /** Every version of a guide, newest first. */
  abstract versions(guideId: string): Promise<readonly GuideVersionSummary[]>;
  /** The newest version with a plan whose id begins like this; null where there is none, or plans of several guides begin so. */
  abstract ofPlan(planId: string): Promise<GuideVersion | null>;
  /** The newest version without `version`. */
  abstract version(guideId: string, version?: number): Promise<GuideVersion | null>;
  /** @returns false where the guide's plan is not `planId` any more. */
  abstract promote(guideId: string, mode: GuideView['mode'], planId: string): Promise<boolean>;
  abstract bind(guideId: string, service: string, by: string): Promise<void>;
  /** @returns false where it was not bound. */
  abstract unbind(guideId: string, service: string): Promise<boolean>;
}
