import type { RunView, StepView } from '../../dag-scheduler/index.js';
import type { IncidentView } from '../../incidents/index.js';
import { assertNever } from '../../platform/errors.js';
import type { AdaptiveCard, CardElement, Style } from './adaptive-card.js';
import { assembleCard } from './assemble-card.js';
import { banner, DOT, heading, marked, textBlock, words } from './card-parts.js';
import type { Mark } from './card-parts.js';
import { dashboardLinks, whereabouts } from './dashboard-links.js';

/** The state of an incident and of its run: guide and reason, each step with its finding, what waits for a person. */
export function renderCard(incident: IncidentView, run: RunView | null, publicUrl: string): AdaptiveCard {
  const state = run === null ? stateWithoutRun(incident) : stateOfRun(run);
  return assembleCard({
    summary: `${incident.title}: ${state}`,
    essential: [
      banner(styleOf(incident, run), incident.title, [whereabouts(incident), state]),
      textBlock(chosenGuide(incident, run)),
      ...(run === null ? [] : waitingFor(run)),
    ],
    detail: run === null ? offeredGuides(incident) : run.steps.filter(isWorthALine).map((step) => stepLine(step, run)),
    closing: run === null ? [] : notNeeded(run),
    actions: dashboardLinks(publicUrl, 'Open in Periplus', incident),
  });
}

function stateWithoutRun(incident: IncidentView): string {
  if (incident.status === 'resolved') return 'Resolved.';
  return incident.held?.sentence ?? 'No run has started yet.';
}

function stateOfRun(run: RunView): string {
  if (run.outcome !== null) return run.outcome.sentence;
  const settled = run.steps.filter(({ status }) => isSettled(status)).length;
  return `${run.status === 'paused' ? 'Paused' : run.status === 'waiting' ? 'Waiting' : 'Running'}: ${settled} of ${run.steps.length} steps are settled.`;
}

function isSettled(status: StepView['status']): boolean {
  return status === 'succeeded' || status === 'failed' || status === 'skipped' || status === 'cancelled';
}

function styleOf(incident: IncidentView, run: RunView | null): Style {
  if (run?.outcome?.kind === 'resolved' || run?.outcome?.kind === 'healthy') return 'good';
  if (run !== null && waitingFor(run).length > 0) return 'warning';
  if (run?.status === 'failed') return 'attention';
  return incident.status === 'resolved' ? 'good' : 'emphasis';
}

function chosenGuide(incident: IncidentView, run: RunView | null): string {
  if (run === null) return 'No guide was started.';
  const match = incident.matches.find(({ guideId }) => guideId === run.guideId);
  return `Guide **${words(run.guideTitle)}**${match === undefined ? '' : `, because of ${words(match.reason)}`}.`;
}

function offeredGuides(incident: IncidentView): readonly CardElement[] {
  if (incident.matches.length === 0) return [];
  return [
    heading('Guides that may fit'),
    ...incident.matches.map(({ guideTitle, reason }) => marked(DOT, [textBlock(`**${words(guideTitle)}**: ${words(reason)}`)])),
  ];
}

function moreWords(grouped: number): readonly CardElement[] {
  if (grouped === 0) return [];
  return [textBlock(`${grouped} more ${grouped === 1 ? 'question waits its' : 'questions wait their'} turn; the dashboard has them all.`)];
}

function waitingFor(run: RunView): readonly CardElement[] {
  const approvals = run.approvals.filter(({ status }) => status === 'open').map(({ proposal }) => `Approval: ${proposal.rendered}`);
  const questions = run.questions.filter(({ status }) => status === 'open').map(({ text }) => `Question: ${text}`);
  const grouped = run.questions.filter(({ status }) => status === 'grouped').length;
  const lines = [...approvals, ...questions];
  if (lines.length === 0) return [];
  return [
    {
      type: 'Container',
      style: 'warning',
      items: [heading('Waits for you'), ...lines.slice(0, 4).map((line) => textBlock(words(line))), ...moreWords(grouped)],
    },
  ];
}

function isWorthALine(step: StepView): boolean {
  return step.status !== 'skipped' && step.status !== 'waiting' && step.status !== 'cancelled';
}

function stepLine(step: StepView, run: RunView): CardElement {
  const title = run.plan.nodes.find(({ id }) => id === step.id)?.title ?? step.id;
  const finding = step.findings[0]?.sentence ?? step.because ?? '';
  const below = finding === '' ? [] : [textBlock(words(finding), { size: 'small', isSubtle: true, spacing: 'none' })];
  return marked(markOf(step.status), [textBlock(`${words(title, 160)}${wordOf(step.status)}`), ...below]);
}

function markOf(status: StepView['status']): Mark {
  switch (status) {
    case 'succeeded':
      return { sign: '✓', color: 'good' };
    case 'failed':
      return { sign: '✗', color: 'attention' };
    case 'asking':
    case 'observed':
      return { sign: '?', color: 'warning' };
    case 'running':
      return { sign: '▸', color: 'accent' };
    case 'waiting':
    case 'skipped':
    case 'cancelled':
      return { sign: '–', color: 'default' };
    default:
      return assertNever(status);
  }
}

function wordOf(status: StepView['status']): string {
  return status === 'succeeded' ? '' : ` (${status})`;
}

function notNeeded(run: RunView): readonly CardElement[] {
  const skipped = run.steps.filter(({ status }) => status === 'skipped' || status === 'cancelled').length;
  if (skipped === 0) return [];
  return [textBlock(`${skipped} ${skipped === 1 ? 'step was' : 'steps were'} not needed.`, { isSubtle: true, size: 'small' })];
}
