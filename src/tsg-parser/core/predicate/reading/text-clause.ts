import type { Predicate } from '../predicate.js';
import type { Token } from '../tokens.js';
import { singularOf, verbOf } from '../words/inflections.js';
import { TEXT_NOUNS } from '../words/things.js';
import type { Found, Objection } from './clause.js';
import { Clause, isObjection } from './clause.js';
import { readField } from './field-clause.js';
import { isVerbAt } from './heads.js';
import type { Threshold } from './quantities.js';
import { findThreshold, findWindow } from './quantities.js';
import type { QueryProfile } from './query-profile.js';
import { columnNamed, mentions } from './query-profile.js';
import type { Sought } from './text-patterns.js';
import { soughtIn } from './text-patterns.js';
import { windowsIn } from './window-test.js';

/**
 * "the log contains `refused`", "there are no error messages", "readiness probe failures are reported in the events".
 * `told`: what stands after "that".
 */
export function readText(said: readonly Token[], query: QueryProfile, told: readonly Token[] = []): Predicate | Objection | null {
  const words = [...said, ...told];
  const field = readField(words, query);
  if (field !== null) return field;
  const clause = new Clause(words, query);
  const counted = takeCount(clause);
  if (counted !== null && isObjection(counted)) return counted;
  const turning = clause.unread.find(
    (word) =>
      said.includes(word) &&
      word.kind === 'word' &&
      TURNING.has(word.text) &&
      !(word.text === 'both' && clause.words.filter((one) => one.kind === 'literal').length > 1),
  );
  if (turning !== undefined) return { objection: `“${turning.raw}” is left over` };
  const statement = statementOf(clause, said);
  const sought = statement === null ? null : soughtIn(statement.sought, isLog(query), speaks(clause.words));
  if (statement === null || sought === null) return null;
  if (isObjection(sought)) return sought;
  return predicateOf(sought, counted, statement.negated, query);
}

function speaks(words: readonly Token[]): boolean {
  return words.some(isTextNoun) || words.some((word) => ['logged', 'printed', 'there'].includes(word.text));
}

const TURNING = new Set(
  'only except unless most all every each both either despite although when after before other you we i must should may might could would only'.split(
    ' ',
  ),
);

function predicateOf(sought: Sought, counted: Threshold | null, negated: boolean, query: QueryProfile): Predicate {
  const at = { query: query.facts.queryId, patterns: sought.patterns, ...(sought.loose === true && { absent: 'undecidable' as const }) };
  if (counted !== null) {
    const lines: Predicate = { kind: 'line-count', ...at, comparator: counted.comparator, count: counted.quantity.value };
    return negated ? { kind: 'not', of: lines } : lines;
  }
  const text: Predicate =
    sought.joint === 'or' || sought.patterns.length === 1
      ? { kind: 'text', ...at }
      : { kind: 'every', of: sought.patterns.map((pattern) => ({ kind: 'text', query: at.query, patterns: [pattern] })) };
  return negated ? { kind: 'not', of: text } : text;
}

/** "> 5 lines", "more than 10 times", within a time the query looks at. */
function takeCount(clause: Clause): Threshold | Objection | null {
  const window = findWindow(clause);
  if (window !== null && !windowsIn(clause.query).includes(window.seconds)) return { objection: 'the query does not look at that time' };
  if (window !== null) clause.read(...clause.words.slice(window.at, window.end));
  const threshold = findThreshold(clause, false) ?? bareTimes(clause);
  if (threshold === null) return null;
  if (threshold.quantity.unit !== null || threshold.upTo !== null) return { objection: 'the text holds no such measure' };
  clause.read(...clause.words.slice(threshold.at, threshold.end));
  clause.take('times', 'time', 'once', 'twice');
  return threshold;
}

function bareTimes(clause: Clause): Threshold | null {
  const times = clause.find('times');
  const bare = times === null ? null : findThreshold(clause, true);
  return bare !== null && bare.end === times?.at ? bare : null;
}

interface Statement {
  readonly sought: readonly Token[];
  readonly negated: boolean;
}

const OCCURS = [
  'appear',
  'occur',
  'show up',
  'turn up',
  'exist',
  'happen',
  ...[
    'log',
    'find',
    'print',
    'see',
    'show',
    'report',
    'record',
    'mention',
    'list',
    'return',
    'display',
    'write',
    'observe',
    'note',
    'contain',
    'state',
    'complain',
  ].map((verb) => `be ${verb}`),
  'be present',
  'be there',
  'be absent',
  'be missing',
  'be visible',
  'be in',
];
const SAYS = new Set(
  'contain mention include say show report print read log record complain state list return indicate have reveal tell emit write display note give match hold carry'.split(
    ' ',
  ),
);

