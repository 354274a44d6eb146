import { Arguments, flags } from './arguments.js';
import { readOutput, readSortBy } from './read-output.js';
import { scopeOf, selectionOf } from './selection.js';
import type { VerbReader, VerbReading } from './verb-reading.js';
import { byHand, command, flaw } from './verb-reading.js';

const SELECTOR_FLAGS = flags('l selector=', 'field-selector=', 'A all-namespaces', 'show-events=?', 'chunk-size=');

const GET_FLAGS = [
  ...SELECTOR_FLAGS,
  ...flags(
    'o output=',
    'sort-by=',
    'no-headers=?',
    'show-labels=?',
    'L label-columns=',
    'ignore-not-found=?',
    'w watch=?',
    'watch-only=?',
    'show-kind=?',
    'show-managed-fields=?',
    'output-watch-events=?',
    'server-print=?',
    'f filename=',
    'k kustomize=',
    'R recursive=?',
    'raw=',
    'subresource=',
    'template=',
    'allow-missing-template-keys=?',
    'export=?',
  ),
];

/** `kubectl get …`. A watch is read once: the answer is about now. */
export const readGet: VerbReader = (words) => {
  const given = Arguments.read(words, GET_FLAGS);
  if (given.value('filename') !== null || given.value('kustomize') !== null) return byHand('it reads a file of the machine it is run on');
  if (given.value('raw') !== null || given.value('subresource') !== null) return byHand('it asks for a raw path of the API');
  return readGetWith(given, given.words.length === 0 ? 'kubectl get needs a resource type' : null);
};

const EVENTS_FLAGS = flags('o output=', 'A all-namespaces', 'for=', 'types=', 'no-headers=?', 'w watch=?', 'chunk-size=');

/** `kubectl events`: the events of a namespace or of one object, oldest first. */
export const readEvents: VerbReader = (words) => {
  const given = Arguments.read(words, EVENTS_FLAGS);
  const [unknown] = given.unknown;
  if (unknown !== undefined) return flaw(`kubectl events has no flag ${unknown}`);
  const fields: string[] = [];
  const [kind, name] = (given.value('for') ?? '').split('/');
  if (name !== undefined) fields.push(`involvedObject.name=${name}`);
  else if (kind !== undefined && kind !== '') return flaw('--for needs a type and a name, as in --for=pod/catalogue-1');
  const types = given.value('types');
  if (types !== null && !types.includes(',')) fields.push(`type=${types}`);
  const extra = [...(fields.length > 0 ? [`--field-selector=${fields.join(',')}`] : []), '--sort-by=.lastTimestamp'];
  const own = words.filter((word, index) => !isFlagOf(word, words[index - 1], ['--for', '--types']));
  return readGet(['events', ...own, ...extra]);
};

function isFlagOf(word: string, before: string | undefined, names: readonly string[]): boolean {
  return names.some((name) => word === name || word.startsWith(`${name}=`) || before === name);
}

function readGetWith(given: Arguments, missing: string | null): VerbReading {
  if (missing !== null) return flaw(missing);
  const [unknown] = given.unknown;
  if (unknown !== undefined) return flaw(`kubectl get has no flag ${unknown}`);
  const selection = selectionOf(given);
  if (selection === null) return flaw('the words after get name no resource type');
  const output = readOutput(given.value('output'));
  if ('flaw' in output) return flaw(output.flaw);
  if ('byHand' in output) return byHand(output.byHand);
  const sortBy = readSortBy(given.value('sort-by'));
  if ('flaw' in sortBy) return flaw(sortBy.flaw);
  return command({
    verb: 'get',
    ...scopeOf(given),
    selection,
    output: output.output,
    sortBy: sortBy.path,
    noHeaders: given.has('no-headers'),
    showLabels: given.has('show-labels'),
    labelColumns: given.values('label-columns').flatMap((names) => names.split(',')),
    ignoreNotFound: given.has('ignore-not-found'),
  });
}

/** `kubectl describe …`. */
export const readDescribe: VerbReader = (words) => {
  const given = Arguments.read(words, [...SELECTOR_FLAGS, ...flags('f filename=')]);
  const [unknown] = given.unknown;
  if (unknown !== undefined) return flaw(`kubectl describe has no flag ${unknown}`);
  if (given.value('filename') !== null) return byHand('it reads a file of the machine it is run on');
  const selection = selectionOf(given);
  if (selection === null) return flaw('kubectl describe needs a resource type');
  return command({ verb: 'describe', ...scopeOf(given), selection });
};
