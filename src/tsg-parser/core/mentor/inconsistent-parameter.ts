import type { Edit } from '../guide.js';
import { declaredParameters, lineOfName, meaningOf, twinOf } from './parameters.js';
import type { Finding, MentorRule, Subject } from './subject.js';

interface Use {
  readonly line: number;
  readonly count: number;
}

/** `<pod>` here, `<pod_name>` there: one value or two? */
export const inconsistentParameter: MentorRule = {
  id: 'inconsistent-parameter',
  family: 'data flow',
  severity: 'warning',
  about: 'One value must have one name.',
  check: (subject) => {
    const declared = declaredParameters(subject);
    const bound = new Set(subject.queries.flatMap(({ query }) => query.binds));
    const uses = usesOf(subject);
    return [...uses].flatMap(([name, use]): Finding[] => {
      if (bound.has(name) || declared.some((parameter) => parameter.name === name)) return [];
      if (/^[yMdHhms:./ -]+$/.test(name)) return [];
      const other = twinOf(name, declared) ?? moreUsed(name, use, uses);
      return other === null ? [] : [finding(name, use.line, other, subject)];
    });
  },
};

/** In guides that declare nothing: the other spelling that is used more, or earlier. */
function moreUsed(name: string, { count, line }: Use, uses: ReadonlyMap<string, Use>): string | null {
  const found = [...uses].find(
    ([candidate, use]) =>
      candidate !== name && meaningOf(candidate) === meaningOf(name) && (use.count > count || (use.count === count && use.line < line)),
  );
  return found?.[0] ?? null;
}

function usesOf({ queries }: Subject): Map<string, Use> {
  const uses = new Map<string, Use>();
  for (const { query } of queries) {
    if (query.language === 'powershell') continue;
    for (const name of query.parameters) {
      const known = uses.get(name);
      uses.set(name, { line: known?.line ?? lineOfName(query, name), count: (known?.count ?? 0) + 1 });
    }
  }
  return uses;
}

function finding(name: string, line: number, other: string, subject: Subject): Finding {
  return {
    line,
    quote: name,
    message: `"${name}" seems to be what is called "${other}" elsewhere.`,
    suggestion: `Write ${other} in both places.`,
    fix: renames(name, other, subject.lines),
  };
}

/** Only inside the brackets of holes: a name in prose may mean something else. */
function renames(from: string, to: string, lines: readonly string[]): Edit[] {
  const hole = new RegExp(`(?<=<|\\{|\\$)${from.replace(/[.*+?^${}()|[\]\\-]/g, '\\$&')}(?![\\w-])`, 'g');
  return lines.flatMap((text, index) => [...text.matchAll(hole)].map((match) => ({ line: index + 1, column: match.index, from, to })));
}
