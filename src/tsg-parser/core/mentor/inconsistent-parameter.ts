import type { MentorRule, Subject } from './subject.js';

/** `<pod>` here, `<pod_name>` there: one value or two? */
export const inconsistentParameter: MentorRule = {
  id: 'inconsistent-parameter',
  family: 'data flow',
  severity: 'warning',
  about: 'One value must have one name.',
  check: (subject) => {
    const uses = usesOf(subject);
    return [...uses].flatMap(([name, { line, count }]) => {
      const other = [...uses].find(
        ([candidate, use]) =>
          candidate !== name && sameValue(candidate, name) && (use.count > count || (use.count === count && use.line < line)),
      );
      if (other === undefined) return [];
      return [
        {
          line,
          quote: name,
          message: `"${name}" seems to be what is called "${other[0]}" in line ${String(other[1].line)}.`,
          suggestion: `Write ${other[0]} in both places.`,
        },
      ];
    });
  },
};

function usesOf({ queries, parts }: Subject): Map<string, { line: number; count: number }> {
  const uses = new Map<string, { line: number; count: number }>();
  for (const { query } of queries) {
    for (const name of query.parameters) {
      const known = uses.get(name);
      uses.set(name, { line: known?.line ?? lineOf(query.text, query.lines[0], name), count: (known?.count ?? 0) + 1 });
    }
  }
  for (const { name } of parts.reading.guide.parameters) {
    const known = uses.get(name);
    if (known !== undefined) uses.set(name, { ...known, count: known.count + 100 });
  }
  return uses;
}

function lineOf(text: string, first: number, name: string): number {
  const index = text.split('\n').findIndex((line) => line.includes(name));
  return first + Math.max(0, index);
}

function sameValue(left: string, right: string): boolean {
  const [one, two] = [plain(left), plain(right)];
  return one === two || `${one}name` === two || `${two}name` === one;
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/^(?:your|my|the)(?=\w{3})/, '');
}
