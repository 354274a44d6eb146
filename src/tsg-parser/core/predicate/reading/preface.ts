import type { Token } from '../tokens.js';
import { singularOf, verbOf } from '../words/inflections.js';
import { OUTPUT_NOUNS } from '../words/things.js';
import type { QueryProfile } from './query-profile.js';
import { columnNamed } from './query-profile.js';

export interface Prefaced {
  readonly words: readonly Token[];
  readonly negated: boolean;
  /** Whether a preface stood there: what follows is told of the answer itself. */
  readonly isTold: boolean;
}

const TELLING = new Set(
  'return show list print yield give identify reveal find report indicate produce contain have bring display output include say tell state confirm detect'.split(
    ' ',
  ),
);
const PASSED = new Set('the this that its a an of from our your above following'.split(' '));

/** "the query returns …", "the output shows that …", "it does not list …": what follows is what counts. */
export function withoutPreface(words: readonly Token[], query: QueryProfile): Prefaced {
  const plain: Prefaced = { words, negated: false, isTold: false };
  if (query.printsText && !countsLines(words)) return plain;
  let at = 0;
  let output = false;
  for (; at < words.length && at < 7; at += 1) {
    const word = words[at];
    if (word?.kind !== 'word') return plain;
    if ((OUTPUT_NOUNS.has(singularOf(word.text)) || singularOf(word.text) === 'log') && columnNamed(query, word.text) === null)
      output = true;
    else if (
      !PASSED.has(word.text) &&
      !isQualifier(word) &&
      !['cluster', 'namespace', 'system', 'environment', 'selector'].includes(word.text)
    )
      break;
  }
  if (!output && !holdsRows(words, at)) return plain;
  const negated = words[at]?.text === 'do' || verbOf(words[at]?.text ?? '') === 'do' ? words[at + 1]?.text === 'not' : false;
  const verbAt = negated ? at + 2 : at;
  const verb = words[verbAt];
  if (verb?.kind !== 'word' || !TELLING.has(verbOf(verb.text) ?? '')) return plain;
  const after = words[verbAt + 1]?.text === 'that' || words[verbAt + 1]?.text === 'back' ? verbAt + 2 : verbAt + 1;
  const rest = words.slice(after);
  if (['contain', 'mention', 'include', 'say'].includes(verbOf(verb.text) ?? '') && rest.some((word) => word.kind === 'literal'))
    return plain;
  return rest.length === 0 ? plain : { words: rest, negated, isTold: true };
}

/** "the cluster has >= 3 nodes": what holds the rows, and how many of them. */
function holdsRows(words: readonly Token[], verb: number): boolean {
  const holder = words[verb - 1];
  const counted = words[verb + 1];
  return (
    holder?.kind === 'word' &&
    ['cluster', 'namespace', 'system', 'environment', 'selector'].includes(holder.text) &&
    (counted?.kind === 'operator' || counted?.kind === 'number' || counted?.text === 'no')
  );
}

/** "the logs contain > 3 lines": of text, only how much there is. */
function countsLines(words: readonly Token[]): boolean {
  const last = singularOf(words.at(-1)?.text ?? '');
  return (
    ['line', 'entry', 'record', 'result', 'row', 'message'].includes(last) &&
    words.some((word) => word.kind === 'operator' || ['any', 'no', 'one'].includes(word.text)) &&
    words.length < 9 &&
    !words.some((word) => word.kind === 'literal')
  );
}

function isQualifier(word: Token): boolean {
  return /^(?:sql|promql|kql|kusto|prometheus|loki|kubectl|previous|first|second|last|health|regression)$/.test(word.text);
}
