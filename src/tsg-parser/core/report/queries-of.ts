import type { GuideCompanions } from '../companions.js';
import type { QueryReader, QueryTemplate } from '../query-template.js';
import { readParts } from '../read-parts.js';
import type { PlanParameter } from '../plan.js';

/** A query of a guide with the conditions that hang on its step, whether or not the guide can be run. */
export interface GuideQuery {
  readonly template: QueryTemplate;
  /** What its step says around it. */
  readonly prose: string;
  readonly conditions: readonly { readonly text: string; readonly line: number }[];
}

/** What a guide asks its sources, and the values it gives itself. */
export function queriesOf(
  markdown: string,
  reader: QueryReader,
  companions: GuideCompanions = {},
): { readonly queries: readonly GuideQuery[]; readonly parameters: readonly PlanParameter[] } {
  const { plan } = readParts(markdown, reader, companions).built;
  const queries = plan.nodes.flatMap((node) => {
    const conditions = plan.edges.flatMap(({ from, condition, line }) =>
      from !== node.id || condition === null || condition.otherwise ? [] : [{ text: condition.text, line }],
    );
    return node.queries.map((template) => ({ template, prose: `${node.title}\n${node.text}`, conditions }));
  });
  return { queries, parameters: plan.parameters };
}
