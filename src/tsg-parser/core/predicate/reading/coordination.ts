import type { Predicate } from '../predicate.js';
import type { Token } from '../tokens.js';
import { measureNamed } from '../words/measures.js';
import { Clause } from './clause.js';
import { firstHead } from './heads.js';
import type { QueryProfile } from './query-profile.js';
import { columnNamed } from './query-profile.js';
import { either, every } from './row-tests.js';

/** A sentence with two subjects, as two sentences. */
export interface Coordinated {
  readonly variants: readonly (readonly Token[])[];
  readonly joint: 'and' | 'or' | 'neither';
}

/** "CPU% and MEMORY% are > 80%", "neither pending nor failed is > 10", "a-1 and b-1 are Running". Null where there is one subject. */
export function coordinationOf(words: readonly Token[], query: QueryProfile): Coordinated | null {
  const head = firstHead(words);
  if (
    new Clause(words, query).find(
      'be the same',
      'be equal',
      'be identical',
      'be different',
      'be unequal',
      'differ',
      'match',
      'diverge',
      'agree',
    ) !== null
  )
    return null;
  const paired = words.findIndex(
    (word, index) => ['both', 'either', 'neither'].includes(word.text) && ['and', 'or', 'nor'].includes(words[index + 2]?.text ?? ''),
  );
  const at =
    paired >= 0
      ? paired + 2
      : words.findIndex(
          (word, index) =>
            index > 0 &&
            (index < head || words[index + 2]?.kind === 'operator') &&
            word.kind === 'word' &&
            ['and', 'or', 'nor'].includes(word.text),
        );
  const [left, right, joint] = [words[at - 1], words[at + 1], words[at]];
  if (
    at < 0 ||
    left === undefined ||
    right === undefined ||
    joint === undefined ||
    (paired < 0 && at + 1 >= head && words[at + 2]?.kind !== 'operator')
  )
    return null;
  if (!isMeasure(left, query) && !isName(left, query)) return null;
  if (isMeasure(left, query) !== isMeasure(right, query) || (!isMeasure(right, query) && !isName(right, query))) return null;
  const neither = words.some((word) => word.text === 'neither');
  const rest = (kept: Token): readonly Token[] =>
    words.filter(
      (word, index) =>
        word === kept ||
        (index !== at - 1 && index !== at && index !== at + 1 && !(index < at && ['both', 'either', 'neither'].includes(word.text))),
    );
  return { variants: [rest(left), rest(right)], joint: neither ? 'neither' : joint.text === 'and' ? 'and' : 'or' };
}

function isMeasure(word: Token, query: QueryProfile): boolean {
  const column = columnNamed(query, word.raw);
  return (column !== null && column.role !== 'label') || (word.kind === 'word' && measureNamed(word.text) !== null);
}

function isName(word: Token, query: QueryProfile): boolean {
  if (word.kind === 'literal') return columnNamed(query, word.raw) === null;
  return word.kind === 'word' && /[-\d]/.test(word.raw);
}

/** Said of the same rows, the two are one statement; else two. */
export function joinVariants(readings: readonly Predicate[], joint: Coordinated['joint']): Predicate {
  const [first] = readings;
  const join = joint === 'and' ? every : either;
  const rows = readings.flatMap((reading) => (reading.kind === 'rows' ? [reading] : []));
  const same =
    rows.length === readings.length &&
    rows.every(
      (one) =>
        JSON.stringify([one.quantifier, one.where, one.prefer]) === JSON.stringify([rows[0]?.quantifier, rows[0]?.where, rows[0]?.prefer]),
    );
  const joined: Predicate =
    same && first?.kind === 'rows'
      ? { ...first, test: join(rows.map((one) => one.test)) }
      : { kind: joint === 'and' ? 'every' : 'either', of: readings };
  return joint === 'neither' ? { kind: 'not', of: joined } : joined;
}
