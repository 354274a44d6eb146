import type { TextPattern } from '../predicate.js';
import type { Token } from '../tokens.js';
import { singularOf, verbOf } from '../words/inflections.js';
import { ORDINARY, VAGUE } from '../words/ordinary-words.js';
import { looksLikeStatus } from '../words/states.js';
import { TEXT_NOUNS } from '../words/things.js';
import { topicOf } from '../words/topics.js';
import type { Objection } from './clause.js';

export interface Sought {
  readonly patterns: readonly TextPattern[];
  readonly joint: 'and' | 'or';
  /** Something that may have been put in other words. */
  readonly loose?: boolean;
}

/**
 * What a stretch of words looks for: quoted text, words that can only be values, a well-known trouble, a level, or the
 * telling words themselves. `isLog`: the text tells what happened; of other text only what is quoted or spelt like a code
 * counts. `speaksOfText`: the sentence says that something is written, not that something is the case.
 */
export function soughtIn(words: readonly Token[], isLog: boolean, speaksOfText: boolean): Sought | Objection | null {
  const quoted = words.filter(
    (word) =>
      word.kind === 'literal' ||
      (word.kind === 'word' && /^\/\w|\w[.:/]\w/.test(word.raw)) ||
      (word.kind === 'word' && (isLog ? looksLikeStatus(word.raw) : /^[A-Z]+_[A-Z_]+$/.test(word.raw))),
  );
  if (quoted.length > 0) return ofQuoted(quoted, words);
  if (!isLog) return null;
  const topic = topicOf(textOf(words));
  if (topic !== null) return strange(words) ?? { patterns: [{ kind: 'matches', expression: topic }], joint: 'or', loose: !speaksOfText };
  return speaksOfText ? (ofLevel(words) ?? ofPhrase(words)) : null;
}

function textOf(words: readonly Token[]): string {
  return words.map((word) => word.raw).join(' '); // prettier-ignore
}

/** Beside what is quoted, only words for text may stand, or a well-known trouble. */
function ofQuoted(quoted: readonly Token[], words: readonly Token[]): Sought | Objection {
  const others = words.filter((word) => !quoted.includes(word) && word.kind !== 'mark' && !isFilling(word));
  const topic = others.length === 0 ? null : topicOf(textOf(others));
  const [odd] = others;
  if (odd !== undefined && topic === null) return { objection: `“${odd.raw}” is left over` };
  const positions = quoted.map((word) => words.indexOf(word));
  const joined = positions.some(
    (position, index) => index > 0 && words.slice(positions[index - 1], position).some((word) => word.text === 'and'),
  );
  const patterns = [...quoted.map(patternFor), ...(topic === null ? [] : [{ kind: 'matches', expression: topic } as const])];
  return { patterns, joint: joined ? 'and' : 'or' };
}

function isFilling(word: Token): boolean {
  return (
    word.kind === 'word' &&
    (FILLING.has(word.text) || GENERIC.has(singularOf(word.text)) || ['be', 'do', 'have'].includes(verbOf(word.text) ?? ''))
  );
}

function patternFor(word: Token): TextPattern {
  const topic = word.kind === 'word' ? topicOf(word.raw) : null;
  return topic === null ? { kind: 'contains', text: word.raw } : { kind: 'matches', expression: topic };
}

const FILLING = new Set(
  'the a an any some of in on at for by to with from it its this that these those and or either both also at least one more times time there as like such following similar still currently now during every each whole entire own other again yet no not none neither nor about kind sort'.split(
    ' ',
  ),
);

/** Words for pieces of text, in the singular. */
const GENERIC = new Set([
  ...TEXT_NOUNS,
  ...'error warning exception failure status code reason string phrase word field value type kind text key level severity response request pod container kubelet service operator controller node report info state phase condition last previous waiting terminated cluster health fatal debug stack trace'.split(
    ' ',
  ),
]);

const LEVEL_WORDS = new Set(
  'error errors error-level fatal warning warnings severity level exception exceptions failure failures problem problems'.split(' '),
);

/** "error messages", "any errors", "warnings": lines at that level. */
function ofLevel(words: readonly Token[]): Sought | null {
  const content = contentOf(words).filter((word) => !TEXT_NOUNS.has(singularOf(word.text)));
  if (content.length === 0 || !content.every((word) => LEVEL_WORDS.has(word.text))) return null;
  const warning = content.some((word) => /^warn/.test(word.text));
  const error = content.some((word) => /^(?:error|fatal|exception|failure)/.test(word.text));
  const patterns: TextPattern[] = [
    ...(error ? [{ kind: 'level' as const, level: 'error' as const }] : []),
    ...(warning ? [{ kind: 'level' as const, level: 'warning' as const }] : []),
  ];
  return patterns.length === 0 ? null : { patterns, joint: 'or' };
}

/** A phrase that is not quoted: all its words in one line. A single ordinary word says too little, and so does a judgement. */
function ofPhrase(words: readonly Token[]): Sought | Objection | null {
  const content = contentOf(words);
  const vague = content.find((word) => VAGUE.has(word.text) || VAGUE.has(verbOf(word.text) ?? ''));
  if (vague !== undefined && content.length < 3) return { objection: `“${vague.raw}” is a judgement` };
  const telling = content.filter(
    (word) =>
      !LEVEL_WORDS.has(word.text) &&
      !TEXT_NOUNS.has(singularOf(word.text)) &&
      !['message', 'messages', 'issue', 'issues', 'line', 'lines', 'entry', 'entries'].includes(word.text),
  );
  const [only, second] = telling;
  if (only === undefined) return null;
  if (second === undefined && ORDINARY.has(singularOf(only.text)) && verbOf(only.text) === null)
    return { objection: `“${only.raw}” says too little to look for` };
  return { patterns: [{ kind: 'mentions', words: telling.map((word) => word.text) }], joint: 'or', loose: vague !== undefined };
}

function contentOf(words: readonly Token[]): readonly Token[] {
  return words.filter(
    (word) => word.kind === 'word' && !FILLING.has(word.text) && verbOf(word.text) !== 'be' && verbOf(word.text) !== 'have',
  );
}

/** Beside a well-known trouble, a word of judgement or of no list says something more. */
function strange(words: readonly Token[]): Objection | null {
  const odd = contentOf(words).find((word) => {
    const known =
      ORDINARY.has(word.text) || ORDINARY.has(singularOf(word.text)) || verbOf(word.text) !== null || topicOf(word.raw) !== null;
    return !known && !/ly$/.test(word.text) && !TROUBLE.test(word.text);
  });
  return odd === undefined ? null : { objection: `“${odd.raw}” is left over` };
}

const TROUBLE =
  /^(?:oom|oomkilled|refus\w*|readiness|liveness|startup|unauthori[sz]ed|forbidden|x509|tls|nxdomain|panic\w*|segfault\w*|segmentation|deadlock\w*|throttl\w*|insufficient|cpu|memory|denied|expired|invalid|timed|time-?outs?|stack-?traces?|tracebacks?|errors?|exceptions?|crash\w*|crashloopbackoff|imagepullbackoff|back-?off|exhaustion)$/;
