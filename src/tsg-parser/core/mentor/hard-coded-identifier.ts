import type { DraftQuery } from '../draft.js';
import type { PlanParameter } from '../plan.js';
import { declaredParameters } from './parameters.js';
import type { Finding, MentorRule } from './subject.js';
import { writtenOut } from './written-out.js';

/** Names that a machine made up: a pod of a deployment, a node of a cloud, a UUID. */
const GENERATED: readonly RegExp[] = [
  /\b([a-z][a-z0-9-]*-[a-f0-9]{8,10}-[a-z0-9]{5})\b/,
  /\b([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b/i,
  /\b(ip-\d{1,3}-\d{1,3}-\d{1,3}-\d{1,3}(?:\.[\w.-]+)?)/,
  /\b(aks-\w+-\d{8}-vmss\w{6})\b/,
  /\b(gke-[\w-]+-[0-9a-f]{8}-[a-z0-9]{4})\b/,
];

/** The name of one pod, node or tenant: the next incident has another. */
export const hardCodedIdentifier: MentorRule = {
  id: 'hard-coded-identifier',
  family: 'data flow',
  severity: 'warning',
  about: 'What differs from incident to incident must be a parameter.',
  check: (subject) => {
    const declared = declaredParameters(subject);
    return once(
      subject.queries.flatMap(({ query }) =>
        query.text.split('\n').flatMap((line, index) => {
          const at = Math.min(query.lines[0] + index, query.lines[1]);
          if (/^\s*(?:#|--)/.test(line) || /\breplace\b|\bexample\b/i.test(line)) return [];
          return generated(line, at, query) ?? spelledOut(line, at, query, declared);
        }),
      ),
    );
  },
};

/** Each name once. */
function once(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ quote }, index) => findings.findIndex((other) => other.quote === quote) === index);
}

/** Lines that ask; what stands below them is their answer. */
const ASKS =
  /^\s*(?:\$\s|sudo\s)*(?:\w+=["']?\$\()?(?:kubectl|oc|k|gcloud|az|aws|docker|crictl|virtctl|ssh|scp|ceph|rbd|knife|psql|etcdctl|curl)\s/;

function generated(text: string, line: number, { language, mutating }: DraftQuery): Finding[] | null {
  const asks = language === 'promql' || language === 'logql' || language === 'kql' || (language === 'sql' && !mutating) || ASKS.test(text);
  if (!asks) return null;
  const name = GENERATED.map((pattern) => pattern.exec(text)?.[1]).find((found) => found !== undefined && /\d/.test(found.slice(-16)));
  if (name === undefined || isStandIn(name)) return null;
  return [
    { line, quote: name, message: `"${name}" is the name of one object; it will not exist next time.`, suggestion: 'Use a parameter.' },
  ];
}

/** 00000000-0000-0000-0000-000000000000 stands for any. */
function isStandIn(name: string): boolean {
  return new Set(name.replace(/-/g, '').slice(0, 8)).size === 1 || /^12345678-|x{4}/i.test(name);
}

/** What the guide itself declares to be a parameter. */
function spelledOut(text: string, line: number, { language }: DraftQuery, declared: readonly PlanParameter[]): Finding[] {
  return writtenOut(text, language, declared)
    .slice(0, 1)
    .map(({ literal, parameter }) => ({
      line,
      quote: literal,
      message: `"${literal}" is written out, though ${parameter} is a parameter of this guide.`,
      suggestion: `Use {${parameter}}.`,
    }));
}
