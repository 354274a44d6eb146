import { countOf } from '../../dag-scheduler/index.js';
import type { ApprovalView, RunView } from '../../dag-scheduler/index.js';
import type { IncidentView } from '../../incidents/index.js';
import type { AdaptiveCard, CardElement, Style } from './adaptive-card.js';
import { assembleCard } from './assemble-card.js';
import { banner, command, DOT, heading, marked, textBlock, words } from './card-parts.js';
import { dashboardLinks, whereabouts } from './dashboard-links.js';

/** "May I?": the exact call, what it changes, its dry run, its way back and how it will be verified. */
export function renderApproval(incident: IncidentView, run: RunView, approval: ApprovalView, publicUrl: string): AdaptiveCard {
  const { proposal } = approval;
  const step = run.plan.nodes.find(({ id }) => id === approval.stepId)?.title ?? approval.stepId;
  return assembleCard({
    summary: `${statusWords(approval)}: ${proposal.rendered}`,
    essential: [
      banner(styleOf(approval), statusWords(approval), [incident.title, whereabouts(incident), `Step: ${step}`]),
      command(proposal.rendered),
      { type: 'FactSet', facts: factsOf(approval) },
    ],
    detail: changes(approval),
    closing: [],
    actions: dashboardLinks(
      publicUrl,
      approval.status === 'open' ? 'Decide in Periplus' : 'Open in Periplus',
      incident,
      `approval-${approval.id}`,
    ),
  });
}

function statusWords({ status, grants, approversNeeded, decidedBy, why }: ApprovalView): string {
  if (status === 'open' && grants.length > 0)
    return `Approved by ${grants.map(({ by }) => by).join(' and ')}: ${grants.length} of ${approversNeeded}. Another person has to approve too.`;
  if (status === 'open') return 'I ask before changing anything. May I?';
  const by = decidedBy === null ? '' : ` by ${decidedBy}`;
  return `${status === 'void' ? 'No longer needed' : status.charAt(0).toUpperCase() + status.slice(1)}${by}${why === null ? '' : `: ${why}`}`;
}

function styleOf({ status }: ApprovalView): Style {
  return status === 'open' ? 'warning' : status === 'granted' ? 'good' : 'emphasis';
}

function factsOf(approval: ApprovalView): { readonly title: string; readonly value: string }[] {
  const { proposal, verification, expiresAt, status, why, notBy } = approval;
  const { target, dryRun, rollback, controllers } = proposal;
  const place = target.namespace === null ? target.cluster : `${target.cluster}, namespace ${target.namespace}`;
  const facts = [
    ['On', `${target.kind.toLowerCase()}/${target.name} in ${place}`],
    [
      'Dry run',
      `${dryRun.accepted ? 'accepted by the server' : 'REFUSED by the server'}${dryRun.message === '' ? '' : `: ${dryRun.message}`}`,
    ],
    ['Way back', rollback?.rendered ?? `NO KNOWN ROLLBACK: approved by ${countOf(approval)} people`],
    ['Reverted by', controllers.length === 0 ? 'nobody was found who would' : controllers.join(', ')],
    ['Verified by', verification ?? 'the steps that follow'],
    ...(status === 'open' && why !== null ? [['Asked because', why]] : []),
    ...(status === 'open' && notBy !== null ? [['Not by', `${notBy}, who started the run`]] : []),
    ...(status === 'open' ? [['Valid until', `${expiresAt.slice(11, 16)} UTC`]] : []),
  ];
  return facts.map(([title = '', value = '']) => ({ title, value: words(value) }));
}

function changes({ proposal }: ApprovalView): readonly CardElement[] {
  if (proposal.changes.length === 0) return [];
  return [heading('Changes'), ...proposal.changes.map((change) => marked(DOT, [textBlock(words(change))]))];
}
