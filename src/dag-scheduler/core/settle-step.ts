import { alertExits, withAlertAnswers } from './alert-state.js';
import { decideExits, isPositive } from './decide-edges.js';
import type { Exit, Known } from './decide-edges.js';
import type { Draft } from './draft.js';
import { commitOutcome } from './early-outcome.js';
import { conditionText } from './evaluate-condition.js';
import { exitsOf, recordOf } from './known-exits.js';
import { loopAfter, repeat } from './loops.js';
import { edgeKey } from './plan-graph.js';
import { closeOutputs, disable, enable, propagate } from './propagate.js';
import { askAlert, askConditions, askLoop } from './questions.js';
import type { Decision, Finding, ModelAsked } from './run.js';
import { isQuiet } from './run-state.js';
import type { StepRecord } from './run-state.js';

/** What no rule decides: why, by exit, and what a model is asked about it first (null: nothing, a person is asked). */
export interface Undecided {
  readonly reasons: ReadonlyMap<string, string>;
  readonly askModel: (draft: Draft, step: StepRecord, open: readonly Exit[]) => ModelAsked | null;
}

const LEFT_TO_PEOPLE: Undecided = { reasons: new Map(), askModel: () => null };

/**
 * A step whose readings are in: settles every edge that is decided, asks a model or a person about the others, and lets what
 * follows begin. A step that failed comes here too, once it is decided that the run goes on without it.
 */
export function settleObserved(draft: Draft, step: StepRecord, known: ReadonlyMap<string, Known>, undecided = LEFT_TO_PEOPLE): void {
  const exits = exitsOf(draft, step.nodeId);
  const decided = decideExits(exits, withAlertAnswers(draft, step, known));
  const open = exits.filter((exit) => isPositive(exit) && !decided.has(edgeKey(exit)));
  const observed = { ...step, findings: [...step.findings, ...findingsOf(draft, exits, decided)] };
  const asked = open.length > 0 ? undecided.askModel(draft, observed, open) : null;
  if (asked !== null)
    waitForAnswer(draft, { ...observed, status: 'observed' }, decided, () => {
      draft.tell({ type: 'model-asked', stepId: step.nodeId, asked });
    });
  else if (open.length > 0 && !isQuiet(draft.run))
    waitForAnswer(draft, { ...observed, status: 'asking' }, decided, () => {
      askAbout(draft, observed, open, undecided.reasons);
    });
  else conclude(draft, observed, decided, open.length > 0);
  commitOutcome(draft);
}

/** The alert's own state is asked once per join, everything else by step. */
function askAbout(draft: Draft, step: StepRecord, open: readonly Exit[], reasons: ReadonlyMap<string, string>): void {
  const ofAlert = alertExits(open);
  const others = open.filter((exit) => !ofAlert.includes(exit));
  if (ofAlert.length > 0) askAlert(draft, step, ofAlert);
  if (others.length > 0) askConditions(draft, step, others, reasons);
}

/** What is decided goes on; the step rests in the status it is given until the answer comes. */
function waitForAnswer(draft: Draft, step: StepRecord, decided: ReadonlyMap<string, Known>, ask: () => void): void {
  draft.settleStep({ ...step, endedAt: null });
  const loops = draft.graph.loops.some(({ loop }) => loop.from === step.nodeId);
  propagate(draft, settleExits(draft, step.nodeId, decided, { unconditional: !loops, notTaken: true }));
  ask();
}

function conclude(draft: Draft, step: StepRecord, decided: ReadonlyMap<string, Known>, isAnythingOpen: boolean): void {
  const loop = loopAfter(draft, step.nodeId, decided);
  if (loop === 'exhausted') {
    waitForAnswer(draft, { ...step, status: 'asking' }, decided, () => {
      askLoop(draft, step);
    });
    return;
  }
  const because = isAnythingOpen ? 'Some conditions were not evaluated: in this mode nobody is asked.' : step.because;
  draft.settleStep({ ...step, status: step.errorCode === null ? 'succeeded' : 'failed', because, endedAt: draft.at });
  const targets = settleExits(draft, step.nodeId, decided, { unconditional: loop === null, notTaken: loop === null });
  if (loop !== null) repeat(draft, loop);
  propagate(draft, loop === null ? [...targets, ...closeOutputs(draft, step.nodeId)] : targets);
}

/** Writes the edges that are decided and not yet on record. @returns the nodes they lead to. */
function settleExits(
  draft: Draft,
  nodeId: string,
  decided: ReadonlyMap<string, Known>,
  which: { readonly unconditional: boolean; readonly notTaken: boolean },
): readonly string[] {
  const targets: string[] = [];
  for (const edge of draft.graph.outOf(nodeId)) {
    if (recordOf(draft, edge) !== undefined) continue;
    const known = decided.get(edgeKey(edge));
    if (edge.condition === null) {
      if (!which.unconditional) continue;
      enable(draft, edge, null);
    } else {
      if (known === undefined || (!known.answer && !which.notTaken)) continue;
      const decision = decisionOf(draft, edge, known);
      draft.tell({ type: 'decision', decision });
      (known.answer ? enable : disable)(draft, edge, decision);
    }
    targets.push(edge.to);
  }
  recordLoops(draft, nodeId, decided);
  return targets;
}

/** What was decided of going back stays on record beside the edges, under the iteration that decided it. */
function recordLoops(draft: Draft, nodeId: string, decided: ReadonlyMap<string, Known>): void {
  for (const { loop } of draft.graph.loops.filter((region) => region.loop.from === nodeId)) {
    const known = decided.get(edgeKey(loop));
    if (known === undefined || recordOf(draft, loop) !== undefined) continue;
    const decision = decisionOf(draft, loop, known);
    draft.tell({ type: 'decision', decision });
    draft.putEdge({
      scope: draft.scope(nodeId),
      from: loop.from,
      to: loop.to,
      state: known.answer ? 'enabled' : 'disabled',
      held: false,
      decision,
    });
  }
}

/** The decision as it goes on record. */
export function decisionOf(draft: Draft, exit: Exit, known: Known): Decision {
  const condition = exit.condition === null ? '' : conditionText(draft, exit.condition);
  const { answer, by, reason, queryId, rows } = known;
  return { edge: { from: exit.from, to: exit.to }, condition, answer, by, reason, queryId, rows, at: draft.at };
}

/** A condition that opens several edges ("start Steps 2 through 5") is one finding. */
function findingsOf(draft: Draft, exits: readonly Exit[], decided: ReadonlyMap<string, Known>): readonly Finding[] {
  const found = exits.filter(isPositive).flatMap((exit) => {
    const known = decided.get(edgeKey(exit));
    if (known?.answer !== true || exit.condition === null || recordOf(draft, exit) !== undefined) return [];
    return [{ sentence: `${conditionText(draft, exit.condition)}: ${known.reason}`, queryId: known.queryId, rows: known.rows }];
  });
  return found.filter(({ sentence }, index) => found.findIndex((other) => other.sentence === sentence) === index);
}
