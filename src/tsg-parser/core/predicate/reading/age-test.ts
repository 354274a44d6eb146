import type { RowTest } from '../predicate.js';
import type { Token } from '../tokens.js';
import { dimensionOf, toBase } from '../units.js';
import { verbOf } from '../words/inflections.js';
import type { Clause } from './clause.js';
import type { Threshold, Window } from './quantities.js';
import type { ColumnProfile, QueryProfile } from './query-profile.js';
import { columnNamed, isCluster, isMetric } from './query-profile.js';
import { cell, every, number } from './row-tests.js';
import { answersTo } from './bind-measure.js';

/** "older than 6 hours", "more than 6 hours ago", "running for at least an hour", "expires in less than 14 days". Null: not of this kind. */
export function readAge(clause: Clause, cues: readonly Token[], threshold: Threshold): RowTest | null {
  const { unit, value } = threshold.quantity;
  if (unit === null || dimensionOf(unit) !== 'time') return null;
  const silent = readSilence(clause, cues, threshold);
  if (silent !== null) return silent;
  const until = clause.find('expire', 'expiry', 'expiration', 'run out', 'valid', 'validity') !== null;
  const since = clause.find('ago', 'old', 'age', 'since', 'exist', 'up', 'create', 'start', 'run', 'last seen', 'alive', 'uptime') !== null;
  if (!until && !since) return null;
  const column = until ? columnUntil(cues, clause.query) : columnSince(clause, cues);
  if (column === null) return isMetric(clause.query) ? remaining(clause, threshold, until) : null;
  clause.take('ago', 'old', 'run', 'up', 'alive');
  clause.read(...cues.filter((cue) => answersTo(column, cue)));
  const seconds = toBase(value, unit);
  if (column.role === 'number') return number(column, threshold.comparator, threshold.quantity);
  return cell(column, {
    kind: 'age',
    direction: until ? 'until' : 'since',
    comparator: until && threshold.comparator === '=' ? '<=' : threshold.comparator,
    seconds,
  });
}

/** "has not sent a heartbeat for > 1 hour": the last one is older than that. */
function readSilence(clause: Clause, cues: readonly Token[], threshold: Threshold): RowTest | null {
  if (
    clause.find('not') === null ||
    clause.words[threshold.at - 1]?.text !== 'for' ||
    clause.find(
      'send',
      'report',
      'update',
      'check',
      'see',
      'receive',
      'respond',
      'heartbeat',
      'run',
      'finish',
      'complete',
      'succeed',
      'sync',
      'contact',
      'schedule',
    ) === null
  )
    return null;
  const times = clause.query.columns?.filter((column) => column.role === 'time') ?? [];
  const named = times.filter((column) => cues.some((cue) => answersTo(column, cue)));
  const column = only(named.length > 0 ? named : isCluster(clause.query) ? [] : times);
  if (isCluster(clause.query) && (column === null || column.name === 'AGE')) return null;
  if (column === null && !/time\(\)-/.test(clause.query.facts.text.replace(/\s+/g, ''))) return null;
  clause.take('not');
  if (column === null) return remaining(clause, threshold, false);
  clause.read(...cues.filter((cue) => answersTo(column, cue)));
  return cell(column, {
    kind: 'age',
    direction: 'since',
    comparator: threshold.explicit ? threshold.comparator : '>=',
    seconds: toBase(threshold.quantity.value, threshold.quantity.unit ?? 's'),
  });
}

function columnUntil(cues: readonly Token[], query: QueryProfile): ColumnProfile | null {
  const times = query.columns?.filter((column) => column.role === 'time' || /expir|not after|valid/.test(column.words.join(' '))) ?? [];
  return only(times.filter((column) => /expir|not after|valid|until|due|renew/.test(column.words.join(' ')))) ?? onlyNamed(times, cues);
}

function columnSince(clause: Clause, cues: readonly Token[]): ColumnProfile | null {
  const { query } = clause;
  if (isCluster(query)) return columnOfCluster(clause);
  const lasting =
    query.columns?.filter(
      (column) =>
        column.role === 'number' &&
        column.unit !== null &&
        dimensionOf(column.unit) === 'time' &&
        column.words.some((word) => /^(?:old|oldest|age|since|elapsed|idle)$/.test(word)),
    ) ?? [];
  if (lasting.length === 1 && clause.find('old') !== null) return lasting[0] ?? null;
  const times = query.columns?.filter((column) => column.role === 'time') ?? [];
  const named = times.filter((column) => cues.some((cue) => answersTo(column, cue)));
  return only(named.length > 0 ? named : times);
}

/** DURATION of a job that runs, LAST SEEN of an event, else AGE. */
function columnOfCluster({ query, words }: Clause): ColumnProfile | null {
  const running = words.some((word) => verbOf(word.text) === 'run' || word.text === 'duration');
  const duration = columnNamed(query, 'DURATION');
  if (running && duration !== null) return { ...duration, role: 'number' };
  return columnNamed(query, 'LAST SEEN') ?? columnNamed(query, 'AGE');
}

function only(columns: readonly ColumnProfile[]): ColumnProfile | null {
  const [one, two] = columns;
  return two === undefined ? (one ?? null) : null;
}

function onlyNamed(columns: readonly ColumnProfile[], cues: readonly Token[]): ColumnProfile | null {
  return only(columns.filter((column) => cues.some((cue) => answersTo(column, cue))));
}

/** A metric that already is the time left or passed: `expiry - time()`, `time() - last_success`. */
function remaining(clause: Clause, threshold: Threshold, wantsUntil: boolean): RowTest | null {
  const text = clause.query.facts.text.replace(/\s+/g, '');
  const until = /-time\(\)/.test(text);
  const since = /time\(\)-/.test(text);
  if (until === since || wantsUntil !== until) return null;
  clause.take('ago', 'old');
  const comparator = wantsUntil && threshold.comparator === '=' ? '<=' : threshold.comparator;
  const value = columnNamed(clause.query, 'value');
  return value === null || value.unit === null ? null : number(value, comparator, threshold.quantity);
}

const SINCE_CREATION = new Set(['Pending', 'ContainerCreating', 'PodInitializing']);

/** "Pending for > 10 minutes": a pod is Pending since it was made, so its AGE tells; of other states it does not. */
export function lastingTest(test: RowTest, states: readonly string[], window: Window, query: QueryProfile): RowTest | null {
  if (!isCluster(query) || columnNamed(query, 'AGE') === null || !states.every((state) => SINCE_CREATION.has(state))) return null;
  return every([
    test,
    number({ name: 'AGE', words: ['age'], stems: new Set(), unit: 's', role: 'time' }, window.comparator, {
      value: window.seconds,
      unit: 's',
    }),
  ]);
}
