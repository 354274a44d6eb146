import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { factsOfText } from '../../incidents/index.js';
import type { IncidentFacts } from '../../incidents/index.js';
import { sentenceOf, TerminalError } from '../../platform/errors.js';
import type { BoundValues } from '../../qpp-plugins/index.js';

const alertSchema = z.looseObject({
  labels: z.record(z.string(), z.string()),
  annotations: z.record(z.string(), z.string()).default({}),
  startsAt: z.iso.datetime({ offset: true }).optional(),
});
const alertFile = z.union([z.looseObject({ alerts: z.array(alertSchema).min(1) }), alertSchema]);

/** What a run started by hand is told of the trouble. */
export interface RunOrigin {
  readonly incident?: string;
  readonly alert?: string;
}

/** The facts of an incident's text, of one alert in Alertmanager's JSON, or of neither. @throws TerminalError `incident-unreadable` */
export async function readFacts(origin: RunOrigin, cluster: string, now: Date): Promise<IncidentFacts> {
  if (origin.incident !== undefined) return factsOfText(await readText(origin.incident), cluster, now);
  const empty = factsOfText('', cluster, now);
  return origin.alert === undefined ? empty : { ...empty, ...(await readAlert(origin.alert)) };
}

async function readAlert(file: string): Promise<Partial<IncidentFacts>> {
  const parsed = alertFile.safeParse(parseJson(await readText(file), file));
  if (!parsed.success) {
    throw new TerminalError('incident-unreadable', `${file} is not an alert: it needs "labels", as in a payload of Alertmanager.`, {
      hint: '{ "labels": { "alertname": "HighLatency", "service": "catalogue" } }',
    });
  }
  const alert =
    'alerts' in parsed.data && Array.isArray(parsed.data.alerts)
      ? alertSchema.parse(parsed.data.alerts[0])
      : alertSchema.parse(parsed.data);
  const { labels, annotations, startsAt } = alert;
  const alertName = labels['alertname'] ?? null;
  return {
    title: annotations['summary'] ?? alertName ?? 'Run by hand',
    text: Object.values(annotations).join('\n'),
    labels,
    annotations,
    alertName,
    service: labels['service'] ?? null,
    severity: labels['severity'] ?? 'unknown',
    ...(startsAt === undefined ? {} : { startedAt: new Date(startsAt) }),
  };
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new TerminalError('incident-unreadable', `${file} is not JSON: ${sentenceOf(cause)}`, { cause });
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new TerminalError('file-unreadable', `${file} cannot be read: ${sentenceOf(cause)}`, { cause });
  }
}

/** `k=v` pairs of the command line as bound values. @throws TerminalError `parameter-malformed` */
export function parametersOf(pairs: readonly string[]): BoundValues {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new TerminalError('parameter-malformed', `"${pair}" is not name=value.`);
      return [pair.slice(0, at), { value: pair.slice(at + 1), source: 'command line' }];
    }),
  );
}
