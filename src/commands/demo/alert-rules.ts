import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

const ruleFile = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({
          alert: z.string(),
          expr: z.string(),
          for: z.string().default('0s'),
          labels: z.record(z.string(), z.string()).default({}),
          annotations: z.record(z.string(), z.string()).default({}),
        }),
      ),
    }),
  ),
});

export interface AlertRule {
  readonly alert: string;
  readonly expression: string;
  readonly forSeconds: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** An alert as Alertmanager would hand it on: labels and annotations with their values filled in. */
export interface FiringAlert {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly value: number;
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** Reads a Prometheus rule file. */
export async function readAlertRules(file: string): Promise<readonly AlertRule[]> {
  const { groups } = ruleFile.parse(parse(await readFile(file, 'utf8')));
  return groups.flatMap(({ rules }) =>
    rules.map((rule) => ({
      alert: rule.alert,
      expression: rule.expr,
      forSeconds: durationSeconds(rule.for),
      labels: rule.labels,
      annotations: rule.annotations,
    })),
  );
}

/** "30s", "3m", "1h" in seconds. */
export function durationSeconds(text: string): number {
  const [, count = '0', unit = 's'] = /^(\d+)([smh])$/u.exec(text) ?? [];
  return Number(count) * (SECONDS[unit] ?? 1);
}

/** Labels and annotations of a rule for one series, with `{{ $labels.x }}` and `{{ $value | … }}` filled in. */
export function fillAlert(rule: AlertRule, series: Readonly<Record<string, string>>, value: number): FiringAlert {
  const fill = (template: string): string =>
    template
      .replace(/\{\{\s*\$labels\.(\w+)\s*\}\}/gu, (_match, name: string) => series[name] ?? '')
      .replace(/\{\{\s*\$value\s*(?:\|\s*(\w+)\s*)?\}\}/gu, (_match, format: string | undefined) => formatValue(value, format));
  const filled = (templates: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(templates).map(([name, template]) => [name, fill(template)]));
  const own = Object.fromEntries(Object.entries(series).filter(([name]) => name !== '__name__'));
  return {
    name: rule.alert,
    labels: { ...own, alertname: rule.alert, ...filled(rule.labels) },
    annotations: filled(rule.annotations),
    value,
  };
}

function formatValue(value: number, format: string | undefined): string {
  if (format === 'humanizePercentage') return `${(value * 100).toFixed(1)}%`;
  if (format === 'humanizeDuration') return value < 1 ? `${(value * 1000).toFixed(0)} ms` : `${value.toFixed(2)} s`;
  return String(Math.round(value * 1000) / 1000);
}
