import type { QuestionView, RunView } from '../../dag-scheduler/index.js';
import type { IncidentView } from '../../incidents/index.js';
import type { AdaptiveCard } from './adaptive-card.js';
import { assembleCard } from './assemble-card.js';
import { banner, DOT, heading, marked, textBlock, words } from './card-parts.js';
import { dashboardLinks, whereabouts } from './dashboard-links.js';

/** The dashboard offers them all. */
const MOST_OPTIONS = 8;

/** What nobody but a person can decide, with the evidence and the answers that are offered. */
export function renderQuestion(incident: IncidentView, run: RunView, question: QuestionView, publicUrl: string): AdaptiveCard {
  const isOpen = question.status === 'open';
  const step = run.plan.nodes.find(({ id }) => id === question.stepId)?.title ?? question.stepId;
  return assembleCard({
    summary: `${isOpen ? 'A question' : 'Settled'}: ${question.text}`,
    essential: [
      banner(isOpen ? 'warning' : 'emphasis', isOpen ? 'A question for you' : settledWords(question), [
        incident.title,
        whereabouts(incident),
        `Step: ${step}`,
      ]),
      textBlock(words(question.text, 1_200), { weight: 'bolder' }),
      ...(isOpen ? [textBlock(offerOf(question))] : []),
    ],
    detail:
      question.evidence.length === 0
        ? []
        : [heading('Evidence'), ...question.evidence.map((line) => marked(DOT, [textBlock(words(line, 700))]))],
    closing: [],
    actions: dashboardLinks(publicUrl, isOpen ? 'Answer in Periplus' : 'Open in Periplus', incident, `question-${question.id}`),
  });
}

function settledWords({ status, answer, answeredBy }: QuestionView): string {
  if (status === 'withdrawn') return 'A question that is no longer open';
  return `Answered by ${answeredBy ?? 'nobody'}: ${answer ?? ''}`;
}

function offerOf({ options, deadline, byDeadline }: QuestionView): string {
  const offered =
    options.length === 0
      ? 'Free text, or the pasted output of a command'
      : options
          .slice(0, MOST_OPTIONS)
          .map((option) => `**${words(option, 160)}**`)
          .join(' · ');
  const meanwhile = byDeadline === null ? '' : ` If nobody has answered by then, ${words(byDeadline.text, 300)} is taken meanwhile.`;
  return `${offered}. Asked again after ${deadline.slice(11, 16)} UTC.${meanwhile}`;
}
