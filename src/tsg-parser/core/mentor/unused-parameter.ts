import { readDeclarations } from '../passes/read-parameters.js';
import { declaredParameters, twinOf } from './parameters.js';
import type { MentorRule, Subject } from './subject.js';

/** Declared, asked for, and used by nothing. */
export const unusedParameter: MentorRule = {
  id: 'unused-parameter',
  family: 'data flow',
  severity: 'warning',
  about: 'A declared parameter must be used.',
  check: (subject) => {
    const declared = declaredParameters(subject);
    const misspelt = new Set(subject.queries.flatMap(({ query }) => query.parameters.map((name) => twinOf(name, declared))));
    return declared.flatMap(({ name }) => {
      const line = declarationOf(name, subject);
      if (line === null || misspelt.has(name) || isUsed(name, line, subject)) return [];
      return [
        {
          line,
          quote: name,
          message: `"${name}" is declared and never used.`,
          suggestion: 'Remove it, or use it where a value is written out.',
        },
      ];
    });
  },
};

/** In the text, or where the front matter names it. */
function declarationOf(name: string, { parts, lines }: Subject): number | null {
  const declared = readDeclarations(parts.document.root).find(({ parameter }) => parameter.name === name);
  if (declared !== undefined) return declared.lines[0];
  const [first, last] = parts.document.frontMatter?.lines ?? [1, 0];
  const index = lines.slice(first - 1, last).findIndex((line) => wordOf(name).test(line));
  return index === -1 ? null : first + index;
}

/** As a hole, by name in code, or in a condition. A name of one word may be an ordinary word of the prose. */
function isUsed(name: string, declaredAt: number, { lines, queries, questions, parts }: Subject): boolean {
  if (queries.some(({ query }) => query.parameters.includes(name))) return true;
  const [, endOfFrontMatter] = parts.document.frontMatter?.lines ?? [0, 0];
  const elsewhere = lines.filter((_line, index) => index + 1 !== declaredAt && index + 1 > endOfFrontMatter);
  const use = useOf(name);
  if (elsewhere.some((line) => use.test(line))) return true;
  const word = wordOf(name);
  return questions.some(({ branches }) => branches.some(({ condition, line }) => line !== declaredAt && word.test(condition)));
}

/** `{name}`, `<name>`, `$name`, `:name`, `@name`, `[name]`, `` `name` ``; a name that is no word of the language, anywhere. */
function useOf(name: string): RegExp {
  const word = escaped(name);
  const hole = `[{<\`[]\\s*\\.?\\$?${word}\\s*[}>\`\\]]|[$:@]${word}(?![A-Za-z0-9_])|%\\(${word}\\)`;
  return new RegExp(/[_\d]/.test(name) ? `${hole}|${wordOf(name).source}` : hole, 'i');
}

function wordOf(name: string): RegExp {
  return new RegExp(`(?<![A-Za-z0-9_])${escaped(name)}(?![A-Za-z0-9_])`, 'i');
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\-]/g, '\\$&');
}
