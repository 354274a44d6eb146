import type { RowTest } from '../predicate.js';
import { lemmaOf, singularOf, stemOf, verbOf } from '../words/inflections.js';
import { stateGroup } from '../words/states.js';
import type { Clause } from './clause.js';
import type { QueryProfile } from './query-profile.js';
import { isMetric } from './query-profile.js';
import { cell, either, every, number } from './row-tests.js';

/**
 * A state told by metrics: by a label of the series (`phase="Pending"` with a value above nothing), by the selector of the
 * query, or by the metric's own name (`up`, `probe_success`, `…_ready`). Null where none tells.
 */
export function metricState(asked: string, query: QueryProfile): RowTest | null {
  const labels =
    query.columns?.filter(
      (column) => column.role === 'label' && /(?:state|status|phase|condition|health|result|reason|severity)$/.test(column.words.join(' ')),
    ) ?? [];
  const selected = isSelected(asked, query);
  if (selected) return number('value', '>', 0);
  const named = byName(asked, query);
  if (named !== null) return named;
  if (labels.length === 0) return null;
  return every([either(labels.map((column) => cell(column, { kind: 'state', state: asked }))), number('value', '>', 0)]);
}

/** Of an average over time, a value between says neither. */
function isOn(query: QueryProfile): RowTest {
  return /\bavg/.test(query.text) ? { kind: 'readings', of: [number('value', '>', 0), number('value', '>=', 1)] } : number('value', '>', 0);
}

function isOff(query: QueryProfile): RowTest {
  return /\bavg/.test(query.text) ? { kind: 'readings', of: [number('value', '=', 0), number('value', '<', 1)] } : number('value', '=', 0);
}

/** `{state="Unhealthy"}`: the series are of that state already. */
function isSelected(asked: string, query: QueryProfile): boolean {
  const values = [
    ...query.facts.text.matchAll(
      /\w*(?:state|status|phase|condition|health|reason|severity|type|result|level)\s*=~?\s*["'`]([^"'`]*)["'`]/g,
    ),
  ].flatMap((match) => (match[1] ?? '').split('|'));
  const group = stateGroup(asked);
  return values.some((value) => value.toLowerCase() === asked.toLowerCase() || (group !== null && stateGroup(value)?.name === group.name));
}

/** "n1 drops packets", of `…_drop_total`: the metric counts what the verb says. */
export function readMetricVerb(clause: Clause): RowTest | null {
  const at = clause.words.findIndex(
    (word, index) =>
      index > 0 &&
      word.kind === 'word' &&
      !clause.isRead(word) &&
      clause.words[index - 1]?.text !== 'the' &&
      COUNTED.has(verbOf(word.text) ?? ''),
  );
  const word = clause.words[at];
  if (word === undefined || !isMetric(clause.query) || clause.words.some((one) => one.kind === 'operator' || one.kind === 'number'))
    return null;
  const metrics = clause.query.facts.text.replace(/\{[^{}]*\}/g, '').toLowerCase().split(/[^a-z]+/).map(lemmaOf); // prettier-ignore
  if (!metrics.includes(verbOf(word.text) ?? '')) return null;
  clause.read(word);
  return number('value', '>', 0);
}

const COUNTED = new Set('drop restart fail retry evict throttle reject error panic crash expire lose miss'.split(' '));

/** "pg-1 is a replica", of `pg_replication_is_replica`. */
export function readMetricNoun(clause: Clause): RowTest | null {
  if (!isMetric(clause.query)) return null;
  const metric = metricName(clause.query).split('_');
  const at = clause.words.findIndex(
    (word, index) =>
      word.kind === 'word' &&
      index > 1 &&
      metric.includes(singularOf(word.text)) &&
      word.text.length > 3 &&
      ['a', 'an', 'the', 'is', 'are', 'not', 'were', 'was'].includes(clause.words[index - 1]?.text ?? ''),
  );
  const word = clause.words[at];
  if (word === undefined || (!metric.includes('is') && !/_(?:info|status|role)\b/.test(clause.query.text))) return null;
  clause.read(word);
  clause.take('a', 'an');
  return isOn(clause.query);
}

function metricName(query: QueryProfile): string {
  return (
    /^\s*(?:(?:min|max|avg|sum|avg_over_time|min_over_time|max_over_time|last_over_time)[\s\S]*?\(\s*)?([a-zA-Z_:][\w:]*)/.exec(
      query.facts.text,
    )?.[1] ?? ''
  );
}

/** The name of a metric that is 1 where something holds and 0 where it does not. */
function byName(asked: string, query: QueryProfile): RowTest | null {
  const words = metricName(query).split(/[_:]+/);
  const group = stateGroup(asked);
  for (const word of [...words].reverse()) {
    const own = word === 'success' ? stateGroup('up') : stateGroup(word);
    if (own === null) {
      if (stemOf(word) === stemOf(asked.toLowerCase()) && word.length > 3) return number('value', '>', 0);
      continue;
    }
    if (group === null) return null;
    if (
      own.name === group.name ||
      (word === 'success' && group.name === 'completed') ||
      (own.polarity === group.polarity && own.near.includes(group.name))
    )
      return isOn(query);
    return own.polarity !== group.polarity && own.polarity !== 'between' && group.polarity !== 'between' ? isOff(query) : null;
  }
  return null;
}
