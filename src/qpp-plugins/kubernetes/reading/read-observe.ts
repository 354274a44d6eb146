import { Arguments, flags } from './arguments.js';
import type { ObjectReference, WaitCommand } from './command.js';
import { pairOf, scopeOf, selectionOf } from './selection.js';
import type { VerbReader } from './verb-reading.js';
import { byHand, command, flaw } from './verb-reading.js';

const LOGS_FLAGS = flags(
  'l selector=',
  'c container=',
  'all-containers=?',
  'all-pods=?',
  'tail=',
  'since=',
  'since-time=',
  'p previous=?',
  'timestamps=?',
  'prefix=?',
  'f follow=?',
  'limit-bytes=',
  'max-log-requests=',
  'ignore-errors=?',
  'pod-running-timeout=',
);

/** `kubectl logs …`. Following is not waited for: the log is read up to now. */
export const readLogs: VerbReader = (words) => {
  const given = Arguments.read(words, LOGS_FLAGS);
  const [unknown] = given.unknown;
  if (unknown !== undefined) return flaw(`kubectl logs has no flag ${unknown}`);
  if (given.value('since-time') !== null) return byHand('--since-time is not carried out here: --since=10m says the same');
  const [word, container] = given.words;
  const labelSelector = given.value('selector');
  if ((word === undefined) === (labelSelector === null)) return flaw('kubectl logs needs a pod or a selector, one of them');
  const target: ObjectReference | null = word === undefined ? null : (pairOf(word) ?? { type: 'pods', name: word });
  return command({
    verb: 'logs',
    ...scopeOf(given),
    target,
    labelSelector,
    container: given.value('container') ?? container ?? null,
    allContainers: given.has('all-containers'),
    tail: given.value('tail'),
    since: given.value('since'),
    previous: given.has('previous'),
    timestamps: given.has('timestamps'),
    prefix: given.has('prefix'),
  });
};

const TOP_FLAGS = flags(
  'l selector=',
  'A all-namespaces',
  'containers=?',
  'sort-by=',
  'no-headers=?',
  'use-protocol-buffers=?',
  'sum=?',
  'field-selector=',
);

/** `kubectl top pods|nodes`, `oc adm top …`. */
export const readTop: VerbReader = (words) => {
  const given = Arguments.read(words, TOP_FLAGS);
  const [unknown] = given.unknown;
  if (unknown !== undefined) return flaw(`kubectl top has no flag ${unknown}`);
  const [type = '', name] = given.words;
  const of = /^(?:pods?|po)$/u.test(type) ? 'pods' : /^(?:nodes?|no)$/u.test(type) ? 'nodes' : null;
  if (of === null) return flaw('kubectl top shows pods or nodes');
  const sortBy = given.value('sort-by');
  if (sortBy !== null && sortBy !== 'cpu' && sortBy !== 'memory') return flaw('kubectl top sorts by cpu or memory');
  return command({
    verb: 'top',
    ...scopeOf(given),
    of,
    name: name ?? null,
    labelSelector: given.value('selector'),
    containers: given.has('containers'),
    sortBy,
    noHeaders: given.has('no-headers'),
  });
};

/** `kubectl rollout status|history deployment/x`: the words after `rollout`. */
export const readRolloutReading: VerbReader = (words) => {
  const [verb = '', ...rest] = words;
  const given = Arguments.read(rest, flags('w watch=?', 'timeout=', 'revision=', 'l selector=', 'f filename=', 'o output='));
  const [unknown] = given.unknown;
  if (unknown !== undefined) return flaw(`kubectl rollout ${verb} has no flag ${unknown}`);
  const [type, name] = given.words;
  const target = type === undefined ? null : name === undefined ? pairOf(type) : { type, name };
  if (target === null) return flaw(`kubectl rollout ${verb} needs one object, as in deployment/catalogue`);
  if (verb === 'history') return command({ verb: 'rollout history', ...scopeOf(given), target, revision: given.value('revision') });
  const watch = given.value('watch') !== 'false';
  return command({ verb: 'rollout status', ...scopeOf(given), target, watch, timeout: given.value('timeout') });
};

/** `kubectl wait --for=condition=Ready pod/x --timeout=60s`. */
export const readWait: VerbReader = (words) => {
  const given = Arguments.read(words, flags('for=', 'timeout=', 'l selector=', 'field-selector=', 'A all-namespaces', 'all=?'));
  const [unknown] = given.unknown;
  if (unknown !== undefined) return flaw(`kubectl wait has no flag ${unknown}`);
  const selection = selectionOf(given);
  if (selection === null) return flaw('kubectl wait needs an object');
  const until = conditionOf(given.value('for') ?? '');
  if (until === null) return byHand('of kubectl wait only --for=condition=… and --for=delete are carried out here');
  return command({ verb: 'wait', ...scopeOf(given), selection, until, timeout: given.value('timeout') });
};

function conditionOf(text: string): WaitCommand['until'] | null {
  if (text === 'delete') return { kind: 'delete' };
  const match = /^condition=([^=]+)(?:=(.+))?$/u.exec(text);
  return match?.[1] === undefined ? null : { kind: 'condition', type: match[1], status: match[2] ?? 'true' };
}

/** `kubectl auth can-i patch deployments`. */
export const readAuth: VerbReader = (words) => {
  const [verb, ...rest] = words;
  if (verb !== 'can-i') return byHand(`kubectl auth ${verb ?? ''} is not carried out here`);
  const given = Arguments.read(rest, flags('A all-namespaces', 'subresource=', 'list=?', 'q quiet=?', 'no-headers=?'));
  if (given.has('list')) return byHand('kubectl auth can-i --list is not carried out here: ask for one verb and one type');
  const [action, what] = given.words;
  if (action === undefined || what === undefined) return flaw('kubectl auth can-i needs a verb and a resource type');
  const pair = pairOf(what);
  return command({
    verb: 'auth can-i',
    ...scopeOf(given),
    action,
    resource: pair,
    type: pair === null ? what : null,
    subresource: given.value('subresource'),
  });
};

/** `kubectl version`, `kubectl cluster-info`, `kubectl api-resources`. */
export function readAbout(of: 'version' | 'cluster-info' | 'api-resources'): VerbReader {
  return (words) => {
    if (words[0] === 'dump') return byHand('a dump of the cluster is a file for a person');
    return command({ verb: 'about', namespace: null, allNamespaces: true, of });
  };
}
