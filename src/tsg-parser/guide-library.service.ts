import { Injectable } from '@nestjs/common';
import { AuditLog } from '../gates/index.js';
import type { Person } from '../gates/index.js';
import { Clock } from '../platform/clock.js';
import { TerminalError } from '../platform/errors.js';
import type { GuideCompanions, KeptCompanions } from './core/companions.js';
import { compileTsg } from './core/compile-tsg.js';
import { expandSubGuides } from './core/expand-sub-guides.js';
import type { LinkedGuide } from './core/expand-sub-guides.js';
import { withinLimit } from './core/guide-view.js';
import type { GuideOrigin, GuideVersion, GuideVersionSummary, GuideView } from './core/guide-view.js';
import type { PlanDag } from './core/plan.js';
import { QueryReader } from './core/query-template.js';
import { diffPlans } from './core/report/diff-plans.js';
import { MAX_GUIDE_BYTES } from './folders/guide-folder.js';
import { GuideStore } from './guide-store.js';

/** What became of one file of an import. */
export interface ImportedGuide {
  readonly guide: GuideView;
  readonly changed: boolean;
}

/** upload → compile → keep → find. A guide that does not compile is kept and listed with its problems, and never run. */
@Injectable()
export class GuideLibrary {
  constructor(
    private readonly store: GuideStore,
    private readonly reader: QueryReader,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * What is left out of `beside` stays as it stood beside the version before.
   * @throws TerminalError `guide-too-large`, `guide-name-missing`, `guide-elsewhere`
   */
  async upload(
    name: string,
    markdown: string,
    by: Person,
    defaultMode: GuideView['mode'] = 'suggest',
    beside: GuideCompanions & { readonly origin?: GuideOrigin | null } = {},
  ): Promise<ImportedGuide> {
    if (name.trim() === '') throw new TerminalError('guide-name-missing', 'A guide needs a name, such as runbooks/disk-full.md.');
    if (Buffer.byteLength(markdown) > MAX_GUIDE_BYTES) {
      throw new TerminalError('guide-too-large', `${name} is larger than 1 MB, which no guide is.`, {
        hint: 'Split it, or check that it is the right file.',
      });
    }
    const before = await this.store.kept(name.trim());
    const origin = beside.origin ?? null;
    refuseStranger(name, before?.origin ?? null, origin);
    const companions: KeptCompanions = {
      queryFiles: beside.queryFiles ?? before?.queryFiles ?? [],
      overlay: beside.overlay === undefined ? (before?.overlay ?? null) : beside.overlay,
      planDag: beside.planDag === undefined ? (before?.planDag ?? null) : beside.planDag,
    };
    const compilation = compileTsg(markdown, this.reader, companions);
    const upload = { name: name.trim(), markdown, ...companions, origin, compilation, by: by.id, defaultMode };
    const { guide, changed, lapsed } = await this.store.keep(upload);
    if (lapsed) await this.record('guide.mode-lapsed', { guide: guide.id, version: guide.version, mode: guide.mode }, by);
    return { guide, changed };
  }

  list(): Promise<readonly GuideView[]> {
    return this.store.list();
  }

  /** @throws TerminalError `guide-unknown` */
  async find(guideId: string): Promise<GuideView> {
    return (await this.store.find(guideId)) ?? unknownGuide(guideId);
  }

  /** A kept version with its text and plan, the newest by default. @throws TerminalError `guide-unknown` */
  async version(guideId: string, version?: number): Promise<GuideVersion> {
    return (await this.store.version(guideId, version)) ?? unknownGuide(version === undefined ? guideId : `${guideId}, version ${version}`);
  }

  /** Every kept version of a guide, newest first. @throws TerminalError `guide-unknown` */
  async versions(guideId: string): Promise<readonly GuideVersionSummary[]> {
    const versions = await this.store.versions(guideId);
    return versions.length === 0 ? unknownGuide(guideId) : versions;
  }

  /** The newest version with this plan: its id, or at least twelve characters of it. @throws TerminalError `guide-unknown` */
  async ofPlan(planId: string): Promise<GuideVersion> {
    const isName = /^sha256:[0-9a-f]{12,64}$/.test(planId);
    return (isName ? await this.store.ofPlan(planId) : null) ?? unknownGuide(`with a plan ${planId}`);
  }

  /** In words, what changed from one version to another. @throws TerminalError `guide-unknown`, `guide-refused` */
  async diff(guideId: string, from: number, to: number): Promise<readonly string[]> {
    const [before, after] = await Promise.all([this.version(guideId, from), this.version(guideId, to)]);
    return diffPlans(planOf(before), planOf(after));
  }

  /** A guide's plan with the guides it links to, as they are now, worked into it. */
  expanded(guide: GuideView, plan: PlanDag): Promise<PlanDag> {
    return expandSubGuides(plan, guide.name, (name) => this.linked(name));
  }

  private async linked(name: string): Promise<LinkedGuide | null> {
    const guide = await this.store.findNamed(name);
    if (guide === null || !guide.runnable) return null;
    const { plan } = await this.version(guide.id);
    return plan === null || plan.id !== guide.planId
      ? null
      : { name, guideId: guide.id, title: guide.title, mode: withinLimit(guide.mode, plan), plan };
  }

  /** Sets how far a guide may go. `act` lapses when its plan changes. @throws TerminalError `guide-unknown`, `guide-refused`, `guide-limits-mode`, `guide-changed` */
  async promote(guideId: string, mode: GuideView['mode'], by: Person): Promise<GuideView> {
    const guide = await this.find(guideId);
    if (guide.planId === null) {
      throw new TerminalError('guide-refused', `${guide.title} does not compile, so it has no mode to set.`, {
        hint: 'Mend its problems first.',
      });
    }
    const { plan } = await this.version(guideId);
    if (withinLimit(mode, plan) !== mode) {
      throw new TerminalError('guide-limits-mode', `${guide.title} limits itself to ${plan?.limits?.mode ?? mode} in its front matter.`, {
        hint: 'Its author has to raise "mode" there first.',
      });
    }
    if (!(await this.store.promote(guideId, mode, guide.planId))) {
      throw new TerminalError('guide-changed', `${guide.title} was changed a moment ago; look at the new version first.`);
    }
    await this.record('guide.promoted', { guide: guideId, plan: guide.planId, from: guide.mode, to: mode }, by);
    return this.find(guideId);
  }

  /** A person's word that alerts of a service belong to this guide: an exact key. @throws TerminalError `guide-unknown` */
  async bind(guideId: string, service: string, by: Person): Promise<GuideView> {
    await this.find(guideId);
    await this.store.bind(guideId, service, by.id);
    await this.record('guide.bound', { guide: guideId, service }, by);
    return this.find(guideId);
  }

  /** @throws TerminalError `guide-unknown` */
  async unbind(guideId: string, service: string, by: Person): Promise<GuideView> {
    await this.find(guideId);
    if (await this.store.unbind(guideId, service)) await this.record('guide.unbound', { guide: guideId, service }, by);
    return this.find(guideId);
  }

  private record(act: string, payload: Readonly<Record<string, unknown>>, by: Person): Promise<void> {
    return this.audit.append({ act, runId: null, by, payload, at: this.clock.now() });
  }
}

function planOf({ guideId, version, plan }: GuideVersion): PlanDag {
  if (plan !== null) return plan;
  throw new TerminalError('guide-refused', `Version ${version} of ${guideId} does not compile, so there is no plan to compare.`);
}

function unknownGuide(name: string): never {
  throw new TerminalError('guide-unknown', `There is no guide ${name} in the library.`, { hint: 'GET /api/v1/guides lists them.' });
}

/** Two folders that hold a guide of the same path are two guides: the second must not become a version of the first. */
function refuseStranger(name: string, known: GuideOrigin | null, origin: GuideOrigin | null): void {
  if (known === null || origin === null || known.from === origin.from) return;
  throw new TerminalError('guide-elsewhere', `${name} came from ${known.from}, so it is not taken from ${origin.from}.`, {
    hint: 'Import it under another name: --prefix payments/.',
  });
}
