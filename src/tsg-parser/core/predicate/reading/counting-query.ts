import type { QueryProfile } from './query-profile.js';
import { isMetric, mentions } from './query-profile.js';

export function isAggregated(query: QueryProfile): boolean {
  return /\b(?:count|sum|count_over_time|increase|delta|changes|resets|floor|ceil|round)\s*(?:by\s*\([^)]*\)\s*|without\s*\([^)]*\)\s*)?\(/.test(
    query.facts.text,
  );
}

/** Whether the metric's own name says that it counts them: `…_replicas_available`, `rabbitmq_queue_messages`. */
export function countsThem(noun: string, query: QueryProfile): boolean {
  const metrics = query.facts.text.replace(/\{[^{}]*\}/g, '').toLowerCase();
  return metrics.split(/[^a-z0-9]+/).some((word) => word === `${noun}s`) || (mentions(query, noun) && /_(?:total|count)\b/.test(metrics));
}

/** Whether the answer of a table query is one number: `SELECT count(*)`. */
export function isCounted(query: QueryProfile): boolean {
  const columns = query.columns ?? [];
  if (isMetric(query) || columns.length === 0 || columns.some((column) => column.role === 'label')) return false;
  if (columns.length > 1)
    return !/\bgroup\s+by\b|\bby\b/i.test(query.facts.text) && /\bcount\w*\s*\(|\bsum\w*\s*\(/i.test(query.facts.text);
  return /\bcount\s*\(|\bsum\s*\(|\bdcount\(/i.test(query.facts.text) || /COUNT/.test(columns[0]?.name ?? '');
}
