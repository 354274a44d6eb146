import type { RowTest } from '../predicate.js';
import { answersTo } from './bind-measure.js';
import type { Clause } from './clause.js';
import { isObjection } from './clause.js';
import { cuesOf } from './number-test.js';
import { findThreshold, findWindow } from './quantities.js';
import { columnNamed, isMetric } from './query-profile.js';
import { cell, number } from './row-tests.js';
import { windowedTest } from './window-test.js';

/** "has restarted", "restarted in the last 30 minutes", "was created within the last hour": that something happened, and when. */
export function readHappened(clause: Clause): RowTest | null {
  if (findThreshold(clause, true) !== null && findWindow(clause) === null) return null;
  return clause.attempt(readRestarted) ?? clause.attempt(readRecent);
}

function readRestarted(clause: Clause): RowTest | null {
  const restarted = clause.words.find((word) => !clause.isRead(word) && /^restart(?:ed|s)?$/.test(word.text) && word.kind === 'word');
  const column =
    columnNamed(clause.query, 'RESTARTS') ??
    (isMetric(clause.query) && /restart/i.test(clause.query.text) ? columnNamed(clause.query, 'value') : null);
  if (restarted === undefined || column === null || clause.find('no restart', 'frequently', 'keep', 'restart count') !== null) return null;
  clause.read(restarted);
  const window = findWindow(clause);
  if (window === null) return number(column, '>', 0);
  clause.read(...clause.words.slice(window.at, window.end));
  const threshold = { comparator: '>', quantity: { value: 0, unit: null }, upTo: null, explicit: true, at: 0, end: 0 } as const;
  const test = windowedTest(number(column, '>', 0), column, threshold, window, clause.query);
  return isObjection(test) ? null : test;
}

/** What AGE tells of. */
const BEGINNINGS = [
  'create',
  'start',
  'add',
  'join',
  'launch',
  'deploy',
  'schedule',
  'provision',
  'spawn',
  'appear',
  'come up',
  'register',
  'boot',
];
const HAPPENINGS = [
  ...BEGINNINGS,
  'create',
  'start',
  'update',
  'see',
  'report',
  'finish',
  'complete',
  'succeed',
  'run',
  'occur',
  'happen',
  'take',
  'log',
  'record',
  'fire',
  'emit',
  'change',
  'heartbeat',
  'check',
  'end',
  'stop',
  'exit',
  'arrive',
  'fail',
  'trigger',
  'send',
  'receive',
  'complete',
  'sync',
  'refresh',
  'renew',
];

/** A time in a column, seen from the reading. */
function readRecent(clause: Clause): RowTest | null {
  const window = findWindow(clause);
  if (
    window?.kind !== 'last' ||
    (clause.find(...HAPPENINGS) === null &&
      !clause.unread.some(
        (word) =>
          columnNamed(clause.query, word.raw)?.role === 'time' ||
          clause.query.columns?.some((column) => column.role === 'time' && column.name.length > 4 && answersTo(column, word)) === true,
      ))
  )
    return null;
  const times = clause.query.columns?.filter((column) => column.role === 'time') ?? [];
  const cues = cuesOf(clause);
  const named = times.filter((column) => cues.some((cue) => answersTo(column, cue)));
  const [only, second] = named.length > 0 ? named : times;
  if (only === undefined || second !== undefined || isMetric(clause.query)) return null;
  if (only.name === 'AGE' && clause.find(...BEGINNINGS) === null) return null;
  clause.read(...clause.words.slice(window.at, window.end), ...cues.filter((cue) => answersTo(only, cue)));
  clause.take(...HAPPENINGS);
  return cell(only, { kind: 'age', direction: 'since', comparator: '<=', seconds: window.seconds });
}
