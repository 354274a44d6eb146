import type { GuideCompanions } from './companions.js';
import type { Compilation } from './guide.js';
import { sealPlan } from './passes/seal-plan.js';
import type { QueryReader } from './query-template.js';
import { readParts } from './read-parts.js';

/**
 * Markdown, and what is kept beside it → plan. Pure and deterministic: the same texts give the same bytes. Never throws for
 * a bad document: what is wrong with it is told in `problems`, and `plan` is null where nothing of it can be run.
 */
export function compileTsg(markdown: string, reader: QueryReader, companions: GuideCompanions = {}): Compilation {
  const { reading, built, refused, problems } = readParts(markdown, reader, companions);
  const plan = refused || built.plan.nodes.length === 0 ? null : sealPlan(built.plan);
  return { guide: reading.guide, plan, problems };
}
