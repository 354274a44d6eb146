import { singularOf } from '../words/inflections.js';
import { resourceNamed } from '../words/things.js';
import type { Clause, Objection } from './clause.js';
import type { QueryProfile } from './query-profile.js';
import { columnNamed } from './query-profile.js';
import { subjectOf } from './row-nouns.js';

const LOOSE = new Set([
  'service',
  'endpoints',
  'job',
  'persistentvolume',
  'revision',
  'event',
  'application',
  'backup',
  'machine',
  'clusteroperator',
  'secret',
  'lease',
  'virtualmachine',
  'certificate',
  'resourcequota',
  'node',
]);

/** "any node is NotReady" says nothing of a query for pods. */
export function otherResource(clause: Clause, query: QueryProfile): Objection | null {
  const { command } = query;
  if (command === null || !['get', 'top', 'rollout status'].includes(command.verb) || command.resources.length === 0) return null;
  const named = clause.words.flatMap((word) =>
    word.kind === 'word' && columnNamed(query, word.raw) === null ? (resourceNamed(singularOf(word.text)) ?? []) : [],
  );
  const subject = subjectOf(
    clause,
    clause.words.findIndex((word) => !clause.isRead(word)),
  ).flatMap((word) => (word.kind === 'word' && columnNamed(query, word.raw) === null ? (resourceNamed(singularOf(word.text)) ?? []) : []));
  const strict = named.filter((resource) => !LOOSE.has(resource) || subject.includes(resource));
  if (
    strict.every((resource) => resource === 'pod') &&
    isWorkload(command.resources) &&
    clause.find('ready', 'desired', 'available', 'unavailable', 'current', 'up-to-date', 'scale') !== null
  )
    return null;
  const foreign =
    subject.length > 0 &&
    !subject.some((resource) => command.resources.includes(resource)) &&
    subject.some((resource) => !LOOSE.has(resource));
  if (!foreign && (strict.length === 0 || named.some((resource) => command.resources.includes(resource)))) return null;
  return subject.every((resource) => ['service', 'endpoints', 'job', 'event'].includes(resource)) && subject.length > 0
    ? null
    : { objection: `the result is about ${command.resources.join(' and ')}, not about ${strict.join(' and ')}` };
}

function isWorkload(resources: readonly string[]): boolean {
  return resources.some((resource) =>
    ['deployment', 'statefulset', 'daemonset', 'replicaset', 'horizontalpodautoscaler'].includes(resource),
  );
}
