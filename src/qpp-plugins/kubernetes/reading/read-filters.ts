import { Arguments, flags } from './arguments.js';
import type { SortKey } from './filter.js';
import type { FilterReading } from './filter-reading.js';
import { readAwk } from './read-awk.js';
import { readGrep } from './read-grep.js';
import { readJq } from './read-jq.js';

export function readFilter(words: readonly string[]): FilterReading {
  const [program = '', ...rest] = words;
  const reader = READERS[program];
  return reader === undefined ? { obstacle: `nothing is ever piped into ${program === '' ? 'nothing' : program} here` } : reader(rest);
}

const READERS: Readonly<Record<string, (words: readonly string[]) => FilterReading>> = {
  grep: (words) => readGrep(words, 'basic'),
  egrep: (words) => readGrep(words, 'extended'),
  fgrep: (words) => readGrep(words, 'fixed'),
  head: (words) => readEnd('head', words),
  tail: (words) => readEnd('tail', words),
  wc: (words) =>
    words.length === 1 && (words[0] === '-l' || words[0] === '--lines')
      ? { filter: { kind: 'count-lines' } }
      : { obstacle: 'of wc only -l is carried out here' },
  sort: readSort,
  uniq: readUnique,
  awk: readAwk,
  cut: readCut,
  jq: readJq,
  cat: () => ({ filter: null }),
  less: () => ({ filter: null }),
  more: () => ({ filter: null }),
  tee: () => ({ filter: null }),
  column: () => ({ filter: null }),
};

function readEnd(kind: 'head' | 'tail', words: readonly string[]): FilterReading {
  const [first = '-n', second] = words;
  const text = first === '-n' || first === '--lines' ? (second ?? '10') : first.replace(/^(?:-n|--lines=|-)/u, '');
  const match = /^([+-]?)(\d+)$/u.exec(text);
  if (match === null) return { obstacle: `${kind} ${words.join(' ')} is not carried out here` };
  const isFromOtherEnd = kind === 'head' ? match[1] === '-' : match[1] === '+';
  return { filter: { kind, lines: Number(match[2]), fromOtherEnd: isFromOtherEnd } };
}

const SORT = flags(
  'k key=',
  't field-separator=',
  'r reverse',
  'n numeric-sort',
  'g general-numeric-sort',
  'h human-numeric-sort',
  'u unique',
  's stable',
  'f ignore-case',
  'b ignore-leading-blanks',
);
const KEY = /^(\d+)([bfgnrh]*)(?:,(\d+)([bfgnrh]*))?$/u;

function readSort(words: readonly string[]): FilterReading {
  const given = Arguments.read(words, SORT);
  const [unknown] = given.unknown;
  if (unknown !== undefined || given.words.length > 0) return { obstacle: `sort ${unknown ?? 'of a file'} is not carried out here` };
  const separator = given.value('field-separator');
  const keys = given.values('key').map((text) => keyOf(text, given));
  if (keys.includes(null)) return { obstacle: `sort -k ${given.values('key').join(' ')} is not carried out here` };
  const whole: SortKey = { from: 1, to: null, ...optionsOf('', given) };
  return {
    filter: {
      kind: 'sort',
      keys: keys.length === 0 ? [whole] : keys.filter((key) => key !== null),
      separator,
      reverse: given.has('reverse'),
      unique: given.has('unique'),
      stable: given.has('stable'),
    },
  };
}

function keyOf(text: string, given: Arguments): SortKey | null {
  const match = KEY.exec(text);
  if (match === null) return null;
  const [, from, own = '', to, more = ''] = match;
  return { from: Number(from), to: to === undefined ? null : Number(to), ...optionsOf(own + more, given) };
}

/** A key's own letters; where it has none, those of the command hold. */
function optionsOf(letters: string, given: Arguments): Omit<SortKey, 'from' | 'to'> {
  const is = (letter: string, name: string): boolean => (letters === '' ? given.has(name) : letters.includes(letter));
  const isNumeric = is('n', 'numeric-sort') || is('g', 'general-numeric-sort');
  return {
    order: is('h', 'human-numeric-sort') ? 'sizes' : isNumeric ? 'numbers' : 'words',
    ignoreCase: is('f', 'ignore-case'),
    withoutBlanks: is('b', 'ignore-leading-blanks'),
    reverse: is('r', 'reverse'),
  };
}

function readUnique(words: readonly string[]): FilterReading {
  if (words.some((word) => word !== '-c' && word !== '--count')) return { obstacle: 'of uniq only -c is carried out here' };
  return { filter: { kind: 'unique', counted: words.length > 0 } };
}

function readCut(words: readonly string[]): FilterReading {
  const given = Arguments.read(words, flags('d delimiter=', 'f fields='));
  const fields = (given.value('fields') ?? '').split(',').flatMap((part) => {
    const [, from, to] = /^(\d{1,3})(?:-(\d{1,3}))?$/u.exec(part) ?? [];
    return from === undefined ? [0] : Array.from({ length: Number(to ?? from) - Number(from) + 1 }, (_, index) => Number(from) + index);
  });
  if (given.unknown.length > 0 || fields.length === 0 || fields.includes(0))
    return { obstacle: 'of cut only -d and -f with numbers are carried out here' };
  const ordered = [...new Set(fields)].sort((left, right) => left - right);
  return { filter: { kind: 'cut', delimiter: given.value('delimiter') ?? '\t', fields: ordered } };
}