/** Finds what is looked for, and whether it should be there: after a verb of saying, before one of occurring, or anywhere in a log. */
function statementOf(clause: Clause, said: readonly Token[]): Statement | null {
  const there = clause.find('there be', 'there have be');
  if (there !== null) return stated(clause, said, clause.words.slice(there.end));
  const occurs = clause.find(...OCCURS);
  if (occurs !== null && occurs.at > 0) return occurring(clause, said, occurs);
  const says = clause.words.findIndex(
    (word, index) =>
      word.kind === 'word' &&
      SAYS.has(verbOf(word.text) ?? '') &&
      (isVerbAt(clause.words, index) || isTextNoun(clause.words[index - 1])) &&
      !clause.isRead(word),
  );
  if (says >= 0 && isTextual(clause.words.slice(0, says), clause.query)) return stated(clause, said, clause.words.slice(says + 1), says);
  const coded = clause.words.some((word) => /^[A-Z]+_[A-Z_]+$/.test(word.raw));
  return (isLog(clause.query) || coded) && (says < 0 || coded)
    ? stated(
        clause,
        said,
        clause.words.filter((word) => !isQueried(word, clause.query)),
      )
    : null;
}

/** "`ceph status` is not HEALTH_OK": the command itself. */
function isQueried(word: Token, query: QueryProfile): boolean {
  return (
    (word.kind === 'literal' && query.text.includes(word.raw.toLowerCase())) ||
    (word.kind === 'word' && /^[A-Z][a-z]+$/.test(word.raw) && mentions(query, word.text))
  );
}

/** What says it must be text: of a log any subject may, of other output only the output itself. */
function isTextual(subject: readonly Token[], query: QueryProfile): boolean {
  if (isLog(query)) return true;
  return subject.length === 0 || subject.some((word) => isTextNoun(word) || word.text === 'it' || word.text === 'command');
}

function isTextNoun(word: Token | undefined): boolean {
  return word?.kind === 'word' && TEXT_NOUNS.has(singularOf(word.text));
}

/** A negation in what is told ("says that the image could not be pulled") is a part of it. */
function stated(clause: Clause, said: readonly Token[], object: readonly Token[], verb = 0): Statement {
  const nots = clause.words.filter(
    (word, index) =>
      said.includes(word) &&
      isNegation(word) &&
      (index <= verb + 3 || verb === 0) &&
      !(word.text === 'nor' && clause.words.some((one) => one.text === 'neither')),
  );
  const sought = withoutPlace(object.filter((word) => !clause.isRead(word) && !nots.includes(word)));
  return { sought, negated: nots.length % 2 === 1 };
}

function occurring(clause: Clause, said: readonly Token[], occurs: Found): Statement {
  const nots = clause.words.filter((word) => said.includes(word) && isNegation(word));
  const absent = occurs.phrase === 'be absent' || occurs.phrase === 'be missing';
  const before = clause.words
    .slice(0, occurs.at)
    .filter((word) => !clause.isRead(word) && !nots.includes(word) && verbOf(word.text) !== 'do');
  return { sought: before, negated: (nots.length % 2 === 1) !== absent };
}

function isNegation(word: Token): boolean {
  return word.kind === 'word' && ['not', 'no', 'none', 'without', 'neither', 'nothing', 'nor'].includes(word.text);
}

/** "… in the log of the operator", "in the last container's output": where it is looked for. */
function withoutPlace(words: readonly Token[]): readonly Token[] {
  const at = words.findIndex(
    (word, index) =>
      ['in', 'within', 'from', 'on'].includes(word.text) &&
      words.slice(index + 1).some(isTextNoun) &&
      words.slice(index + 1).every((one) => one.kind === 'word'),
  );
  return at < 0 ? words : words.slice(0, at);
}

/** Logs, descriptions, events: text in which what happened is written down. */
function isLog({ facts, command, columns }: QueryProfile): boolean {
  if (facts.language === 'logql' || facts.language === 'logfilter') return true;
  const events = columns?.some((column) => column.role === 'text' && ['message', 'msg'].includes(column.words.join(' '))) === true;
  return events || (command !== null && ['logs', 'describe'].includes(command.verb));
}

/** Of a table: "the events mention `X`", "the response contains `Y`": a verb of saying, and a noun for text that is no column. */
export function speaksOfText(words: readonly Token[], query: QueryProfile): boolean {
  const quoted = words.some((word) => word.kind === 'literal');
  const verbs = words.flatMap((word) => (word.kind === 'word' ? (verbOf(word.text) ?? []) : []));
  const noun = words.some(
    (word) =>
      word.kind === 'word' &&
      ['event', 'events', 'body', 'response', 'output', 'message', 'messages', 'page'].includes(word.text) &&
      columnNamed(query, word.text) === null,
  );
  if (quoted) return noun && verbs.some((verb) => ['contain', 'mention', 'include', 'say', 'hold', 'complain'].includes(verb));
  return (
    isLog(query) && noun && verbs.some((verb) => ['mention', 'say', 'complain', 'state', 'tell', 'read', 'talk', 'speak'].includes(verb))
  );
}
