import type { Compilation } from './guide.js';
import { sealPlan } from './passes/seal-plan.js';
import type { GuideCompanions } from './query-file.js';
import type { QueryReader } from './query-template.js';
import { readParts } from './read-parts.js';

/**
 * Markdown, and what is kept beside it → plan. Pure and deterministic: the same text gives the same bytes. Never throws for a bad document: what is
 * wrong with it is told in `problems`, and `plan` is null where nothing of it can be run.
 */
export function compileTsg(markdown: string, reader: QueryReader, companions: GuideCompanions = {}): Compilation {
  const { reading, built, problems } = readParts(markdown, reader, companions);
  const plan = built.plan.nodes.length === 0 ? null : sealPlan(built.plan);
  return { guide: reading.guide, plan, problems };
}
