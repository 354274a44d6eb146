import { hasRole, roleNow } from '../../gates/index.js';
import type { Approver, FreezeNotice, KeyedDoor, PolicyRule, Role } from '../../gates/index.js';
import type { MutationProposal } from '../../qpp-plugins/index.js';
import type { PlanDag } from '../../tsg-parser/index.js';
import { approversNeeded } from './approve.js';
import type { ApprovalStatus, GuideMode } from './run.js';
import { compiledPlanId, partsAround, rulingOn } from './rule-on-change.js';
import type { ApprovalRecord, RunRecord } from './run-state.js';

/** What is on record of a change at the instant its intent is committed, read under the locks of that transaction. */
export interface ChangeFacts {
  readonly run: Pick<RunRecord, 'guideId' | 'endedAt' | 'cancelledBy' | 'takenOverBy' | 'mode' | 'startedBy'>;
  /** The kill switch as it is on record, for all hosts. */
  readonly frozen: FreezeNotice | null;
  readonly incident: 'none' | 'open' | 'resolved' | 'unknown';
  /** The guides that lead to the step, as far as the library has them now: of a file it has none. By id. */
  readonly guides: Readonly<Record<string, { readonly mode: GuideMode; readonly planId: string | null }>>;
  /** Null where it is to be sent without asking. */
  readonly approval: (Pick<ApprovalRecord, 'grants'> & { readonly status: ApprovalStatus; readonly isFresh: boolean }) | null;
  /** The roles of those who approved, as far as their keys were issued and not revoked; by name. */
  readonly issuedRoles: Readonly<Record<string, Role>>;
}

/** What holds in this process, asked at the same instant. */
export interface StandingRules {
  readonly policy: readonly PolicyRule[];
  /** The plan of the run, with what its guides forbid themselves, and the step of it that changes something. */
  readonly plan: PlanDag;
  readonly stepId: string;
  readonly door: KeyedDoor;
  /** The kill switch of this host. */
  readonly frozen: FreezeNotice | null;
}

export interface Refusal {
  readonly because: string;
  /** Who may still allow it: they are asked instead. Null: nobody may. */
  readonly askOf: Approver | null;
}

/**
 * Nothing acts on stale evidence (promise 8): everything that allowed a change is asked again in the transaction that commits
 * its intent. @returns why it may not be sent, or null
 */
export function whyNotSent(proposal: MutationProposal, facts: ChangeFacts, rules: StandingRules): Refusal | null {
  const because = forbiddenNow(facts, rules) ?? forbiddenByGuides(facts, rules);
  if (because !== null) return { because, askOf: null };
  const { ruling, approver, because: why } = rulingOn(proposal, rules.plan, rules.stepId, rules.policy);
  if (ruling === 'never') return { because: `Policy forbids it. ${why}`, askOf: null };
  if (facts.approval === null) return ruling === 'auto' ? null : { because: why, askOf: approver };
  const starter = approver === 'not-the-starter' ? facts.run.startedBy : null;
  const flaw = flawOf(facts.approval, approversNeeded(proposal), facts, rules.door, starter);
  return flaw === null ? null : { because: flaw, askOf: null };
}

function forbiddenNow({ run, incident, frozen: everywhere }: ChangeFacts, { frozen: here }: StandingRules): string | null {
  const frozen = here ?? everywhere;
  if (frozen !== null) return `Changes are frozen by ${frozen.by}: ${frozen.why}`;
  if (run.endedAt !== null) return 'The run has ended.';
  if (run.cancelledBy !== null) return `The run was cancelled by ${run.cancelledBy}.`;
  if (run.takenOverBy !== null) return `${run.takenOverBy} has taken the run over: nothing is changed from then on.`;
  if (run.mode !== 'act') return `The guide is in ${run.mode} mode.`;
  if (incident === 'unknown') return 'The incident is no longer on record.';
  return incident === 'resolved' ? 'The incident is resolved.' : null;
}

/** The permission to act lapses with the plan it was given to, also for a run that is under way. */
function forbiddenByGuides({ run, guides }: ChangeFacts, { plan, stepId }: StandingRules): string | null {
  const wanted = [{ guideId: run.guideId, planId: compiledPlanId(plan), title: 'The guide' }, ...partsAround(plan, stepId)];
  for (const { guideId, planId, title } of wanted) {
    const guide = guides[guideId];
    if (guide === undefined) continue;
    if (guide.planId !== planId) return `${title} has been changed since the run began.`;
    if (guide.mode !== 'act') return `${title} has been put into ${guide.mode} mode.`;
  }
  return null;
}

function flawOf(
  approval: NonNullable<ChangeFacts['approval']>,
  needed: number,
  { issuedRoles }: ChangeFacts,
  door: KeyedDoor,
  starter: string | null,
): string | null {
  const { status, isFresh, grants } = approval;
  if (status !== 'granted') return `The approval is ${status}.`;
  if (!isFresh) return 'The approval is older than it may be.';
  for (const { by, via } of grants) {
    if (by === starter) return `${by} started the run, and policy wants somebody else to approve.`;
    const role = roleNow({ id: by, via }, door, issuedRoles[by]);
    if (role === null || !hasRole({ role }, 'approver')) return `${by}, who approved it, is no longer an approver.`;
  }
  const people = new Set(grants.map(({ by }) => by)).size;
  return people >= needed ? null : `It was approved by ${people} of ${needed} people.`;
}
