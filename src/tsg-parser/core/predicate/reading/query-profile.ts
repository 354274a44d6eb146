import type { QueryFacts } from '../query-facts.js';
import { normalName } from '../table-view.js';
import type { Token } from '../tokens.js';
import type { Unit } from '../units.js';
import { unitOfColumn } from '../column-unit.js';
import { lemmaOf, stemOf } from '../words/inflections.js';
import { measureNamed } from '../words/measures.js';
import { THING_NOUNS } from '../words/things.js';
import type { ClusterCommand } from './cluster-command.js';
import { clusterCommand, defaultColumns } from './cluster-command.js';

/** What is known of a column before the query is run, all of it from its name and the query's text. */
export interface ColumnProfile {
  readonly name: string;
  /** Its name as words: `n_dead_tup` is n, dead, tup. */
  readonly words: readonly string[];
  readonly stems: ReadonlySet<string>;
  readonly unit: Unit | null;
  readonly role: 'label' | 'state' | 'time' | 'number' | 'text';
}

/** What is known of a query before it is run, in the shape the reader asks for it. */
export interface QueryProfile {
  readonly facts: QueryFacts;
  /** Null where the parsers cannot tell. */
  readonly columns: readonly ColumnProfile[] | null;
  readonly command: ClusterCommand | null;
  /** Whether it prints text to be searched rather than a table: logs, a description, a probe's body. */
  readonly printsText: boolean;
  /** Stems of the identifiers in the query's own text. */
  readonly stems: ReadonlySet<string>;
  readonly text: string;
}

export function profileOf(facts: QueryFacts): QueryProfile {
  const command = clusterCommand(facts);
  const names = facts.columns !== null && facts.columns.length > 0 ? facts.columns : defaultColumns(facts, command);
  return {
    facts,
    columns: names?.map((name) => columnProfile(name, facts)) ?? null,
    command,
    printsText: printsText(facts, command),
    stems: stemsOf(facts.text),
    text: facts.text.toLowerCase(),
  };
}

function columnProfile(name: string, facts: QueryFacts): ColumnProfile {
  const words = normalName(name).split(' ');
  return {
    name,
    words,
    stems: new Set(words.flatMap((word) => [stemOf(word), measureNamed(word)?.stem ?? word])),
    unit: unitOfColumn(name, facts),
    role: roleOf(words, facts),
  };
}

const STATE = new Set('status state phase health condition assessment verdict membership severity level criticality updated'.split(' '));
const TIME = new Set(
  'time timestamp ts date created updated started finished ended seen heartbeat expiry expires at day hour minute bucket window'.split(' '),
);
const TEXT = new Set('line message msg body log description query text cause reason'.split(' '));
const LABEL = new Set(
  `name names endpoints ports hosts claims addresses id pid host hostname instance service endpoint region zone node pod namespace job container user usename datname relname application database table tablename index indexname route path url version
  tenant flag scenario product segment component computer object type category roles role claim storageclass volume addr address ip environment cluster app kind label key queue topic group code port shard
  device mountpoint filesystem mounted provisioner reclaimpolicy reference event schema le quantile alertname method verb revision images image owner method to from source destination`.split(
    /\s+/,
  ),
);

function roleOf(words: readonly string[], facts: QueryFacts): ColumnProfile['role'] {
  const last = words.at(-1) ?? '';
  if (words.join(' ') === 'up to date') return 'number';
  if (facts.language === 'promql') return words.join(' ') === 'value' ? 'number' : TIME.has(last) ? 'time' : 'label';
  if (facts.language === 'http' && last === 'status') return 'number';
  if (STATE.has(last)) return 'state';
  if (TEXT.has(last) || (last === 'error' && words.length > 1)) return 'text';
  if (
    (last === 'age' && words.length === 1) ||
    last === 'seen' ||
    (words.includes('last') && !MEASURED.test(last)) ||
    (words[0] === 'first' && words.length > 1)
  )
    return 'time';
  if (TIME.has(last) && !(words.length > 1 && ['time', 'window', 'hour', 'minute', 'day'].includes(last) && unitWord(words))) return 'time';
  return LABEL.has(last) || /(?:name|address|id|host|url|path)$/.test(last) || (words.length === 1 && THING_NOUNS.has(last))
    ? 'label'
    : 'number';
}

