import type { CellTest, Predicate } from '../predicate.js';
import type { Token } from '../tokens.js';
import { Clause } from './clause.js';
import { findThreshold } from './quantities.js';
import type { QueryProfile } from './query-profile.js';

const CONDITIONS: Readonly<Record<string, readonly string[]>> = {
  MemoryPressure: ['memorypressure', 'memory pressure'],
  DiskPressure: ['diskpressure', 'disk pressure'],
  PIDPressure: ['pidpressure', 'pid pressure'],
  NetworkUnavailable: ['networkunavailable', 'network unavailable'],
  ContainersReady: ['containersready'],
  PodScheduled: ['podscheduled', 'be schedule', 'have be schedule'],
  Initialized: ['initialized'],
  Progressing: ['progressing'],
  Degraded: ['degraded'],
  Available: ['available'],
  Upgradeable: ['upgradeable'],
  Ready: ['ready'],
};

const NUMBERS: Readonly<Record<string, readonly string[]>> = {
  'Exit Code': ['exit code', 'exitcode', 'exit status'],
  'Restart Count': ['restart count', 'restartcount', 'number of restarts', 'restarts', 'restart'],
};

/** A description's own fields and conditions: "the node reports MemoryPressure", "the exit code is 137". Null: not of this kind. */
export function readField(words: readonly Token[], query: QueryProfile): Predicate | null {
  if (query.command?.verb !== 'describe') return null;
  return readNumberField(words, query) ?? readCondition(words, query);
}

function readNumberField(words: readonly Token[], query: QueryProfile): Predicate | null {
  const clause = new Clause(words, query);
  for (const [name, phrases] of Object.entries(NUMBERS)) {
    if (clause.take(...phrases) === null) continue;
    const threshold = findThreshold(clause, true);
    if (threshold?.upTo !== null) return null;
    clause.read(...words.slice(threshold.at, threshold.end));
    return field(clause, name, { kind: 'number', comparator: threshold.comparator, quantity: threshold.quantity });
  }
  return null;
}

function readCondition(words: readonly Token[], query: QueryProfile): Predicate | null {
  const clause = new Clause(words, query);
  for (const [name, phrases] of Object.entries(CONDITIONS)) {
    if (clause.take(...phrases) === null) continue;
    const said = clause.take('true', 'false', 'unknown');
    const test: CellTest = said === null ? { kind: 'flag' } : { kind: 'word', match: 'is', words: [said.phrase] };
    return field(clause, name, test);
  }
  return null;
}

function field(clause: Clause, name: string, test: CellTest): Predicate {
  const found: Predicate = { kind: 'field', query: clause.query.facts.queryId, name, test };
  const nots = clause.unread.filter((word) => word.kind === 'word' && ['not', 'no', 'without', 'neither', 'none'].includes(word.text));
  return nots.length % 2 === 1 ? { kind: 'not', of: found } : found;
}
