import type { IncidentFacts } from './extract-parameters.js';
import { bareValue, pairsOf, plainName } from './key-value-text.js';
import { timeOf } from './time-expression.js';

const TITLE = ['title', 'summary', 'subject'];
const STARTED = ['incidentstart', 'incidentstarttime', 'started', 'startedat', 'began', 'triggered', 'triggeredat', 'detected', 'detectedat', 'created', 'createdat', 'opened', 'openedat']; // prettier-ignore
const SEVERITY = ['severity', 'urgency', 'priority'];
const SERVICE = ['service', 'servicename', 'affectedservice'];

/** What an incident's free text says of itself: its title, when it began, how grave it is, which service it is about. */
export function factsOfText(text: string, cluster: string, now: Date): IncidentFacts {
  const pairs = pairsOf(text).map(({ key, value }) => ({ key: plainName(key), value: bareValue(value) }));
  const said = (names: readonly string[]): readonly string[] =>
    names.flatMap((name) => pairs.filter(({ key }) => key === name).map(({ value }) => value));
  const started = said(STARTED).flatMap((value) => timeOf(value, { startedAt: now, now }) ?? []);
  return {
    title: said(TITLE)[0] ?? /^\s*(?:#+\s*)?(\S.*)$/mu.exec(text)?.[1] ?? 'Run by hand',
    text,
    labels: {},
    annotations: {},
    alertName: null,
    service: said(SERVICE)[0] ?? null,
    severity: said(SEVERITY)[0] ?? 'unknown',
    cluster,
    startedAt: started[0] ?? now,
    now,
  };
}
