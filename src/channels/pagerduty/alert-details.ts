import { z } from 'zod';
import { plainName } from '../../incidents/index.js';
import type { Alert } from '../../incidents/index.js';
import { alertsInText, inCommon } from './firing-text.js';
import type { LabelledAlert } from './firing-text.js';

const details = z
  .union([z.string(), z.record(z.string(), z.unknown())])
  .nullish()
  .catch(null);

/** The answer of `GET /incidents/{id}/alerts`, as far as we look at it. */
const answerSchema = z.looseObject({
  alerts: z.array(
    z.looseObject({
      status: z.string().nullish().catch(null),
      summary: z.string().nullish().catch(null),
      severity: z.string().nullish().catch(null),
      body: z
        .looseObject({
          details,
          contexts: z
            .array(z.looseObject({ href: z.string().nullish(), text: z.string().nullish() }))
            .nullish()
            .catch(null),
          cef_details: z.looseObject({ details }).nullish().catch(null),
        })
        .nullish()
        .catch(null),
    }),
  ),
});

type AlertBody = z.infer<typeof answerSchema>['alerts'][number];

/** Written by Alertmanager itself; `firing` is read, the others say nothing about the trouble. */
const ALERTMANAGER_FIELDS = new Set(['firing', 'resolved', 'num_firing', 'num_resolved']);
const MAX_TEXT = 20_000;

/** Adds to an alert what its PagerDuty incident's alerts say of it: labels, annotations, text, alert name, runbook. Null: not an answer we know. */
export function withDetails(alert: Alert, answer: unknown): Alert | null {
  const parsed = answerSchema.safeParse(answer).data;
  if (parsed === undefined) return null;
  const firing = parsed.alerts.filter(({ status }) => status !== 'resolved');
  const told = (firing.length > 0 ? firing : parsed.alerts).flatMap(alertsOf);
  const labels = inCommon(told.map((one) => one.labels));
  const annotations = inCommon(told.map((one) => one.annotations));
  return {
    ...alert,
    labels: { ...labels, ...alert.labels },
    annotations: { ...annotations, ...alert.annotations },
    alertName: alert.alertName ?? named(labels, 'alertname'),
    service: labels['service'] ?? alert.service,
    severity: severityOf(labels['severity']) ?? alert.severity,
    runbookUrl: alert.runbookUrl ?? named(annotations, 'runbookurl') ?? named(labels, 'runbookurl') ?? runbookLink(firing),
    text: [alert.text, ...parsed.alerts.map(textOf)]
      .filter((text) => text !== '')
      .join('\n')
      .slice(0, MAX_TEXT),
  };
}

/** One PagerDuty alert stands for a whole group of Alertmanager's; custom details are read as labels of their own. */
function alertsOf({ body }: AlertBody): readonly LabelledAlert[] {
  const fields = fieldsOf(body);
  const custom: LabelledAlert = {
    labels: { ...flat(fields), ...flat(fields['labels']), ...flat(fields['commonLabels']) },
    annotations: { ...flat(fields['annotations']), ...flat(fields['commonAnnotations']) },
  };
  const grouped = typeof fields['firing'] === 'string' ? alertsInText(fields['firing']) : [];
  if (grouped.length === 0) return [custom];
  return grouped.map(({ labels, annotations }) => ({
    labels: { ...custom.labels, ...labels },
    annotations: { ...custom.annotations, ...annotations },
  }));
}

function fieldsOf(body: AlertBody['body']): Readonly<Record<string, unknown>> {
  const own = typeof body?.details === 'object' ? body.details : null;
  const cef = typeof body?.cef_details?.details === 'object' ? body.cef_details.details : null;
  return { ...cef, ...own };
}

/** The plain values of an object whose names could be labels. */
function flat(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]: [string, unknown]) => {
      if (ALERTMANAGER_FIELDS.has(name) || !/^[A-Za-z_][\w .-]{0,60}$/u.test(name)) return [];
      if (typeof item !== 'string' && typeof item !== 'number' && typeof item !== 'boolean') return [];
      const text = String(item).trim();
      return text === '' || text.length > 500 || text.includes('\n') ? [] : [[name, text]];
    }),
  );
}

function named(values: Readonly<Record<string, string>>, name: string): string | null {
  return Object.entries(values).find(([key]) => plainName(key) === name)?.[1] ?? null;
}

function runbookLink(alerts: readonly AlertBody[]): string | null {
  const links = alerts.flatMap(({ body }) => body?.contexts ?? []);
  return links.find(({ text }) => /runbook|playbook|tsg/iu.test(text ?? ''))?.href ?? null;
}

function severityOf(label: string | undefined): Alert['severity'] | null {
  if (label === undefined) return null;
  if (/^(?:critical|page|error|high|sev-?[01])$/iu.test(label)) return 'critical';
  if (/^(?:warning|warn|medium)$/iu.test(label)) return 'warning';
  return /^(?:info|low|none)$/iu.test(label) ? 'info' : null;
}

function textOf({ summary, body }: AlertBody): string {
  const written = typeof body?.details === 'string' ? body.details : linesOf(fieldsOf(body));
  return [summary ?? '', written].filter((part) => part !== '').join('\n');
}

/** Custom details as `key: value` lines; nested ones as `outer.inner: value`. */
function linesOf(fields: Readonly<Record<string, unknown>>, prefix = ''): string {
  return Object.entries(fields)
    .filter(([name, value]) => value !== '' && value !== null && (name === 'firing' || !ALERTMANAGER_FIELDS.has(name)))
    .map(([name, value]) => {
      if (typeof value === 'object' && value !== null && !Array.isArray(value) && prefix.length < 100)
        return linesOf(value as Readonly<Record<string, unknown>>, `${prefix}${name}.`);
      return name === 'firing' ? String(value) : `${prefix}${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`;
    })
    .join('\n');
}
