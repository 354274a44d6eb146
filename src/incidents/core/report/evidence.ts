import type { Decision, Finding, RunView } from '../../../dag-scheduler/index.js';
import type { ReportSentence } from '../report.js';

const MAX_ROWS = 5;

/** A sentence of a step's own, resting on no rows. */
export function plain(sentence: string, stepId: string | null = null): ReportSentence {
  return { sentence, stepId, queryId: null, evidence: null };
}

/** A sentence with the rows of a step's result that it rests on, at most five. */
export function resting(
  run: RunView,
  sentence: string,
  on: { readonly stepId: string; readonly queryId: string | null; readonly rows: readonly number[] },
): ReportSentence {
  const result = run.steps.find(({ id }) => id === on.stepId)?.results.find(({ queryId }) => queryId === on.queryId);
  if (result === undefined) return { sentence, stepId: on.stepId, queryId: on.queryId, evidence: null };
  const rows = on.rows.slice(0, MAX_ROWS).flatMap((index) => (result.rows[index] === undefined ? [] : [result.rows[index]]));
  return { sentence, stepId: on.stepId, queryId: on.queryId, evidence: rows.length === 0 ? null : { columns: result.columns, rows } };
}

export function findingSentence(run: RunView, stepId: string, finding: Finding): ReportSentence {
  return resting(run, finding.sentence, { stepId, queryId: finding.queryId, rows: finding.rows });
}

/** "If any pod is not Ready: yes, 1 of 3 rows … (rule)". */
export function decisionSentence(run: RunView, decision: Decision): ReportSentence {
  const answer = decision.answer ? 'yes' : 'no';
  const sentence = `${withoutStop(decision.condition)}: ${answer}. ${decision.reason} (${deciderOf(decision)})`;
  return resting(run, sentence, { stepId: stepOfQuery(run, decision), queryId: decision.queryId, rows: decision.rows });
}

/** The condition may rest on another step's rows than the one it leads away from. */
function stepOfQuery(run: RunView, decision: Decision): string {
  return run.steps.find(({ results }) => results.some(({ queryId }) => queryId === decision.queryId))?.id ?? decision.edge.from;
}

export function deciderOf({ by }: Decision): string {
  switch (by.kind) {
    case 'rule':
      return 'decided by rule';
    case 'model':
      return `judged by the model ${by.model}`;
    case 'person':
      return `answered by ${by.id}`;
    case 'deadline':
      return 'default at the deadline';
  }
}

export function titleOf(run: RunView, stepId: string): string {
  return run.plan.nodes.find(({ id }) => id === stepId)?.title ?? stepId;
}

/** "Step 4 - Read the pods", for sentences that name a step. */
export function withoutStop(text: string): string {
  return text.trim().replace(/[.:;,]+$/u, '');
}

/** Text with each `{name}`, `<name>`, `$NAME` the run has a value for filled in. */
export function filled(run: RunView, text: string): string {
  return Object.entries(run.parameters).reduce((said, [name, { value }]) => {
    const holes = [`{${name}}`, `{{${name}}}`, `<${name}>`, `\${${name}}`, `[${name}]`];
    const whole = holes.reduce((rest, hole) => rest.replaceAll(hole, String(value)), said);
    return whole.replace(new RegExp(`\\$${name.replace(/[^A-Za-z0-9_]/gu, '')}(?![A-Za-z0-9_])`, 'gu'), () => String(value));
  }, text);
}
