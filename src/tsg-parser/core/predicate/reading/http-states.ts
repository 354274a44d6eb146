import type { RowTest } from '../predicate.js';
import { stateGroup } from '../words/states.js';
import type { QueryProfile } from './query-profile.js';
import { every, negated, number } from './row-tests.js';
import { statusCodeColumn } from './status-class.js';

/**
 * What a probe's answer says of the thing probed: well with a 2xx or 3xx, not well otherwise; up with any answer but a 5xx,
 * which leaves open whether the thing is up. Null: nothing.
 */
export function httpState(asked: string, query: QueryProfile): RowTest | null {
  const column = statusCodeColumn(query);
  if (column === null) return null;
  const good = every([number(column, '>=', 200), number(column, '<', 400)]);
  const answering: RowTest = {
    kind: 'readings',
    of: [every([number(column, '>=', 200), number(column, '<', 500)]), number(column, '>', 0)],
  };
  switch (stateGroup(asked)?.name) {
    case 'healthy':
    case 'available':
    case 'ready':
    case 'completed':
      return good;
    case 'unhealthy':
    case 'unavailable':
    case 'failed':
    case 'error':
    case 'notready':
      return negated(good);
    case 'up':
    case 'online':
    case 'running':
      return answering;
    case 'down':
      return negated(answering);
    default:
      return null;
  }
}
