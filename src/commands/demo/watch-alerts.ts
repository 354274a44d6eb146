import { TerminalError } from '../../platform/errors.js';
import { poll } from '../../platform/poll.js';
import { fillAlert } from './alert-rules.js';
import type { AlertRule, FiringAlert } from './alert-rules.js';

interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

/** Asks Prometheus for an instant vector. Times are the source's own, in seconds. */
export async function queryInstant(prometheus: string, expression: string): Promise<readonly Sample[]> {
  const response = await fetch(`${prometheus}/api/v1/query?query=${encodeURIComponent(expression)}`);
  const body = (await response.json()) as { readonly data?: { readonly result?: readonly Sample[] }; readonly error?: string };
  if (!response.ok) throw new TerminalError('prometheus-refused', `Prometheus refused ${expression}: ${body.error ?? response.status}`);
  return body.data?.result ?? [];
}

/**
 * Evaluates the rules as Prometheus does, until one has held for its `for` on the source's own clock.
 * @returns the first to fire, or null after `withinMs` of real time.
 */
export async function firstAlert(prometheus: string, rules: readonly AlertRule[], withinMs: number): Promise<FiringAlert | null> {
  const since = new Map<string, number>();
  return poll(() => firstOf(prometheus, rules, since), { everyMs: 300, withinMs });
}

async function firstOf(prometheus: string, rules: readonly AlertRule[], since: Map<string, number>): Promise<FiringAlert | null> {
  for (const rule of rules) {
    const firing = await evaluate(prometheus, rule, since);
    if (firing !== null) return firing;
  }
  return null;
}

async function evaluate(prometheus: string, rule: AlertRule, since: Map<string, number>): Promise<FiringAlert | null> {
  const samples = (await queryInstant(prometheus, rule.expression)).filter(({ value }) => Number.isFinite(Number(value[1])));
  const seen = new Set<string>();
  for (const { metric, value } of samples) {
    const key = `${rule.alert}${JSON.stringify(metric)}`;
    seen.add(key);
    const pendingSince = since.get(key) ?? value[0];
    since.set(key, pendingSince);
    if (value[0] - pendingSince >= rule.forSeconds) return fillAlert(rule, metric, Number(value[1]));
  }
  for (const key of since.keys()) if (key.startsWith(`${rule.alert}{`) && !seen.has(key)) since.delete(key);
  return null;
}

/** An alert that fired and is gone again: what a flapping rule leaves in the pager. */
export function goneAlert(rules: readonly AlertRule[]): FiringAlert {
  const rule = rules.find(({ alert }) => alert === 'HighErrorRate');
  if (rule === undefined) throw new TerminalError('rule-missing', 'deploy/sock-shop/alerts.yaml has no rule HighErrorRate.');
  return fillAlert(rule, { name: 'front-end' }, 0.034);
}
