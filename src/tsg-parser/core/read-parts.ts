import type { GuideCompanions } from './companions.js';
import type { GuideDocument } from './document.js';
import type { DraftGroup } from './draft.js';
import type { Problem } from './guide.js';
import { applyOverlay } from './overlay/apply-overlay.js';
import { layOverGuide } from './overlay/lay-over-guide.js';
import { readOverlay } from './overlay/read-overlay.js';
import { buildPlan, type BuiltPlan } from './passes/build-plan.js';
import { checkPlan } from './passes/check-plan.js';
import { parseMarkdown } from './passes/parse-markdown.js';
import { readGuide, type GuideReading } from './passes/read-guide.js';
import { readQueryFiles } from './passes/read-query-files.js';
import { readSteps } from './passes/read-steps.js';
import type { QueryReader } from './query-template.js';
import { weavePlanDag } from './stepfly/weave-plan-dag.js';

/** What each pass made of a document, for those who compile it and those who find fault with it. */
export interface GuideParts {
  readonly document: GuideDocument;
  readonly reading: GuideReading;
  readonly procedure: DraftGroup;
  readonly built: BuiltPlan;
  /** Something beside the guide contradicts it: nothing of it may be run. */
  readonly refused: boolean;
  /** In the order of the lines. */
  readonly problems: readonly Problem[];
}

export function readParts(markdown: string, reader: QueryReader, companions: GuideCompanions = {}): GuideParts {
  const document = parseMarkdown(markdown); //                                     Markdown → sections and blocks
  const { overlay, ...over } = readOverlay(companions.overlay ?? null); //         overlay  → what it says of guide and steps
  const reading = layOverGuide(readGuide(document), overlay); //                   sections → what the guide is for
  const procedure = readSteps(document, reader); //                                sections → steps with queries and ways out
  const files = readQueryFiles(companions.queryFiles ?? [], reader); //            files    → what takes the place of blocks
  const built = buildPlan(procedure, reading, files.replacements); //              steps    → nodes and edges
  const woven = weavePlanDag(built, companions.planDag ?? null, document.root); // edges    → as a PlanDAG draws them
  const laid = applyOverlay(woven.plan, overlay, { built, reading, reader, markdown });
  const passes = [reading, over, files, built, woven, laid].flatMap(({ problems }) => problems);
  const problems = [...passes, ...checkPlan(laid.plan)];
  return {
    document,
    reading,
    procedure,
    built: { ...built, plan: laid.plan },
    refused: woven.refused,
    problems: inOrder(laid.plan.nodes.length === 0 ? [...problems, nothingToDo()] : problems),
  };
}

export function inOrder(problems: readonly Problem[]): Problem[] {
  return [...problems].sort((left, right) => left.line - right.line || (left.rule < right.rule ? -1 : Number(left.rule > right.rule)));
}

function nothingToDo(): Problem {
  return {
    rule: 'no-steps',
    severity: 'error',
    line: 1,
    message: 'This document holds no step: nothing in it is asked, run or decided.',
    suggestion: 'Write numbered steps under a heading such as "Diagnosis", or headings "Step 1 - …".',
  };
}
