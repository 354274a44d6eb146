import type { RowTest } from '../predicate.js';
import { columnNamed } from './query-profile.js';
import type { Clause } from './clause.js';
import { words } from './row-tests.js';

const PLACES = [
  'NODE',
  'NODENAME',
  'node',
  'host',
  'hostname',
  'instance',
  'zone',
  'region',
  'NAMESPACE',
  'namespace',
  'server',
  'computer',
  'cluster',
  'shard',
  'database',
  'datname',
];

/** "runs on node-7", "is scheduled on w2", "lives in eu-west": where a row is, as one of its cells tells. Null: not of this kind. */
export function readLocation(clause: Clause): RowTest | null {
  const verb = clause.find('run', 'schedule', 'place', 'host', 'live', 'sit', 'locate', 'deploy', 'assign', 'land', 'reside', 'be');
  const way =
    verb === null ? null : ['on', 'in', 'to', 'at', 'from'].map((word) => clause.at(verb.end, word)).find((found) => found !== null);
  if (verb === null || way == null) return null;
  const noun = clause.at(
    way.end,
    'the node',
    'node',
    'the host',
    'host',
    'the zone',
    'zone',
    'the region',
    'region',
    'the namespace',
    'namespace',
    'the',
  );
  const name = clause.words[noun?.end ?? way.end];
  const isName = name !== undefined && (name.kind === 'literal' || (name.kind === 'word' && /[-\d]/.test(name.raw)));
  if (!isName || !PLACES.some((place) => columnNamed(clause.query, place) !== null)) return null;
  clause.read(...clause.words.slice(verb.at, noun?.end ?? way.end), name);
  return { kind: 'any-cell', test: words('names', name.raw) };
}
