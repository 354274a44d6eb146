import type { RowTest } from '../predicate.js';
import type { Token } from '../tokens.js';
import { singularOf } from '../words/inflections.js';
import { measureNamed } from '../words/measures.js';
import { bindMeasure } from './bind-measure.js';
import type { Clause } from './clause.js';
import { isObjection, isWord } from './clause.js';
import { cuesOf } from './number-test.js';
import { findWindow } from './quantities.js';
import type { ColumnProfile } from './query-profile.js';
import { columnCalled, columnNamed, isCluster, isMetric } from './query-profile.js';
import { agreeing, cell, negated, number } from './row-tests.js';
import { windowedTest } from './window-test.js';

const EMPTY = [
  'be empty',
  'be blank',
  'be unset',
  'be not set',
  'be null',
  'be none',
  'be missing',
  'empty',
  'blank',
  'unset',
  'missing',
  'not be set',
  'not set',
  'not be assigned',
];

/** "ENDPOINTS is <none>", "the external IP is not set", "has no endpoints", "prints an IP address". Null: not of this kind. */
export function readBlank(clause: Clause): RowTest | null {
  const none = clause.words.find((word) => !clause.isRead(word) && /^<none>$/i.test(word.raw));
  if (none !== undefined) {
    clause.read(none);
    const column = columnOf(clause, clause.unread);
    return column === null ? null : cell(column, { kind: 'blank' });
  }
  const column = columnOf(clause, clause.unread);
  if (column === null) return null;
  const first = clause.query.columns?.[0] === column;
  const empty = clause.take(...EMPTY);
  const given =
    empty === null && !first
      ? clause.take(
          'be assign',
          'be set',
          'be configure',
          'be present',
          'be allocate',
          'be attach',
          'be give',
          'have be assign',
          'have be allocate',
          'be known',
        )
      : null;
  if (given !== null && /(?:^| )(?:ip|address|node|volume|port|ports|host|hosts)(?: |$)/.test(column.words.join(' ')))
    return negated(cell(column, { kind: 'blank' }));
  if (empty !== null && !isRowsOwn(column, clause) && !(first && empty.phrase.includes('missing'))) return cell(column, { kind: 'blank' });
  return null;
}

/** "the mail queue is empty" says nothing of the column that holds its name. */
function isRowsOwn(column: ColumnProfile, clause: Clause): boolean {
  return (
    !isCluster(clause.query) &&
    column.role === 'label' &&
    clause.find('column', 'field') === null &&
    !clause.words.some((word) => word.raw === column.name && /[_A-Z]/.test(word.raw))
  );
}

const NO_WORD: Token = { kind: 'mark', text: '', raw: '' };

/** "has no restarts", "has restarts", "has no endpoints", "without an address": none of a thing, or some of it. */
export function readPossession(clause: Clause): RowTest | null {
  const have = clause.take(
    'have',
    'without',
    'show',
    'list',
    'print',
    'contain',
    'experience',
    'see',
    'get',
    'receive',
    'return',
    'with',
    'record',
    'report',
    'expose',
    'carry',
  );
  if (have === null || (have.at > 0 && isWord(clause.words[have.at - 1] ?? NO_WORD, 'be'))) return null;
  const no = have.phrase === 'without' || clause.take('no', 'not any', '= 0', '0') !== null;
  if (!no) clause.take('any', 'some', 'a', 'an');
  const had = clause.unread.filter((word) => clause.words.indexOf(word) > have.at);
  const column = columnOf(clause, had);
  const window = findWindow(clause);
  if (column !== null && column.role !== 'number') {
    const blank = cell(column, { kind: 'blank' });
    return no ? blank : negated(blank);
  }
  if (column !== null) return number(column, no ? '=' : '>', 0);
  const metric = metricPossession(clause, no);
  if (metric !== null) return metric;
  const cues = cuesOf(clause)
    .filter((cue) => had.includes(cue))
    .filter((cue) => cue.kind === 'literal' || measureNamed(cue.text) !== null || namesColumn(clause, cue));
  const binding = cues.length === 0 ? null : bindMeasure(cues, null, clause.query);
  if (binding === null || isObjection(binding) || binding.words.length === 0) return null;
  clause.read(...binding.words);
  if (window !== null) clause.read(...clause.words.slice(window.at, window.end));
  const tests = binding.columns.map((bound) => {
    const test = number(bound, no ? '=' : '>', 0);
    const threshold = {
      comparator: no ? '=' : '>',
      quantity: { value: 0, unit: null },
      upTo: null,
      explicit: true,
      at: 0,
      end: 0,
    } as const;
    return window === null ? test : windowedTest(test, bound, threshold, window, clause.query);
  });
  const sound = tests.filter((test) => !isObjection(test));
  return sound.length < tests.length ? null : agreeing(sound as RowTest[]);
}

