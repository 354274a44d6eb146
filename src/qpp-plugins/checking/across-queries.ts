import type { Problem } from '../../tsg-parser/index.js';
import { problem, type CheckedQuery } from './checked-query.js';

/** Fewer queries than these show no habit. */
const ENOUGH = 3;
const MOST = 0.6;

/** A parameter that most queries of a guide select by, and this one does not: it speaks of more than the incident. */
export function parametersLeftOut(queries: readonly CheckedQuery[]): Problem[] {
  if (queries.length < ENOUGH) return [];
  const names = [...new Set(queries.flatMap(({ template }) => template.parameters))];
  const usual = names.filter(
    (name) => queries.filter(({ template }) => template.parameters.includes(name)).length >= queries.length * MOST,
  );
  return queries.flatMap(({ template }) => {
    const missing = usual.filter((name) => !template.parameters.includes(name));
    if (missing.length === 0) return [];
    return [
      problem(
        'parameter-left-out',
        'info',
        template.lines[0],
        `This query does not select by ${missing.join(', ')}, as the others do.`,
        'Is that meant?',
      ),
    ];
  });
}
