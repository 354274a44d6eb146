import type { Predicate } from '../predicate.js';
import type { ConditionFacts } from '../query-facts.js';
import { readAlertClause } from '../read-alert-clause.js';
import type { Token } from '../tokens.js';
import { tokenize } from '../tokens.js';
import type { Objection } from './clause.js';
import { isObjection } from './clause.js';
import { firstHead } from './heads.js';
import { normalise } from './normalise.js';
import type { ClauseParts, JoinedClause } from './parts.js';
import { splitSentence } from './parts.js';
import { withoutPreface } from './preface.js';
import { closest } from './query-affinity.js';
import type { QueryProfile } from './query-profile.js';
import { profileOf } from './query-profile.js';
import { readStatement } from './statement.js';

/**
 * Reads the text of a condition into a predicate over the queries in scope; or says why it cannot: a word nobody can place,
 * a column the result does not have, several readings that nothing tells apart.
 */
export function readSentence(text: string, facts: ConditionFacts): Predicate | Objection {
  const inner = /^\s*not\s*\((.*)\)\s*\.?$/is.exec(text)?.[1];
  if (inner !== undefined) return negation(readSentence(inner, facts));
  const said = normalise(text);
  const unless = /^unless\s+(.*)$/is.exec(said)?.[1];
  if (unless !== undefined) return negation(readSentence(unless, facts));
  const tokens = tokenize(said);
  if (tokens === null || tokens.length === 0) return { objection: 'it holds signs that mean nothing here' };
  const profiles = facts.queries.map(profileOf);
  return withoutBrackets(tokens).reduce<Predicate | Objection>(
    (reading, words) => (isObjection(reading) ? firstOf(reading, readWords(words, profiles)) : reading),
    NOTHING,
  );
}

const NOTHING: Objection = { objection: '' };

function firstOf(before: Objection, reading: Predicate | Objection): Predicate | Objection {
  return isObjection(reading) && before.objection !== '' ? before : reading;
}

function negation(reading: Predicate | Objection): Predicate | Objection {
  if (isObjection(reading)) return reading;
  return reading.kind === 'not' ? reading.of : { kind: 'not', of: reading };
}

/** What stands in brackets explains the rest; only where the rest says nothing is it what is meant. */
function withoutBrackets(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const open = tokens.findIndex((token) => token.kind === 'mark' && token.text === '(');
  const close = tokens.findIndex((token) => token.kind === 'mark' && token.text === ')');
  if (open < 0 || close < open) return [tokens];
  const outer = [...tokens.slice(0, open), ...tokens.slice(close + 1)];
  const inside = tokens.slice(open + 1, close);
  const subject = tokens.slice(0, Math.min(firstHead(tokens), open));
  return [...withoutBrackets(outer), [...subject, ...inside], inside];
}

function readWords(words: readonly Token[], queries: readonly QueryProfile[]): Predicate | Objection {
  const alert = queries.some((query) => /\bALERTS\b/.test(query.facts.text)) ? null : readAlertClause(words);
  if (alert !== null) return alert;
  const first = readSplit(words, queries);
  if (!isObjection(first)) return first;
  return first;
}

/** An analysis stands for the rows it was made of; else the one query that fits, or that the words are nearest to. */
function readSplit(words: readonly Token[], queries: readonly QueryProfile[]): Predicate | Objection {
  const analyses = queries.filter(({ facts }) => facts.language === 'javascript');
  const others = queries.filter(({ facts }) => facts.language !== 'javascript');
  const first = analyses.length === 0 ? null : readAmong(words, analyses);
  return first === null || isObjection(first) ? readAmong(words, others.length === 0 ? queries : others) : first;
}

function readAmong(words: readonly Token[], queries: readonly QueryProfile[]): Predicate | Objection {
  const readings = queries.map((query) => ({ query, reading: readOver(words, query) }));
  const sound = readings.filter(({ reading }) => !isObjection(reading));
  const [only, second] = sound;
  if (only === undefined) return queries.length > 1 ? readAcross(words, queries) : (readings[0]?.reading ?? NO_QUERY);
  if (second === undefined) return only.reading;
  const nearest = closest(sound.map(({ query }) => query), words); // prettier-ignore
  const chosen = sound.find(({ query }) => query === nearest);
  return chosen?.reading ?? { objection: 'several queries of the step fit, and nothing says which is meant' };
}

const NO_QUERY: Objection = { objection: 'there is no query to look at' };

function readOver(words: readonly Token[], query: QueryProfile): Predicate | Objection {
  const { words: told, negated, isTold } = withoutPreface(words, query);
  const reading = readJoined(splitSentence(told, query), query, isTold);
  return negated ? negation(reading) : reading;
}

/** Clauses of one sentence that speak of different queries. */
function readAcross(words: readonly Token[], queries: readonly QueryProfile[]): Predicate | Objection {
  const [first] = queries;
  if (first === undefined) return NO_QUERY;
  const clauses = splitSentence(words, first).flatMap(separately);
  if (clauses.length < 2) return { objection: 'no query of the step fits' };
  const readings = clauses.map((clause) => readSplit(clause.parts.words, queries));
  return combined(clauses, readings);
}

/** Every part of a clause as a clause of its own. */
function separately({ joint, parts }: JoinedClause): readonly JoinedClause[] {
  return [
    { joint, parts: { words: parts.words, further: [], joint: 'and' } },
    ...parts.further.map((words): JoinedClause => ({ joint: parts.joint, parts: { words, further: [], joint: 'and' } })),
  ];
}

function readJoined(clauses: readonly JoinedClause[], query: QueryProfile, isTold: boolean): Predicate | Objection {
  let subject: readonly Token[] = [];
  const readings = clauses.map(({ parts }, index) => {
    const reading = readStatement(parts, query, isTold && index === 0);
    const again = isObjection(reading) && subject.length > 0 ? readStatement(withSubject(parts, subject), query, false) : reading;
    if (index === 0) subject = parts.words.slice(0, firstHead(parts.words));
    return isObjection(again) ? reading : again;
  });
  return combined(clauses, readings);
}

function withSubject(parts: ClauseParts, subject: readonly Token[]): ClauseParts {
  return { ...parts, words: [...subject, ...parts.words] };
}

/** "and" binds closer than "or". */
function combined(clauses: readonly JoinedClause[], readings: readonly (Predicate | Objection)[]): Predicate | Objection {
  const objection = readings.find(isObjection);
  if (objection !== undefined) return objection;
  const groups: Predicate[][] = [];
  for (const [index, clause] of clauses.entries()) {
    const reading = readings[index] as Predicate;
    const turned = clause.joint === 'unless' ? (negation(reading) as Predicate) : reading;
    if (clause.joint === 'or' || groups.length === 0) groups.push([turned]);
    else groups.at(-1)?.push(turned);
  }
  return joinedBy(
    'either',
    groups.map((group) => joinedBy('every', group)),
  );
}

function joinedBy(kind: 'every' | 'either', of: readonly Predicate[]): Predicate {
  const [only] = of;
  return of.length === 1 && only !== undefined ? only : { kind, of };
}
