import { sectionsOf } from '../document.js';
import { readParameters } from '../passes/read-parameters.js';
import type { MentorRule, Subject } from './subject.js';

/** Declared, asked for, and used by nothing. */
export const unusedParameter: MentorRule = {
  id: 'unused-parameter',
  family: 'data flow',
  severity: 'warning',
  about: 'A declared parameter must be used.',
  check: (subject) => {
    const declared = [...readParameters(subject.parts.document.root), ...subject.parts.reading.frontMatter.parameters];
    return declared.flatMap(({ name }) => {
      const lines = linesWith(name, subject);
      if (lines.length !== 1) return [];
      const [line = 1] = lines;
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

function linesWith(name: string, { lines, parts }: Subject): number[] {
  const word = new RegExp(`(?<![A-Za-z0-9_])${name.replace(/[.*+?^${}()|[\]\\-]/g, '\\$&')}(?![A-Za-z0-9_])`, 'i');
  const declarations = [...sectionsOf(parts.document.root)]
    .filter(({ title }) => /^parameters?\b/i.test(title.text))
    .map(({ lines: range }) => range);
  const inside = (line: number): boolean => declarations.some(([from, to]) => line >= from && line <= to);
  const found = lines.flatMap((line, index) => (word.test(line) ? [index + 1] : []));
  const first = found.find(inside) ?? found[0];
  return found.filter((line) => line === first || !inside(line));
}
