import type { DraftQuery } from '../draft.js';
import type { Finding, MentorRule, Subject } from './subject.js';

const NAMESPACE = /(?:^|\s)(?:-n|--namespace)[ =]["']?([a-z0-9][\w.-]*)["']?/g;
const SYSTEM = /^(?:kube-|openshift|default$|monitoring$|istio-system$|cert-manager$)/;
/** A pod of a deployment, with the hash of its replica set and its own. */
const POD = /\b([a-z][a-z0-9-]*-[a-f0-9]{8,10}-[a-z0-9]{5})\b/;
const UUID = /\b([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b/i;

/** The name of one pod, node or tenant: the next incident has another. */
export const hardCodedIdentifier: MentorRule = {
  id: 'hard-coded-identifier',
  family: 'data flow',
  severity: 'warning',
  about: 'What differs from incident to incident must be a parameter.',
  check: (subject) => subject.queries.flatMap(({ query }) => [...generated(query), ...namespaces(query, subject)]),
};

function generated(query: DraftQuery): Finding[] {
  return query.text.split('\n').flatMap((line, index) => {
    const name = POD.exec(line)?.[1] ?? UUID.exec(line)?.[1];
    if (name === undefined || !/\d/.test(name.slice(-16)) || /^\s*#/.test(line)) return [];
    return [
      {
        line: Math.min(query.lines[0] + index, query.lines[1]),
        quote: name,
        message: `"${name}" is the name of one object; it will not exist next time.`,
        suggestion: 'Use a parameter.',
      },
    ];
  });
}

/** Only where the guide itself says that the namespace is a parameter. */
function namespaces(query: DraftQuery, { parts }: Subject): Finding[] {
  const declared = parts.reading.guide.parameters.find(({ name }) => /^(?:name_?space|ns)$/i.test(name));
  if (declared === undefined) return [];
  return [...query.text.matchAll(NAMESPACE)].flatMap((match) => {
    const name = match[1] ?? '';
    if (SYSTEM.test(name)) return [];
    return [
      {
        line: query.lines[0],
        quote: name,
        message: `The namespace "${name}" is written out, though ${declared.name} is a parameter of this guide.`,
        suggestion: `Use {${declared.name}}.`,
      },
    ];
  });
}
