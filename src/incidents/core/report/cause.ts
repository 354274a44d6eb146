import type { Decision, RunView } from '../../../dag-scheduler/index.js';
import type { PlanEdge, StatedCause } from '../../../tsg-parser/index.js';
import type { ReportSentence } from '../report.js';
import { decisionSentence, filled, plain, resting, withoutStop } from './evidence.js';

/** What it was, and the decided conditions that led there with their rows. */
export function causeSection(run: RunView): readonly ReportSentence[] {
  const { outcome } = run;
  if (outcome === null) return [plain('The run has not come to an outcome yet.')];
  if (outcome.rootCause === null) return [plain(outcome.sentence)];
  const { entity, cause, stepId } = outcome.rootCause;
  const led = decisionsTowards(run, stepId);
  const strongest = led.at(-1);
  const sentence = `${withoutStop(cause)}${entity === null || cause.includes(entity) ? '' : ` (${entity})`}.`;
  const headline = strongest === undefined ? plain(sentence, stepId) : { ...decisionSentence(run, strongest), sentence };
  return [headline, ...led.toReversed().map((decision) => decisionSentence(run, decision))];
}

/** Positive answers on the enabled way to a step, and on its own way out where the cause is stated there; from the start on. */
function decisionsTowards(run: RunView, stepId: string): readonly Decision[] {
  const way = new Set([stepId]);
  for (const id of way) {
    for (const edge of run.edges) if (edge.to === id && edge.state === 'enabled') way.add(edge.from);
  }
  const isOnWay = ({ edge }: Decision): boolean => way.has(edge.from) && (way.has(edge.to) || edge.from === stepId);
  return run.decisions.filter((decision) => decision.answer && isOnWay(decision) && !isOtherwise(run, decision));
}

/** Conditions that did not hold: each cause the guide names that was looked at and not found. */
export function ruledOutSection(run: RunView): readonly ReportSentence[] {
  const found = run.outcome?.rootCause?.cause ?? null;
  return run.decisions.flatMap((decision) => {
    if (decision.answer || isOtherwise(run, decision)) return [];
    const cause = causeBehind(run, decision);
    const name = cause === null ? null : withoutStop(filled(run, cause.text));
    if (name !== null && name === found) return [];
    const { queryId, rows } = decision;
    const said = decisionSentence(run, decision);
    return [
      name === null ? said : resting(run, `Not ${name}: ${decision.reason}`, { stepId: said.stepId ?? decision.edge.from, queryId, rows }),
    ];
  });
}

function causeBehind(run: RunView, decision: Decision): StatedCause | null {
  return edgeOf(run, decision)?.cause ?? run.plan.nodes.find(({ id }) => id === decision.edge.to)?.cause ?? null;
}

function isOtherwise(run: RunView, decision: Decision): boolean {
  return edgeOf(run, decision)?.condition?.otherwise ?? false;
}

/** Two edges may join the same steps; the condition's text tells them apart. */
function edgeOf(run: RunView, { edge, condition }: Decision): PlanEdge | undefined {
  const between = run.plan.edges.filter(({ from, to }) => from === edge.from && to === edge.to);
  return between.find((candidate) => candidate.condition?.text === condition) ?? between[0];
}
