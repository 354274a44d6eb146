import { lineAt } from '../document.js';
import { declaredParameters, lineOfName, plainName, twinOf } from './parameters.js';
import { bindsInProse } from './prose-binds.js';
import type { MentorRule, Subject } from './subject.js';

/** A hole that no declaration and no query fills. Only guides that declare parameters are held to it. */
export const undeclaredParameter: MentorRule = {
  id: 'undeclared-parameter',
  family: 'data flow',
  severity: 'error',
  about: 'Every parameter must be declared, or bound by an earlier query.',
  check: (subject) => {
    const declared = declaredParameters(subject);
    if (declared.length === 0) return [];
    const known = new Set([...declared.map(({ name }) => name), ...boundNames(subject)].map(plainName));
    const told = new Set<string>();
    return [...inQueries(subject), ...inProse(subject)].flatMap(({ name, line }) => {
      if (known.has(plainName(name)) || told.has(name) || twinOf(name, declared) !== null || name.startsWith('__')) return [];
      told.add(name);
      return [
        {
          line,
          quote: name,
          message: `"${name}" is declared nowhere, and no query gives it a value.`,
          suggestion: 'Declare it under Parameters, with where its value comes from.',
        },
      ];
    });
  },
};

interface Use {
  readonly name: string;
  readonly line: number;
}

function boundNames(subject: Subject): string[] {
  return [...subject.queries.flatMap(({ query }) => query.binds), ...bindsInProse(subject).map(({ name }) => name)];
}

function inQueries({ queries }: Subject): Use[] {
  return queries.flatMap(({ query }) => query.parameters.map((name) => ({ name, line: lineOfName(query, name) })));
}

/** `{team}` in prose, outside of code. */
function inProse({ prose }: Subject): Use[] {
  return prose.flatMap((content) =>
    [...content.text.replace(/`[^`]*`/g, (code) => ' '.repeat(code.length)).matchAll(/(?<![$\w{])\{([a-z][a-z0-9_]*)\}/g)].map((match) => ({
      name: match[1] ?? '',
      line: lineAt(content, match.index),
    })),
  );
}
