import type { RowTest } from '../predicate.js';
import type { Token } from '../tokens.js';
import { lastingTest } from './age-test.js';
import { readBlank, readPossession } from './blank-test.js';
import { singularOf } from '../words/inflections.js';
import { stateGroup } from '../words/states.js';
import { resourceNamed } from '../words/things.js';
import type { Clause, Objection } from './clause.js';
import { isObjection } from './clause.js';
import { readColumnComparison } from './compare-columns.js';
import { readHappened } from './happened-test.js';
import { firstHead } from './heads.js';
import { readNumber } from './number-test.js';
import { findWindow } from './quantities.js';
import { readMetricNoun, readMetricVerb } from './metric-states.js';
import { negated } from './row-tests.js';
import { listsWorkloads } from './replicas-clause.js';
import { readLocation } from './location-test.js';
import { readSpecial } from './special-tests.js';
import { readStatusClass } from './status-class.js';
import type { AskedState } from './state-test.js';
import { readParticiple, takeStates, testStates } from './state-test.js';
import { readLooseValue, readRatio, readValue } from './value-test.js';

/** What a stretch of a sentence says of one row. */
export interface SaidOfRow {
  readonly test: RowTest;
  /** The states it names; empty for numbers and values. */
  readonly states: readonly AskedState[];
  readonly negated: boolean;
}

/** Reads what is said, in whichever form it is said; the first that fits. Null where nothing is said; an objection where a number cannot be bound. */
export function readTest(clause: Clause, inherited: readonly Token[] = []): SaidOfRow | Objection | null {
  const plain =
    clause.attempt(readColumnComparison) ??
    clause.attempt(readSpecial) ??
    clause.attempt(readRatio) ??
    clause.attempt(readStatusClass) ??
    clause.attempt(readLasting) ??
    clause.attempt(readValue);
  if (plain !== null) return said(clause, plain, []);
  const number = clause.attempt((one) => readNumber(one, inherited));
  if (number !== null) return isObjection(number) ? number : said(clause, number, []);
  const form = clause.attempt(readHappened) ?? clause.attempt(readBlank);
  if (form !== null) return said(clause, form, []);
  const states = clause.attempt(readStates);
  if (states !== null) return said(clause, states.test, states.states);
  const last =
    clause.attempt(readMetricVerb) ??
    clause.attempt(readMetricNoun) ??
    clause.attempt(readLocation) ??
    clause.attempt(readPossession) ??
    clause.attempt(readLooseValue) ??
    clause.attempt(readParticiple);
  return last === null ? null : said(clause, last, []);
}

/** A "not" left in what is said turns it round. */
function said(clause: Clause, test: RowTest, states: readonly AskedState[]): SaidOfRow {
  const nots = clause.unread.filter((word) => word.kind === 'word' && (word.text === 'not' || word.text === 'without'));
  clause.read(...nots);
  const odd = nots.length % 2 === 1;
  return { test: odd ? negated(test) : test, states, negated: odd };
}

interface StatesSaid {
  readonly test: RowTest;
  readonly states: readonly AskedState[];
}

/** "in CrashLoopBackOff", "Running and Ready", "other than Running": from the first thing said on, else as adjectives. */
function readStates(clause: Clause): StatesSaid | null {
  const other =
    clause.take('other than', 'anything but', 'anything other than', 'in a state other than', 'in any state other than', 'except') !== null;
  const head = firstHead(clause.words);
  const found = takeStates(clause, head) ?? (head === clause.words.length ? takeStates(clause) : null);
  const test = found === null || isOfAnother(clause) ? null : testStates(found, clause.query);
  if (found === null || test === null) return null;
  if (found.neither) clause.take('nor');
  return { test: other ? negated(test) : test, states: found.states };
}

/** "runs on a cordoned node", of pods: the state is that of another thing. */
function isOfAnother(clause: Clause): boolean {
  const resources = clause.query.command?.resources ?? [];
  return clause.words.some((word, index) => {
    const next = clause.words[index + 1];
    const other = next?.kind === 'word' ? resourceNamed(singularOf(next.text)) : null;
    return (
      resources.length > 0 &&
      other !== null &&
      !resources.includes(other) &&
      clause.isRead(word) &&
      stateGroup(word.text) !== null &&
      !listsWorkloads(clause.query)
    );
  });
}

/** "Pending for > 10 minutes". */
function readLasting(clause: Clause): RowTest | null {
  const window = findWindow(clause);
  if (window?.kind !== 'for') return null;
  const states = readStates(clause);
  if (states === null) return null;
  clause.read(...clause.words.slice(window.at, window.end));
  return lastingTest(states.test, states.states.map((state) => state.text), window, clause.query); // prettier-ignore
}
