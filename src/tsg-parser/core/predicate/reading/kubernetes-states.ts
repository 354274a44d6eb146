import type { RowTest } from '../predicate.js';
import { singularOf } from '../words/inflections.js';
import { measureNamed } from '../words/measures.js';
import { stateGroup } from '../words/states.js';
import type { ColumnProfile, QueryProfile } from './query-profile.js';
import { columnNamed } from './query-profile.js';
import { cell, either, every, negated, number, words } from './row-tests.js';

/** What an adjective means of a row of `kubectl get`, where its columns show it in a way of their own; null elsewhere. */
export function kubernetesState(asked: string, query: QueryProfile): RowTest | null {
  if (/^(?:reachable|responding|responsive|accessible|unreachable|unresponsive|inaccessible)$/i.test(asked)) return null;
  const group = stateGroup(asked)?.name ?? asked.toLowerCase();
  return readiness(group, query) ?? ofPods(group, query) ?? ofNodes(group, query) ?? ofJobs(group, query) ?? flag(asked, query);
}

function lists(query: QueryProfile, ...resources: readonly string[]): boolean {
  return query.command?.resources.some((resource) => resources.includes(resource)) === true;
}

/** READY `1/2`, or READY beside DESIRED: ready, available, healthy are all of them. */
function readiness(group: string, query: QueryProfile): RowTest | null {
  const ready = columnNamed(query, 'READY');
  if (ready === null || !countsReady(query)) return null;
  if (group === 'ready') return fullyReady(query);
  if (group === 'notready') return unready(query);
  if (lists(query, 'pod')) return null;
  if (group === 'healthy' || group === 'up' || group === 'running' || group === 'completed') return fullyReady(query);
  if (group === 'unhealthy' || group === 'degraded') return replicas('fewer', query);
  if (group === 'unavailable') return negated(replicas('available', query));
  if (group === 'available') return replicas('available', query);
  return group === 'down' ? replicas('none', query) : null;
}

/** Whether READY counts, rather than saying True or False as custom resources do. */
function countsReady(query: QueryProfile): boolean {
  return lists(query, 'pod', 'deployment', 'statefulset', 'daemonset', 'replicaset');
}

export function fullyReady(query: QueryProfile): RowTest {
  return replicas('full', query);
}

/** A finished pod is `0/1 Completed` and nothing is wrong with it, so it is neither ready nor unready. */
export function unready(query: QueryProfile): RowTest {
  const full = fullyReady(query);
  return negated(lists(query, 'pod') && columnNamed(query, 'STATUS') !== null ? either([full, finished()]) : full);
}

function finished(): RowTest {
  return cell('STATUS', words('is', 'Completed', 'Succeeded'));
}

/** Daemon sets and replica sets print READY and DESIRED as columns of their own. */
export function replicas(state: 'full' | 'available' | 'fewer' | 'none' | 'zero-desired', query: QueryProfile): RowTest {
  if (columnNamed(query, 'DESIRED') === null) return cell('READY', { kind: 'ready', state });
  const some = number('DESIRED', '>', 0);
  const compared = (comparator: '>=' | '<'): RowTest => ({
    kind: 'columns',
    left: { name: 'READY', unit: null },
    comparator,
    right: { name: 'DESIRED', unit: null },
  });
  if (state === 'zero-desired') return negated(some);
  if (state === 'fewer') return compared('<');
  return state === 'none' ? every([some, number('READY', '=', 0)]) : every([some, compared('>=')]);
}

function ofPods(group: string, query: QueryProfile): RowTest | null {
  if (!lists(query, 'pod') || columnNamed(query, 'STATUS') === null) return null;
  const running = cell('STATUS', words('is', 'Running'));
  const ready = columnNamed(query, 'READY') === null ? [] : [fullyReady(query)];
  switch (group) {
    case 'healthy':
    case 'up':
    case 'online':
      return either([every([running, ...ready]), finished()]);
    case 'unhealthy':
    case 'broken':
      return negated(either([every([running, ...ready]), finished()]));
    case 'down':
      return negated(either([running, finished()]));
    case 'available':
      return every([running, ...ready]);
    case 'restarting':
      return null;
    default:
      return null;
  }
}

/** What STATUS of a node can show; its conditions (DiskPressure) it does not. */
function ofNodes(group: string, query: QueryProfile): RowTest | null {
  if (!lists(query, 'node') || columnNamed(query, 'STATUS') === null) return null;
  const ready = cell('STATUS', words('is', 'Ready'));
  switch (group) {
    case 'healthy':
    case 'up':
    case 'online':
    case 'available':
      return ready;
    case 'unhealthy':
    case 'down':
    case 'unavailable':
      return negated(ready);
    case 'schedulable':
      return negated(cell('STATUS', words('is', 'SchedulingDisabled')));
    case 'schedulingdisabled':
      return cell('STATUS', words('is', 'SchedulingDisabled'));
    default:
      return null;
  }
}

/** A job without a STATUS column shows by its COMPLETIONS that it is through, but not that it has failed. */
function ofJobs(group: string, query: QueryProfile): RowTest | null {
  if (!lists(query, 'job') || group !== 'completed') return null;
  if (columnNamed(query, 'STATUS') !== null) return cell('STATUS', words('is', 'Complete', 'Completed', 'Succeeded'));
  return columnNamed(query, 'COMPLETIONS') === null ? null : cell('COMPLETIONS', { kind: 'ready', state: 'full' });
}

/** Custom resources print their conditions as columns of True and False: DEGRADED, LIVE-MIGRATABLE, READY. */
function flag(asked: string, query: QueryProfile): RowTest | null {
  const column = flagColumn(asked, query);
  return column === null ? null : cell(column, { kind: 'flag' });
}

/** Words that say how something is; the plain name of a thing ("any EXPRESS lane") is no flag that could be on or off. */
const QUALITY =
  /(?:ed|ing|able|ible|ive|al|ant|ent|ful|less|ous|y|up|down|open|stale|primary|late|lost|misread|overdue|current|latest|default)$/;

export function flagColumn(asked: string, query: QueryProfile): ColumnProfile | null {
  const wanted = asked.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (!QUALITY.test(wanted) && stateGroup(asked) === null && query.command === null) return null;
  if (
    singularOf(asked.toLowerCase()) !== asked.toLowerCase() ||
    ['cpu', 'memory', 'disk', 'latency', 'age'].includes(measureNamed(asked)?.dimension ?? '')
  )
    return null;
  const forms = new Set([wanted, wanted.replace(/(?:d|ed|ing)$/, ''), `is${wanted}`, stateGroup(asked)?.name ?? wanted]);
  return query.columns?.find((column) => column.role === 'number' && forms.has(column.words.join(''))) ?? null;
}
