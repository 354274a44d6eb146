import type { FreezeNotice, Person } from '../../gates/index.js';
import type { SendingRecord } from '../../incidents/index.js';
import type { GuideVersion, GuideView } from '../../tsg-parser/index.js';

/** What is in use, who is asking, and whether changes are frozen. */
export interface StatusView {
  readonly demo: boolean;
  readonly version: string;
  readonly clusters: readonly string[];
  readonly sources: readonly { readonly name: string; readonly kind: string }[];
  readonly teams: 'workflows' | 'local outbox';
  readonly person: Pick<Person, 'id' | 'name' | 'role'>;
  readonly frozen: FreezeNotice | null;
}

/** A guide with its text and what it compiled to. */
export interface GuideDetail extends GuideView, Pick<GuideVersion, 'markdown' | 'queryFiles' | 'plan' | 'guide'> {}

/** What changed from one version to another, a sentence an entry; empty where the plans are the same. */
export interface GuideDiff {
  readonly from: number;
  readonly to: number;
  readonly changes: readonly string[];
}

/** What became of one of many uploads. `why` says why it was passed over. */
export interface UploadedGuide {
  readonly name: string;
  readonly changed: boolean;
  readonly guide: GuideView | null;
  readonly why: string | null;
}

/** Something that was said, or would have been where no address is configured. */
export interface OutboxItem extends Omit<SendingRecord, 'number'> {
  readonly id: string;
  /** Its number within its incident. */
  readonly seq: number;
}

export interface Page<T> {
  readonly items: readonly T[];
}
