import type { Compilation } from './core/guide.js';
import type { QueryFile } from './core/query-file.js';
import type { GuideVersion, GuideView } from './core/guide-view.js';

/** What is kept of one upload. */
export interface GuideUpload {
  readonly name: string;
  readonly markdown: string;
  readonly queryFiles: readonly QueryFile[];
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
  /** The query files beside the newest version of the guide of this name; none where there is no such guide. */
  abstract queryFiles(name: string): Promise<readonly QueryFile[]>;
  /** The newest version without `version`. */
  abstract version(guideId: string, version?: number): Promise<GuideVersion | null>;
  /** @returns false where the guide's plan is not `planId` any more. */
  abstract promote(guideId: string, mode: GuideView['mode'], planId: string): Promise<boolean>;
  abstract bind(guideId: string, service: string, by: string): Promise<void>;
  /** @returns false where it was not bound. */
  abstract unbind(guideId: string, service: string): Promise<boolean>;
}