/** `etcd_server_has_leader`: the metric says itself whether it has one. */
function metricPossession(clause: Clause, no: boolean): RowTest | null {
  if (!isMetric(clause.query)) return null;
  const metric =
    /^[\s(]*(?:(?:min|max|avg|sum)\w*\s*(?:by\s*\([^)]*\)\s*)?\(\s*)?([a-zA-Z_:][\w:]*)/.exec(clause.query.facts.text)?.[1] ?? '';
  const noun = clause.unread.find(
    (word) =>
      word.kind === 'word' &&
      metric.split('_').some((part) => part === word.text || part === singularOf(word.text)) &&
      word.text.length > 3,
  );
  if (noun === undefined) return null;
  clause.read(noun);
  return number('value', no ? '=' : '>', 0);
}

function namesColumn(clause: Clause, cue: Token): boolean {
  return clause.query.columns?.some((column) => column.words.includes(singularOf(cue.text)) || column.words.includes(cue.text)) === true;
}

/** A noun that names a column which may be empty. */
export function blankColumn(clause: Clause): RowTest | null {
  const column = columnOf(clause, clause.unread);
  return column === null || column.role === 'number' ? null : cell(column, { kind: 'blank' });
}

/** The column of `kubectl get` a plain noun means: ENDPOINTS, EXTERNAL-IP, CAPACITY; never NAME or STATUS. */
function columnOf(clause: Clause, words: readonly Token[]): ColumnProfile | null {
  for (const [index, word] of clause.words.entries()) {
    if (!words.includes(word)) continue;
    for (let end = Math.min(clause.words.length, index + 3); end > index; end -= 1) {
      const stretch = clause.words.slice(index, end);
      const column = columnCalled(clause.query, stretch) ?? columnNamed(clause.query, `${stretch.map((one) => one.raw).join(' ')}s`); // prettier-ignore
      if (column === null || /^(?:name|status|ready|age|value|state)$/.test(column.words.join(''))) continue;
      if (
        isCluster(clause.query) &&
        column.role === 'number' &&
        column.words.join('') !== 'endpoints' &&
        !/ip|address|capacity|volume/.test(column.words.join(' '))
      )
        continue;
      clause.read(...stretch);
      return column;
    }
  }
  const text = words.flatMap(
    (word) =>
      clause.query.columns?.filter(
        (column) => column.role === 'text' && column.words.length > 1 && column.words.at(-1) === singularOf(word.text),
      ) ?? [],
  );
  if (text[0] !== undefined && !isCluster(clause.query)) {
    clause.read(...words.filter((word) => singularOf(word.text) === text[0]?.words.at(-1)));
    return text[0];
  }
  const telling = words.flatMap(
    (word) =>
      clause.query.columns?.filter(
        (column) => /^(?:external ip|cluster ip|internal ip|address|ip)$/.test(column.words.join(' ')) && column.words.includes(word.text),
      ) ?? [],
  );
  return telling[0] ?? null;
}
