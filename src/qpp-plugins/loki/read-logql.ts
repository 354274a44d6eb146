import { parser } from '@grafana/lezer-logql';
import type { QueryFlaw } from '../../tsg-parser/index.js';
import { standIns } from '../prometheus/read-promql.js';
import { firstError } from '../readers/first-error.js';

/** What the grammar of LogQL objects to in a query with its holes. */
export function logqlFlaws(text: string): readonly QueryFlaw[] {
  const filled = standIns(text, 'logql');
  return firstError(parser.parse(filled), filled, 'LogQL');
}
