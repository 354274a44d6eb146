import type { QueryTemplate } from '../../tsg-parser/index.js';
import type { Filled } from '../fill-template.js';
import { fillTemplate } from '../fill-template.js';
import { renderPromqlValue } from '../prometheus/fill-promql.js';
import { standIns } from '../prometheus/read-promql.js';
import type { BoundValues } from '../query-plugin.js';
import { logqlShape } from './read-logql.js';

/** Fills a LogQL template as a PromQL one: values are escaped strings, durations or numbers, and the parsed query keeps its shape. */
export function fillLogql(template: QueryTemplate, values: BoundValues): Filled {
  const filled = fillTemplate(template, values, renderPromqlValue);
  if (filled.kind !== 'filled') return filled;
  const isSame = logqlShape(standIns(template.text, 'logql')) === logqlShape(filled.text);
  return isSame ? filled : { kind: 'refused', reason: 'a value would change the query itself', hint: null };
}
