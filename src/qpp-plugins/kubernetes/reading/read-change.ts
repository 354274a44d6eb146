import { Arguments, flags } from './arguments.js';
import type { Assignment, ChangeCommand } from './command.js';
import { readPatch } from './read-patch.js';
import { pairOf, scopeOf, targetOf } from './selection.js';
import type { VerbReader, VerbReading } from './verb-reading.js';
import { byHand, command, flaw } from './verb-reading.js';

const COMMON = flags(
  'l selector=',
  'A all-namespaces',
  'all=?',
  'f filename=',
  'o output=',
  'dry-run=?',
  'field-manager=',
  'record=?',
  'timeout=',
  'local=?',
  'field-selector=',
);

/** A reader of one changing verb: `read` gets its arguments, and says the command or what is wrong. */
function changing(name: string, own: readonly string[], read: (given: Arguments) => VerbReading): VerbReader {
  return (words) => {
    const given = Arguments.read(words, [...flags(...own), ...COMMON]);
    const [unknown] = given.unknown;
    if (unknown !== undefined) return flaw(`kubectl ${name} has no flag ${unknown}`, true);
    if (given.value('filename') !== null) return byHand('it reads a file of the machine it is run on', true);
    if (given.has('all') || given.has('all-namespaces')) return byHand('it changes every object of a kind: an approval covers one', true);
    return read(given);
  };
}

/** One word, and it is a hole for a name: `delete <virt-handler>`. */
function namesNoType(given: Arguments): boolean {
  return given.words.length === 1 && /^\uE000\d+\uE001$/u.test(given.words[0] ?? '') && given.value('selector') === null;
}

function noTarget(name: string): VerbReading {
  return byHand(`kubectl ${name} is carried out on one object at a time, as in deployment/catalogue`, true);
}

function change(read: ChangeCommand): VerbReading {
  return command(read);
}

export const readScale = changing('scale', ['replicas=', 'current-replicas=', 'resource-version='], (given) => {
  const replicas = given.value('replicas');
  if (replicas === null) return flaw('kubectl scale needs --replicas', true);
  const target = targetOf(given);
  if (target === null) return noTarget('scale');
  return change({ verb: 'scale', ...scopeOf(given), target, replicas, currentReplicas: given.value('current-replicas') });
});

/** The words after `rollout`. */
export const readRolloutChange: VerbReader = ([verb = '', ...words]) =>
  changing(`rollout ${verb}`, ['to-revision='], (given) => {
    const [type, name] = given.words;
    const target = targetOf(given, name === undefined && type !== undefined ? [type] : given.words);
    if (target === null) return noTarget(`rollout ${verb}`);
    const scope = scopeOf(given);
    switch (verb) {
      case 'restart':
        return change({ verb: 'rollout restart', ...scope, target });
      case 'undo':
        return change({ verb: 'rollout undo', ...scope, target, toRevision: given.value('to-revision') });
      default:
        return change({ verb: verb === 'pause' ? 'rollout pause' : 'rollout resume', ...scope, target });
    }
  })(words);

/** The words after `set`. */
export const readSet: VerbReader = ([verb = '', ...words]) => {
  switch (verb) {
    case 'env':
      return readSetEnvironment(words);
    case 'image':
      return readSetImage(words);
    case 'resources':
      return readSetResources(words);
    default:
      return byHand(`kubectl set ${verb} is not carried out here`, true);
  }
};

const readSetEnvironment = changing(
  'set env',
  ['c containers=', 'from=', 'e env=', 'list=?', 'overwrite=?', 'prefix=', 'keys=', 'resolve=?'],
  (given) => {
    if (given.value('from') !== null) return byHand('kubectl set env --from is not carried out here', true);
    const { objects, settings } = split(given.words);
    const assignments = [...settings, ...given.values('env')].map(assignmentOf);
    const target = targetOf(given, objects);
    if (given.has('list')) return byHand('kubectl set env --list only reads: kubectl get -o jsonpath does that here');
    if (target === null) return noTarget('set env');
    if (assignments.length === 0) return flaw('kubectl set env needs NAME=value or NAME-', true);
    return change({ verb: 'set env', ...scopeOf(given), target, container: given.value('containers'), assignments });
  },
);

const readSetImage = changing('set image', [], (given) => {
  const { objects, settings } = split(given.words);
  const target = targetOf(given, objects);
  if (target === null) return noTarget('set image');
  const images = settings.map(assignmentOf).map(({ key, value }) => ({ container: key, image: value ?? '' }));
  if (images.length === 0 || images.some(({ image }) => image === '')) return flaw('kubectl set image needs container=image', true);
  return change({ verb: 'set image', ...scopeOf(given), target, images });
});

