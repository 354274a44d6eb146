import type { RunView } from '../../dag-scheduler/index.js';
import type { IncidentView } from './incident.js';
import type { IncidentReport, ReportSentence } from './report.js';
import { alsoSeenSection } from './report/also-seen.js';
import { causeSection, ruledOutSection } from './report/cause.js';
import { changedSection, verifiedSection, willItStaySection } from './report/changes.js';
import { findingSentence, titleOf } from './report/evidence.js';
import { notCheckedSection } from './report/not-checked.js';

/**
 * The report of a run, from stored evidence alone: every sentence points at the step, and where it rests on rows, at them.
 * Nothing in it is remembered or inferred beyond the record. Works for a run under way too: it says what is missing.
 */
export function buildReport(run: RunView, incident: IncidentView | null): IncidentReport {
  const { outcome, startedAt, endedAt, makespanMs, criticalPathMs } = run;
  const rootCause = outcome?.rootCause ?? null;
  return {
    outcome: outcome?.kind ?? 'inconclusive',
    rootCause: rootCause === null ? null : { entity: rootCause.entity, cause: rootCause.cause },
    findings: run.steps.flatMap(({ id, findings }) => findings.map((finding) => findingSentence(run, id, finding))),
    decisions: run.decisions,
    actions: run.actions.map(({ verb, kind, namespace, name, detail, status, approvedBy }) => ({
      verb,
      kind,
      namespace,
      name,
      detail,
      status,
      approvedBy,
    })),
    steps: run.steps.map(({ id, status, startedAt: from, endedAt: to }) => ({
      id,
      title: titleOf(run, id),
      status,
      startedAt: from,
      endedAt: to,
    })),
    incidentId: run.incidentId,
    runId: run.id,
    title: incident?.title ?? run.guideTitle,
    cluster: run.cluster,
    demo: run.demo,
    cause: once(causeSection(run)),
    ruledOut: once(ruledOutSection(run)),
    alsoSeen: once(alsoSeenSection(run)),
    notChecked: once(notCheckedSection(run)),
    changed: once(changedSection(run)),
    verified: once(verifiedSection(run, incident)),
    willItStay: once(willItStaySection(run)),
    makespanMs,
    criticalPathMs,
    startedAt,
    endedAt,
  };
}

/** A condition that opens several edges was decided once; it is said once. */
function once(section: readonly ReportSentence[]): readonly ReportSentence[] {
  const same = (a: ReportSentence, b: ReportSentence): boolean => a.sentence === b.sentence && a.stepId === b.stepId;
  return section.filter((sentence, index) => section.findIndex((other) => same(sentence, other)) === index);
}
