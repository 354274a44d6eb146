import type { BoundValue, BoundValues } from '../../qpp-plugins/index.js';
import type { PlanParameter } from '../../tsg-parser/index.js';
import { bareValue, pairsOf, plainName } from './key-value-text.js';
import { timeOf } from './time-expression.js';

/** What is known of the trouble when a guide's parameters are bound. */
export interface IncidentFacts {
  readonly title: string;
  readonly text: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly alertName: string | null;
  readonly service: string | null;
  readonly severity: string;
  readonly cluster: string;
  readonly startedAt: Date;
  readonly now: Date;
}

interface Candidate {
  readonly value: string;
  readonly source: string;
}

/**
 * Gives each of a guide's parameters its value, with where it came from. What nobody said stays missing: the run asks.
 * The order: the label the guide names, labels, annotations, the incident's own fields, `key: value` lines, times in
 * words, the guide's default. Values that do not fit the parameter's type are passed over.
 */
export function extractParameters(parameters: readonly PlanParameter[], facts: IncidentFacts): BoundValues {
  const bound: [string, BoundValue][] = [];
  for (const parameter of parameters) {
    if (/^step\b/iu.test(parameter.source)) continue;
    const value = bind(parameter, facts);
    if (value !== null) bound.push([parameter.name, value]);
  }
  return Object.fromEntries(bound);
}

function bind(parameter: PlanParameter, facts: IncidentFacts): BoundValue | null {
  for (const candidate of candidatesFor(parameter, facts)) {
    const value = typed(parameter.type, candidate.value, facts);
    if (value !== null) return { value, source: candidate.source };
  }
  return statedTime(parameter, facts);
}

function candidatesFor(parameter: PlanParameter, facts: IncidentFacts): readonly Candidate[] {
  const names = spellingsOf(parameter.name);
  return [
    ...namedSource(parameter.source, facts),
    ...byName(names, facts.labels, 'alert label'),
    ...byName(names, facts.annotations, 'alert annotation'),
    ...byName(names, pairsAsRecord(facts.text), 'incident text, line'),
    ...byName(names, fieldsOf(facts), 'incident'),
    ...(parameter.default === null ? [] : [{ value: parameter.default, source: 'guide default' }]),
  ];
}

/** "alert label namespace", "alert annotation runbook_url", "label pod": what the guide itself points to. */
function namedSource(source: string, facts: IncidentFacts): readonly Candidate[] {
  const { kind, name } = /\b(?<kind>label|annotation)\s+`?(?<name>[\w./-]+)`?/iu.exec(source)?.groups ?? {};
  if (kind === undefined || name === undefined) return [];
  const values = kind.toLowerCase() === 'label' ? facts.labels : facts.annotations;
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  return value === undefined ? [] : [{ value, source: `alert ${kind.toLowerCase()} ${name}` }];
}

function byName(names: readonly string[], values: Readonly<Record<string, string>>, kind: string): readonly Candidate[] {
  return names.flatMap((name) => {
    const found = Object.entries(values).find(([key]) => plainName(key) === name);
    return found === undefined || bareValue(found[1]) === '' ? [] : { value: bareValue(found[1]), source: `${kind} ${found[0]}` };
  });
}

/** `pod_name` is also looked up as `pod`, `ns` as `namespace`: nothing further is guessed. */
function spellingsOf(name: string): readonly string[] {
  const plain = plainName(name);
  const shorter = /^(?<stem>.{2,})name$/u.exec(plain)?.groups?.['stem'];
  return [
    plain,
    ...(shorter === undefined ? [] : [shorter]),
    ...(plain === 'ns' ? ['namespace'] : []),
    ...(plain === 'namespace' ? ['ns'] : []),
  ];
}

function pairsAsRecord(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairsOf(text)
      .toReversed()
      .map(({ key, value }) => [key, value]),
  );
}

function fieldsOf(facts: IncidentFacts): Readonly<Record<string, string>> {
  const start = facts.startedAt.toISOString();
  const known = {
    title: facts.title,
    alertname: facts.alertName,
    alert: facts.alertName,
    service: facts.service,
    severity: facts.severity,
    cluster: facts.cluster,
  };
  const times = {
    incidentStartTime: start,
    alertStartTime: start,
    startedAt: start,
    startsAt: start,
    incidentTime: start,
    alertTime: start,
  };
  return Object.fromEntries(
    Object.entries({ ...known, ...times }).flatMap(([key, value]) => (value === null || value === '' ? [] : [[key, value]])),
  );
}

/** "The incident start time minus 2 hours", said in the guide of a parameter, is worked out here and not by a reader. */
function statedTime(parameter: PlanParameter, facts: IncidentFacts): BoundValue | null {
  for (const words of [parameter.description, parameter.source]) {
    const time = words === null ? null : timeOf(words, facts);
    if (time !== null) return { value: time.toISOString(), source: `guide: "${words ?? ''}"` };
  }
  const isStart = parameter.type === 'time' && plainName(parameter.name) === 'starttime';
  return isStart ? { value: facts.startedAt.toISOString(), source: 'incident start time' } : null;
}

function typed(type: PlanParameter['type'], text: string, facts: IncidentFacts): string | number | null {
  if (type === 'time') return timeOf(text, facts)?.toISOString() ?? null;
  if (type !== 'number') return text;
  const number = Number(text.replace(/(?<=\d),(?=\d{3})/gu, '').replace(/\s*%$/u, ''));
  return text.trim() === '' || !Number.isFinite(number) ? null : number;
}
