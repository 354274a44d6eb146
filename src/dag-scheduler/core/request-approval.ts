import type { Approver } from '../../gates/index.js';
import type { MutationProposal } from '../../qpp-plugins/index.js';
import { approversNeeded } from './approve.js';
import type { Draft } from './draft.js';
import { stableId } from './questions.js';
import type { StepRecord } from './run-state.js';

/**
 * Asks for one approval, which covers one literal request for as long as the settings say.
 *
 * @param why what the approver should know of why it is asked, or asked again
 */
export function requestApproval(draft: Draft, step: StepRecord, proposal: MutationProposal, approver: Approver, why: string | null): void {
  const before = draft.allApprovals().filter(({ queryId, scope }) => queryId === proposal.queryId && scope === step.scope);
  const { run, settings, now } = draft;
  const view = {
    id: stableId(run.id, step.scope, step.nodeId, 'approval', proposal.queryId, String(before.length)),
    runId: run.id,
    stepId: step.nodeId,
    queryId: proposal.queryId,
    status: 'open' as const,
    proposal,
    verification: verifierOf(draft, step.nodeId),
    askedAt: draft.at,
    expiresAt: new Date(now.getTime() + settings.approvalMinutes * 60_000).toISOString(),
    approversNeeded: approversNeeded(proposal),
    grants: [],
    notBy: approver === 'not-the-starter' ? run.startedBy : null,
    decidedBy: null,
    decidedAt: null,
    why,
  };
  draft.restStep(step);
  draft.putApproval({ ...view, scope: step.scope });
  draft.tell({ type: 'approval-requested', approval: view });
}

function verifierOf({ graph }: Draft, nodeId: string): string | null {
  const after = [...graph.descendants(nodeId)].map((id) => graph.node(id));
  return after.find(({ kind }) => kind === 'verify')?.title ?? null;
}
