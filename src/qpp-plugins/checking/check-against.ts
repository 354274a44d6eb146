import type { Problem, QueryLanguage } from '../../tsg-parser/index.js';
import type { BoundValues } from '../query-plugin.js';
import type { Source } from '../sources.js';
import { parametersLeftOut } from './across-queries.js';
import type { CheckedQuery } from './checked-query.js';
import { catalogueOf, checkPromql } from './check-promql.js';
import { checkSqlQuery } from './check-sql-queries.js';
import { sqlProbe } from './sql-probe.js';

/** Languages a kind of source is asked in. */
const SPOKEN: Readonly<Partial<Record<Source['config']['kind'], QueryLanguage>>> = { postgres: 'sql', sqlite: 'sql', prometheus: 'promql' };

/** Whether queries can be tried at this source. */
export function canBeChecked({ config }: Source): boolean {
  return SPOKEN[config.kind] !== undefined;
}

/**
 * Tries the reading queries of a guide at a real source. Every probe only reads, with a time-out and a cap on rows.
 * @throws TransientError, TerminalError where the source cannot be reached or lets nobody in.
 */
export async function checkAgainst(
  queries: readonly CheckedQuery[],
  source: Source,
  values: BoundValues,
  signal: AbortSignal,
): Promise<Problem[]> {
  const language = SPOKEN[source.config.kind];
  const spoken = queries.filter(({ template }) => template.language === language && !template.mutating);
  const problems: Problem[] = parametersLeftOut(spoken);
  const probe = language === 'sql' ? sqlProbe(source, signal) : null;
  const catalogue = catalogueOf(source, signal);
  for (const query of spoken)
    problems.push(
      ...(probe === null ? await checkPromql(query, source, catalogue, values, signal) : await checkSqlQuery(query, probe, values)),
    );
  return problems.toSorted((left, right) => left.line - right.line);
}
