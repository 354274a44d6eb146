import type { Predicate } from '../predicate.js';
import type { Token } from '../tokens.js';
import { Clause } from './clause.js';
import type { QueryProfile } from './query-profile.js';

const DONE = String.raw`successfully rolled out|\bcomplete\b|roll ?out complete`;
const FAILED = String.raw`exceeded its progress deadline|timed out|\bfailed\b`;
const WAITING = String.raw`^waiting|out of|\bprogressing\b|are pending termination|to be observed`;

/** `kubectl rollout status`: finished, under way, failed. Null: not of this kind. */
export function readRollout(words: readonly Token[], query: QueryProfile): Predicate | null {
  if (query.command?.verb !== 'rollout status') return null;
  const clause = new Clause(words, query);
  const expression =
    clause.take('fail', 'time out', 'exceed', 'deadline') !== null
      ? FAILED
      : clause.take('in progress', 'progress', 'wait', 'progressing', 'under way', 'underway', 'ongoing', 'incomplete', 'pending') !== null
        ? WAITING
        : clause.take('complete', 'finish', 'succeed', 'successful', 'successfully', 'do', 'through', 'finalize', 'healthy', 'roll out') !==
            null
          ? DONE
          : null;
  if (expression === null) return null;
  const text: Predicate = { kind: 'text', query: query.facts.queryId, patterns: [{ kind: 'matches', expression }] };
  const nots = clause.unread.filter((word) => word.text === 'not');
  return nots.length % 2 === 1 ? { kind: 'not', of: text } : text;
}
