import type { IncidentReport, IncidentView, ReportSentence } from '../../incidents/index.js';
import type { AdaptiveCard, CardElement, Style } from './adaptive-card.js';
import { assembleCard } from './assemble-card.js';
import { banner, DOT, evidenceTable, heading, marked, textBlock, words } from './card-parts.js';
import { dashboardLinks, whereabouts } from './dashboard-links.js';

const OUTCOMES: Readonly<Record<IncidentReport['outcome'], { readonly style: Style; readonly words: string }>> = {
  resolved: { style: 'good', words: 'Resolved' },
  healthy: { style: 'good', words: 'Healthy: nothing needed to be done' },
  'cause-found': { style: 'accent', words: 'The cause is found' },
  inconclusive: { style: 'warning', words: 'Inconclusive' },
  failed: { style: 'attention', words: 'The run failed' },
  cancelled: { style: 'emphasis', words: 'Cancelled' },
};

/** The incident's report: the cause with its rows first, then what was changed, verified, ruled out and not checked. */
export function renderReport(incident: IncidentView, report: IncidentReport, publicUrl: string): AdaptiveCard {
  const outcome = OUTCOMES[report.outcome];
  const cause =
    report.rootCause === null ? '' : `${report.rootCause.entity === null ? '' : `${report.rootCause.entity}: `}${report.rootCause.cause}`;
  return assembleCard({
    summary: `${outcome.words}: ${incident.title}${cause === '' ? '' : `. ${cause}`}`,
    essential: [
      banner(outcome.style, `${outcome.words}: ${incident.title}`, [whereabouts(incident)]),
      ...(cause === '' ? [] : [textBlock(words(cause, 900), { weight: 'bolder' })]),
    ],
    detail: [
      ...causeEvidence(report.cause),
      ...section('Changed', report.changed, 'Nothing was changed.'),
      ...section('Verified', report.verified, null),
      ...section('Will it stay?', report.willItStay, null),
      ...section('Ruled out', report.ruledOut, null),
      ...section('Also seen', report.alsoSeen, null),
      ...section('Not checked', report.notChecked, 'Everything the guide asks was checked.'),
    ],
    closing: timing(report),
    actions: dashboardLinks(publicUrl, 'Read the report', incident, 'report'),
  });
}

function causeEvidence(sentences: readonly ReportSentence[]): readonly CardElement[] {
  return sentences
    .slice(0, 4)
    .flatMap(({ sentence, evidence }) => [
      marked(DOT, [textBlock(words(sentence))]),
      ...(evidence === null || evidence.rows.length === 0 ? [] : [evidenceTable(evidence.columns, evidence.rows.slice(0, 3))]),
    ]);
}

function section(title: string, sentences: readonly ReportSentence[], whenEmpty: string | null): readonly CardElement[] {
  if (sentences.length === 0) return whenEmpty === null ? [] : [heading(title), textBlock(whenEmpty)];
  return [heading(title), ...sentences.map(({ sentence }) => marked(DOT, [textBlock(words(sentence))]))];
}

function timing({ makespanMs, criticalPathMs }: IncidentReport): readonly CardElement[] {
  if (makespanMs === null) return [];
  const path = criticalPathMs === null ? '' : `; the longest path through the steps takes ${seconds(criticalPathMs)}`;
  return [textBlock(`The steps took ${seconds(makespanMs)}${path}.`, { size: 'small', isSubtle: true, spacing: 'medium' })];
}

function seconds(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
