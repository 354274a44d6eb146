import type { RowTest } from '../predicate.js';
import type { Token } from '../tokens.js';
import type { Unit } from '../units.js';
import { dimensionOf } from '../units.js';
import { verbOf } from '../words/inflections.js';
import { measureNamed } from '../words/measures.js';
import { readAge } from './age-test.js';
import type { Binding } from './bind-measure.js';
import { bindMeasure } from './bind-measure.js';
import type { Clause, Objection } from './clause.js';
import { isObjection } from './clause.js';
import type { Threshold, Window } from './quantities.js';
import { findThreshold, findWindow, takeRate } from './quantities.js';
import { subjectOf } from './row-nouns.js';
import { columnNamed, isCluster } from './query-profile.js';
import { agreeing, either, every, number } from './row-tests.js';
import { windowedTest } from './window-test.js';

/** "the p99 is > 500 ms", "has > 3 restarts in the last 30 minutes". Null where the clause has no quantity. */
export function readNumber(clause: Clause, inherited: readonly Token[] = []): RowTest | Objection | null {
  const window = findWindow(clause);
  if (window?.kind === 'last') clause.read(...clause.words.slice(window.at, window.end));
  const threshold = thresholdOf(clause);
  if (threshold === null) return null;
  clause.read(...clause.words.slice(threshold.at, threshold.end));
  if (clause.query.facts.language === 'http') clause.take(...REASONS);
  const unit = threshold.quantity.unit ?? takeRate(clause);
  const others = takeAlternatives(clause, threshold);
  const own = cuesOf(clause);
  const cues = own.some((cue) => measureNamed(cue.text) !== null || columnNamed(clause.query, cue.raw) !== null)
    ? own
    : [...own, ...inherited];
  const said: Threshold = { ...threshold, quantity: { ...threshold.quantity, unit } };
  const age = readAge(clause, cues, said);
  if (age !== null) return age;
  const binding = bindMeasure(withImplied(cues, unit, clause), unit, clause.query);
  if (isObjection(binding)) return binding;
  const first = finish(clause, binding, said, window);
  if (others.length === 0 || isObjection(first)) return first;
  return either([first, ...others.map((value) => agreeing(binding.columns.map((column) => number(column, '=', { value, unit }))))]);
}

const REASONS = [
  'ok',
  'unauthorized',
  'forbidden',
  'not found',
  'bad gateway',
  'service unavailable',
  'gateway timeout',
  'internal server error',
  'too many requests',
  'bad request',
  'created',
  'accepted',
  'no content',
  'found',
  'moved permanently',
];

/** "= 200 or 401", "200, 301 or 302": further values. */
function takeAlternatives(clause: Clause, threshold: Threshold): readonly number[] {
  if (threshold.comparator !== '=' || threshold.upTo !== null) return [];
  const values: number[] = [];
  for (let at = threshold.end; ; at += 1) {
    const joint = clause.at(at, ', or', 'or', ',', 'nor');
    const next = joint === null ? undefined : clause.words[joint.end];
    if (joint === null || next?.kind !== 'number') return values;
    values.push(Number(next.text));
    clause.read(...clause.words.slice(at, joint.end + 1));
    at = joint.end;
  }
}

/** A number with a comparison; else the number after a verb: "is 5", "returns 200". A class of status codes is a range. */
function thresholdOf(clause: Clause): Threshold | null {
  const compared = findThreshold(clause, false);
  if (compared !== null) return compared;
  const bare = findThreshold(clause, true);
  if (bare === null) return null;
  const before = clause.words[bare.at - 1];
  if ((before?.text === 'within' || before?.text === 'in') && bare.quantity.unit !== null && dimensionOf(bare.quantity.unit) === 'time')
    return { ...bare, comparator: '<=', at: bare.at - 1 };
  const identifying =
    before !== undefined &&
    before.kind === 'word' &&
    verbOf(before.text) === null &&
    !['of', 'code', 'http', 'to', 'a', 'an', 'at', 'status', 'all', 'still', 'only', 'in', 'within', 'not', 'with'].includes(before.text);
  return identifying ? null : bare;
}

function finish(clause: Clause, binding: Binding, threshold: Threshold, window: Window | null): RowTest | Objection {
  clause.read(...binding.words, ...countedNouns(clause, threshold));
  const tests: RowTest[] = [];
  for (const column of binding.columns) {
    const { comparator, quantity, upTo } = threshold;
    const test = upTo === null ? number(column, comparator, quantity) : every([number(column, '>=', quantity), number(column, '<=', upTo)]);
    const windowed = window?.kind === 'last' ? windowedTest(test, column, threshold, window, clause.query) : test;
    if (isObjection(windowed)) return windowed;
    tests.push(windowed);
  }
  return agreeing(tests);
}

/** "> 400 sign-ins": what is counted, behind the number; it names no row. */
function countedNouns(clause: Clause, { end, quantity }: Threshold): readonly Token[] {
  if (quantity.unit !== null) return [];
  return subjectOf(clause, end).filter((word) => word.kind === 'word' && !clause.isRead(word) && /s$/.test(word.text));
}

/** Words that may name what is measured: all the unread ones but the smallest. */
export function cuesOf(clause: Clause): readonly Token[] {
  return clause.unread.filter((word) => word.kind === 'literal' || (word.kind === 'word' && !SMALL.has(word.text)));
}

const SMALL = new Set(
  'the a an of in on at for by to with from is are was were be been has have had do does did it its this that these those as per not no any all each every some and or but there than then still already currently now over under within'.split(
    ' ',
  ),
);

/** "uses > 400 MiB" is about memory, "500 millicores" about the processor, "it returns 200" about the status. */
function withImplied(cues: readonly Token[], unit: Unit | null, clause: Clause): readonly Token[] {
  if (cues.some((cue) => measureNamed(cue.text)?.dimension != null)) return cues;
  const implied = impliedBy(unit, clause);
  return implied === null ? cues : [...cues, { kind: 'word', text: implied, raw: implied }];
}

function impliedBy(unit: Unit | null, { query }: Clause): string | null {
  if (unit === null) return query.facts.language === 'http' ? 'status' : null;
  if (!isCluster(query)) return null;
  const dimension = dimensionOf(unit);
  if (dimension === 'cores') return 'cpu';
  if (dimension !== 'bytes') return null;
  return query.command?.verb === 'top' ? 'memory' : columnNamed(query, 'CAPACITY') === null ? null : 'capacity';
}
