import type { Compilation, Problem } from './guide.js';
import { buildPlan } from './passes/build-plan.js';
import { checkPlan } from './passes/check-plan.js';
import { parseMarkdown } from './passes/parse-markdown.js';
import { readGuide } from './passes/read-guide.js';
import { readSteps } from './passes/read-steps.js';
import { sealPlan } from './passes/seal-plan.js';
import type { QueryReader } from './query-template.js';

/**
 * Markdown → plan. Pure and deterministic: the same text gives the same bytes. Never throws for a bad document: what is
 * wrong with it is told in `problems`, and `plan` is null where nothing of it can be run.
 */
export function compileTsg(markdown: string, reader: QueryReader): Compilation {
  const document = parseMarkdown(markdown); //                                     Markdown   → sections and blocks
  const { guide, frontMatter, problems } = readGuide(document); //                  sections   → what the guide is for
  const procedure = readSteps(document, reader); //                                 sections   → steps with queries and ways out
  const { plan, problems: jumps } = buildPlan(procedure, guide, frontMatter); //    steps      → nodes and edges
  const all = inOrder([...problems, ...jumps, ...checkPlan(plan)]);
  if (plan.nodes.length === 0) return { guide, plan: null, problems: [...all, nothingToDo()] };
  return { guide, plan: sealPlan(plan), problems: all };
}

function inOrder(problems: readonly Problem[]): Problem[] {
  return [...problems].sort((left, right) => left.line - right.line || (left.rule < right.rule ? -1 : 1));
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
