import type { RowTest } from '../predicate.js';
import type { Clause } from './clause.js';
import { replicas } from './kubernetes-states.js';
import { findThreshold } from './quantities.js';
import { columnNamed, isCluster } from './query-profile.js';
import { number } from './row-tests.js';

/** What `kubectl get` shows in ways of its own: replicas short of what is desired, scaled to zero, an autoscaler at its end. */
export function readSpecial(clause: Clause): RowTest | null {
  if (!isCluster(clause.query) || clause.query.columns === null) return null;
  return autoscaler(clause) ?? shortOfDesired(clause) ?? scaledToZero(clause) ?? replicaCount(clause);
}

/** "at its maximum number of replicas", "has reached its maximum", "cannot scale further". */
function autoscaler(clause: Clause): RowTest | null {
  const { query } = clause;
  if (columnNamed(query, 'MAXPODS') === null || columnNamed(query, 'REPLICAS') === null) return null;
  if (findThreshold(clause, true) !== null) return null;
  const end = clause.take('maximum', 'max', 'maxed out', 'upper limit', 'ceiling', 'maxpods', 'limit');
  const low = end === null ? clause.take('minimum', 'min', 'lower limit', 'minpods', 'floor') : null;
  if (end === null && low === null) return null;
  clause.take('of');
  clause.take('number of replicas', 'number of pods', 'replica count', 'replicas', 'pods', 'size', 'scale');
  clause.take('number', 'count');
  const below = clause.take('<') !== null;
  clause.take('=', '>=');
  return {
    kind: 'columns',
    left: { name: 'REPLICAS', unit: null },
    comparator: below ? '<' : end === null ? '<=' : '>=',
    right: { name: end === null ? 'MINPODS' : 'MAXPODS', unit: null },
  };
}

const FEW = [
  '< desired',
  '< expected',
  '< requested',
  '< ready than desired',
  '< the desired',
  '< wanted',
  '< required',
  'fewer ready than desired',
  'fewer than desired',
  'less than desired',
];
const OF = [
  'pods',
  'replicas',
  'containers',
  'instances',
  'ready',
  'available',
  'ready replicas',
  'ready pods',
  'ready containers',
  'available replicas',
];

/** "fewer ready replicas than desired", "READY is below desired", "not all replicas are ready". */
function shortOfDesired(clause: Clause): RowTest | null {
  if (columnNamed(clause.query, 'READY') === null) return null;
  const phrases = [
    ...FEW,
    ...OF.flatMap((noun) =>
      ['fewer', 'less'].flatMap((few) =>
        ['desired', 'expected', 'requested', 'specified', 'configured'].map((than) => `${few} ${noun} than ${than}`),
      ),
    ),
  ];
  const found = clause.take(
    ...phrases,
    'below desired',
    'missing replicas',
    'unavailable replicas',
    'replicas missing',
    'replicas be missing',
    'replicas be unavailable',
    'unavailable pods',
    'unready replicas',
    'unready pods',
  );
  if (found === null) return null;
  clause.take('have', 'show');
  clause.take('ready');
  return replicas('fewer', clause.query);
}

const ZERO = [
  'scale to 0',
  'scale down to 0',
  'scale to zero',
  'scale down to zero',
  'zero desired replicas',
  'no desired replicas',
  'zero replicas',
  'no replicas',
  '0 desired replicas',
  '= 0 replicas',
  '0 replicas',
  '= 0 desired replicas',
];

function scaledToZero(clause: Clause): RowTest | null {
  if (columnNamed(clause.query, 'READY') === null || clause.query.command?.resources.includes('pod') === true) return null;
  return clause.take(...ZERO) === null ? null : replicas('zero-desired', clause.query);
}

/** "no ready replicas", "zero pods ready". */
function replicaCount(clause: Clause): RowTest | null {
  if (columnNamed(clause.query, 'READY') === null || clause.query.command?.resources.includes('pod') === true) return null;
  const none = clause.take(
    'no ready replicas',
    'no ready pods',
    'zero ready replicas',
    '0 ready replicas',
    '= 0 ready replicas',
    'no replicas ready',
    'no pods ready',
  );
  if (none !== null) return replicas('none', clause.query);
  const available = clause.take('no available replicas', 'no replicas available', '0 available replicas', '= 0 available replicas');
  return available === null || columnNamed(clause.query, 'AVAILABLE') === null ? null : number('AVAILABLE', '=', 0);
}