const readSetResources = changing('set resources', ['c containers=', 'limits=', 'requests='], (given) => {
  const target = targetOf(given);
  if (target === null) return noTarget('set resources');
  const limits = quantitiesOf(given.value('limits'));
  const requests = quantitiesOf(given.value('requests'));
  if (limits.length + requests.length === 0) return flaw('kubectl set resources needs --limits or --requests', true);
  return change({ verb: 'set resources', ...scopeOf(given), target, container: given.value('containers'), limits, requests });
});

export const readPatchCommand = changing('patch', ['p patch=', 'type=', 'patch-file=', 'subresource='], (given) => {
  const strategy = given.value('type') ?? 'strategic';
  if (strategy !== 'strategic' && strategy !== 'merge' && strategy !== 'json') return flaw(`kubectl patch has no type "${strategy}"`, true);
  const text = given.value('patch');
  if (text === null)
    return given.value('patch-file') === null
      ? flaw('kubectl patch needs -p', true)
      : byHand('it reads a file of the machine it is run on', true);
  const target = targetOf(given);
  if (target === null) return noTarget('patch');
  const patch = readPatch(text, strategy);
  if ('flaw' in patch) return flaw(patch.flaw, true);
  return change({ verb: 'patch', ...scopeOf(given), target, strategy, patch: patch.patch, subresource: given.value('subresource') });
});

/** `kubectl annotate` and `kubectl label`. */
export function readSetMetadata(verb: 'annotate' | 'label'): VerbReader {
  return changing(verb, ['overwrite=?', 'resource-version=', 'list=?'], (given) => {
    const { objects, settings } = split(given.words);
    const target = targetOf(given, objects);
    if (target === null) return noTarget(verb);
    if (settings.length === 0) return flaw(`kubectl ${verb} needs key=value or key-`, true);
    return change({ verb, ...scopeOf(given), target, assignments: settings.map(assignmentOf), overwrite: given.has('overwrite') });
  });
}

export const readDelete = changing(
  'delete',
  ['grace-period=', 'force=?', 'now=?', 'wait=?', 'cascade=?', 'ignore-not-found=?', 'i interactive=?'],
  (given) => {
    const target = targetOf(given);
    if (target === null)
      return namesNoType(given) ? flaw('kubectl delete needs a type before the name, as in pod NAME', true) : noTarget('delete');
    const graceSeconds = given.has('now') ? '1' : given.has('force') ? '0' : given.value('grace-period');
    return change({ verb: 'delete', ...scopeOf(given), target, graceSeconds });
  },
);

/** `kubectl cordon node-1`, `oc adm uncordon node-1`. */
export function readCordon(verb: 'cordon' | 'uncordon'): VerbReader {
  return changing(verb, [], (given) => {
    const target = nodeOf(given);
    return target === null ? noTarget(verb) : change({ verb, ...scopeOf(given), target });
  });
}

export const readDrain = changing(
  'drain',
  [
    'ignore-daemonsets=?',
    'delete-emptydir-data=?',
    'delete-local-data=?',
    'force=?',
    'grace-period=',
    'pod-selector=',
    'disable-eviction=?',
    'skip-wait-for-delete-timeout=',
  ],
  (given) => {
    const target = nodeOf(given);
    if (target === null) return noTarget('drain');
    if (given.has('disable-eviction') || given.value('pod-selector') !== null)
      return byHand('pods are only ever evicted here, all those of the node', true);
    return change({
      verb: 'drain',
      ...scopeOf(given),
      target,
      ignoreDaemonSets: given.has('ignore-daemonsets'),
      deleteEmptyDirData: given.has('delete-emptydir-data') || given.has('delete-local-data'),
      force: given.has('force'),
      graceSeconds: given.value('grace-period'),
    });
  },
);

function nodeOf(given: Arguments): ReturnType<typeof targetOf> {
  const [word] = given.words;
  if (word === undefined || given.words.length !== 1) return null;
  return { type: 'nodes', name: pairOf(word)?.name ?? word, labelSelector: null };
}

/** Objects come first, `KEY=value` and `KEY-` after them. */
function split(words: readonly string[]): { readonly objects: readonly string[]; readonly settings: readonly string[] } {
  const isSetting = (word: string, index: number): boolean => index > 0 && (word.includes('=') || /^[^/]+-$/u.test(word));
  const first = words.findIndex(isSetting);
  return first < 0 ? { objects: words, settings: [] } : { objects: words.slice(0, first), settings: words.slice(first) };
}

function assignmentOf(word: string): Assignment {
  const equals = word.indexOf('=');
  if (equals >= 0) return { key: word.slice(0, equals), value: word.slice(equals + 1) };
  return { key: word.replace(/-$/u, ''), value: null };
}

function quantitiesOf(text: string | null): readonly Assignment[] {
  return text === null ? [] : text.split(',').map(assignmentOf);
}
