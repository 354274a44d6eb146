import type { Arguments } from './arguments.js';
import type { ObjectReference, Scope, Selection, Target } from './command.js';
import { ALL_TYPES } from './resource-types.js';

export function scopeOf(given: Arguments): Scope {
  return { namespace: given.value('namespace'), allNamespaces: given.has('all-namespaces') };
}

/** `pods`, `pods,services`, `pod a b`, `pod/a deploy/b`, with their selectors. Null: the words name nothing. */
export function selectionOf(given: Arguments): Selection | null {
  const selectors = { labelSelector: given.value('selector'), fieldSelector: given.value('field-selector') };
  const objects = referencesOf(given.words);
  if (objects === null) return null;
  if (objects.length > 0) return { types: [], objects, ...selectors };
  const types = (given.words[0] ?? '').split(',').filter((type) => type !== '');
  if (types.length === 0) return null;
  return { types: types.flatMap((type) => (type === 'all' ? ALL_TYPES : [type])), objects: [], ...selectors };
}

/** The objects named; empty where only types are, null where the words mix both forms. */
function referencesOf(words: readonly string[]): readonly ObjectReference[] | null {
  const [first = '', ...names] = words;
  if (words.some(isPair)) {
    const pairs = words.map(pairOf);
    return pairs.every((pair) => pair !== null) ? pairs : null;
  }
  return first.split(',').flatMap((type) => names.map((name) => ({ type, name })));
}

function isPair(word: string): boolean {
  return word.includes('/');
}

/** `deploy/catalogue`. */
export function pairOf(word: string): ObjectReference | null {
  const slash = word.indexOf('/');
  if (slash <= 0 || slash === word.length - 1) return null;
  return { type: word.slice(0, slash), name: word.slice(slash + 1) };
}

/** What a change is about. Null: nothing, or several objects. */
export function targetOf(given: Arguments, words: readonly string[] = given.words): Target | null {
  const labelSelector = given.value('selector');
  const objects = referencesOf(words);
  const [only] = objects ?? [];
  if (objects?.length === 1 && only !== undefined) return { ...only, labelSelector: null };
  const [type] = words;
  if (objects?.length === 0 && type !== undefined && labelSelector !== null && !type.includes(',')) {
    return { type, name: null, labelSelector };
  }
  return null;
}
