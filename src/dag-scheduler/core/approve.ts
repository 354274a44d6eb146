import type { Person } from '../../gates/index.js';
import { TerminalError } from '../../platform/errors.js';
import type { MutationProposal } from '../../qpp-plugins/index.js';
import type { ApprovalGrant } from './run.js';
import type { ApprovalRecord } from './run-state.js';

/** How many different people have to approve a change: two where nobody knows a way back from it. */
export function approversNeeded({ rollback }: Pick<MutationProposal, 'rollback'>): number {
  return rollback === null ? 2 : 1;
}

/** The grants with this person's added. @throws TerminalError `own-start`, `second-approver-needed` where it may not count */
export function withGrant(
  approval: Pick<ApprovalRecord, 'grants' | 'notBy'>,
  by: Person,
  why: string | null,
  at: string,
): readonly ApprovalGrant[] {
  if (approval.notBy === by.id)
    throw new TerminalError('own-start', `${by.name} started the run, and policy wants somebody else to approve.`);
  if (approval.grants.some((grant) => grant.by === by.id)) {
    throw new TerminalError('second-approver-needed', `${by.name} has approved it already: it takes a second person as well.`, {
      hint: 'No way back from this change is known, so that two different people have to approve it.',
    });
  }
  return [...approval.grants, { by: by.id, via: by.via, at, why }];
}

/** `1 of 2`. */
export function countOf({ grants, approversNeeded: needed }: Pick<ApprovalRecord, 'grants' | 'approversNeeded'>): string {
  return `${grants.length} of ${needed}`;
}

/** `ada and bob`; null where it is not granted. */
export function approversOf(approval: Pick<ApprovalRecord, 'status' | 'grants'> | null): string | null {
  return approval?.status === 'granted' ? approval.grants.map(({ by }) => by).join(' and ') : null;
}
