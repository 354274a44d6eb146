import { readParameters } from '../passes/read-parameters.js';
import type { MentorRule } from './subject.js';

/** A hole that no declaration and no earlier query fills. Only guides that declare parameters are held to it. */
export const undeclaredParameter: MentorRule = {
  id: 'undeclared-parameter',
  family: 'data flow',
  severity: 'error',
  about: 'Every parameter must be declared, or bound by an earlier query.',
  check: ({ parts, queries }) => {
    const declared = new Set(
      [...readParameters(parts.document.root), ...parts.reading.frontMatter.parameters].map(({ name }) => plain(name)),
    );
    if (declared.size === 0) return [];
    const bound = new Set(queries.flatMap(({ query }) => query.binds.map(plain)));
    const told = new Set<string>();
    return queries.flatMap(({ query }) =>
      query.parameters.flatMap((name) => {
        if (declared.has(plain(name)) || bound.has(plain(name)) || told.has(name)) return [];
        told.add(name);
        const index = Math.max(
          0,
          query.text.split('\n').findIndex((line) => line.includes(name)),
        );
        return [
          {
            line: Math.min(query.lines[0] + index, query.lines[1]),
            quote: name,
            message: `"${name}" is declared nowhere, and no earlier query gives it a value.`,
            suggestion: 'Declare it under Parameters, with where its value comes from.',
          },
        ];
      }),
    );
  },
};

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
