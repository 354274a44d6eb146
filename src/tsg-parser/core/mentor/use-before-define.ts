import { declaredParameters, lineOfName } from './parameters.js';
import { bindsInProse } from './prose-binds.js';
import type { Finding, MentorRule, Subject, SubjectStep } from './subject.js';

/** Where a name gets its value. */
interface Bind {
  readonly name: string;
  readonly step: SubjectStep;
  readonly line: number;
}

/** A name that only a later step gives a value to. */
export const useBeforeDefine: MentorRule = {
  id: 'use-before-define',
  family: 'data flow',
  severity: 'error',
  about: 'A value must be bound before it is used.',
  check: (subject) => {
    if (subject.form === 'page') return [];
    const binds = bindsOf(subject);
    const fromOutside = new Set(declaredParameters(subject).map(({ name }) => name));
    for (const { name } of bindsInProse(subject)) fromOutside.delete(name);
    return subject.queries.flatMap(({ query, step }) =>
      query.parameters.flatMap((name): Finding[] => {
        const line = lineOfName(query, name);
        const own = binds.filter((bind) => bind.name === name);
        if (fromOutside.has(name) || own.length === 0) return [];
        if (own.some((bind) => bind.line < line || isAbove(query.text, name) || leadsTo(bind.step, step, subject))) return [];
        const [first] = own;
        return [
          {
            line,
            quote: name,
            message: `"${name}" gets its value in line ${String(first?.line ?? line)}, after it is used here.`,
            suggestion: 'Move up what binds it.',
          },
        ];
      }),
    );
  },
};

/** Assigned before it is used within one text: `A=$(…); use $A`, `for A in …`. */
function isAbove(text: string, name: string): boolean {
  const assigned = text.search(new RegExp(`(?:^|[\\s;&(])${name}=|\\b(?:for|read)\\s+${name}\\b`));
  const used = text.search(new RegExp(`[<{$]${name}\\b`));
  return assigned !== -1 && assigned < used;
}

function bindsOf(subject: Subject): Bind[] {
  const queried = subject.queries.flatMap(({ query, step }) =>
    query.binds.map((name) => ({ name, step, line: assignedAt(query.text, query.lines, name) })),
  );
  return [...queried, ...bindsInProse(subject)];
}

/** The line of `NAME=…`; a statement of several commands may use the name above it. */
function assignedAt(text: string, [first, last]: readonly [number, number], name: string): number {
  const index = text.split('\n').findIndex((line) => new RegExp(`(?:^|[\\s;&])${name}=`).test(line));
  return Math.min(first + Math.max(0, index), last);
}

/** Whether a run can pass the step that binds before it comes to the one that uses. */
function leadsTo({ node: { id: from } }: SubjectStep, { node: { id: to } }: SubjectStep, { parts }: Subject): boolean {
  if (from === to) return false;
  const seen = new Set<string>();
  const queue = [from];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (at === to) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    for (const edge of parts.built.plan.edges) if (edge.from === at) queue.push(edge.to);
  }
  return false;
}
