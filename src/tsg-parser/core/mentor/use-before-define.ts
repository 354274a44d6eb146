import { readParameters } from '../passes/read-parameters.js';
import type { MentorRule, Subject } from './subject.js';

/** A name that only a later query gives a value to. */
export const useBeforeDefine: MentorRule = {
  id: 'use-before-define',
  family: 'data flow',
  severity: 'error',
  about: 'A value must be bound before it is used.',
  check: (subject) => {
    const declared = new Set(
      [...readParameters(subject.parts.document.root), ...subject.parts.reading.frontMatter.parameters].map(({ name }) => name),
    );
    return subject.queries.flatMap(({ query, step }, index) =>
      query.parameters.flatMap((name) => {
        if (declared.has(name) || subject.queries.slice(0, index).some((earlier) => earlier.query.binds.includes(name))) return [];
        const later = subject.queries.slice(index + 1).find((candidate) => candidate.query.binds.includes(name));
        if (later === undefined || reaches(later.step.node.id, step.node.id, subject)) return [];
        return [
          {
            line: query.lines[0],
            quote: name,
            message: `"${name}" gets its value in line ${String(later.query.lines[0])}, after it is used here.`,
            suggestion: 'Move the query that binds it up.',
          },
        ];
      }),
    );
  },
};

/** A jump may run the later text first. */
function reaches(from: string, to: string, { parts }: Subject): boolean {
  const seen = new Set<string>();
  const queue = [from];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (at === to && from !== to) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    for (const edge of parts.built.plan.edges) if (edge.from === at) queue.push(edge.to);
  }
  return false;
}