const MEASURED =
  /^(?:s|ms|seconds|minutes|hours|days|bytes|count|total|value|rate|pct|percent|status|state|error|message|code|name|id|by|user|result|reason)$/;

/** `query_time_seconds` ends in a unit, `response_time` measures too. */
function unitWord(words: readonly string[]): boolean {
  return words.some((word) =>
    ['response', 'request', 'query', 'wait', 'exec', 'execution', 'cpu', 'elapsed', 'total', 'mean', 'avg', 'max', 'per'].includes(word),
  );
}

function printsText({ language, text, columns }: QueryFacts, command: ClusterCommand | null): boolean {
  const onlyText =
    columns === null ||
    columns.every((column) =>
      ['line', 'timestamp', 'time', 'ts', 'message', 'msg', 'value', 'log', 'stream', 'labels'].includes(column.toLowerCase()),
    );
  if (command !== null)
    return ['logs', 'describe'].includes(command.verb) || (columns?.length === 1 && columns[0]?.toLowerCase() === 'line');
  if (language === 'logql')
    return (
      onlyText &&
      !/^\s*(?:sum|count|avg|max|min|topk|bottomk|rate|count_over_time|bytes_rate|quantile_over_time)\b/.test(text) &&
      columns?.some((column) => column.toLowerCase() === 'value') !== true
    );
  return (
    language === 'logfilter' ||
    (['shell', 'powershell'].includes(language) && (columns === null || columns.every((column) => column.toLowerCase() === 'line')))
  );
}

/** Identifiers fall apart at signs, digits' edges and capitals. */
function stemsOf(text: string): ReadonlySet<string> {
  const pieces = text.split(/[^A-Za-z0-9]+/).filter((piece) => piece.length > 1);
  const stems = new Set<string>();
  for (const piece of pieces) {
    const parts = [piece, ...piece.replace(/([a-z0-9])([A-Z])/g, '$1 $2').split(' ')];
    for (const part of parts)
      for (const form of [part.toLowerCase(), lemmaOf(part.toLowerCase()), stemOf(part.toLowerCase())]) stems.add(form);
  }
  return stems;
}

/** Whether a word occurs in the query's text, in whatever form: then the query is already about it. */
export function mentions(query: QueryProfile, word: string): boolean {
  const lower = word.toLowerCase();
  if (/[^a-z0-9]/.test(lower)) return query.text.includes(lower);
  return query.stems.has(lower) || query.stems.has(lemmaOf(lower)) || (lower.length > 3 && query.stems.has(stemOf(lower)));
}

/** The column of exactly this name, in any case, with or without its separators. */
export function columnNamed(query: QueryProfile, name: string): ColumnProfile | null {
  const wanted = normalName(name).replaceAll(' ', '');
  return query.columns?.find((column) => column.name === name) ?? query.columns?.find((column) => column.words.join('') === wanted) ?? null;
}

/** The column whose name is just these words. */
export function columnCalled(query: QueryProfile, words: readonly Token[]): ColumnProfile | null {
  if (!words.every((word) => word.kind === 'word' || word.kind === 'literal')) return null;
  return columnNamed(query, words.map((word) => word.raw).join(' ')); // prettier-ignore
}

export function isCluster(query: QueryProfile): boolean {
  return query.facts.language === 'kubectl' || query.facts.language === 'oc';
}

export function isMetric(query: QueryProfile): boolean {
  return query.facts.language === 'promql' || (query.facts.language === 'logql' && !query.printsText);
}
