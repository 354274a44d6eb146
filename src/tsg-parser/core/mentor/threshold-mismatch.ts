import { comparisonsIn } from './comparisons.js';
import type { Finding, MentorRule, SubjectStep } from './subject.js';

/** Prose says ">8%", the query yields the word from 15 on. */
export const thresholdMismatch: MentorRule = {
  id: 'threshold-mismatch',
  family: 'queries',
  severity: 'warning',
  about: 'A threshold in the text must be the one in the query.',
  check: ({ steps }) => steps.flatMap((step) => [...ofStatusWords(step), ...ofPromql(step)]),
};

/** `WHEN error_rate > 15 AND request_count > 500 THEN 'HIGH_ERROR_RATE'` against "HIGH_ERROR_RATE (>8% … >1000 requests)". */
function ofStatusWords({ draft }: SubjectStep): Finding[] {
  return draft.exits.flatMap(({ guard, line }) =>
    (guard === null ? [] : draft.queries.filter(({ language }) => language === 'sql' || language === 'kql')).flatMap((query) => {
      const text = guard?.text ?? '';
      const told = comparisonsIn(text);
      const word = [...text.matchAll(/\b[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+\b/g)]
        .map(([found]) => found)
        .find((candidate) => query.text.includes(`'${candidate}'`));
      if (word === undefined || told.length === 0) return [];
      const asked = whenOf(query.text, word);
      const wrong = told.filter(({ value }) => asked.length > 0 && !asked.some((number) => alike(number, value)));
      if (wrong.length === 0) return [];
      return [
        {
          line,
          quote: text,
          message: `The text says ${wrong.map(({ text: words }) => `"${words}"`).join(' and ')} for ${word}; the query yields it from ${asked.join(' and ')}.`,
          suggestion: 'Mend the one that is wrong.',
        },
      ];
    }),
  );
}

function whenOf(sql: string, word: string): number[] {
  const at = sql.indexOf(`'${word}'`);
  const start = sql.slice(0, at).toLowerCase().lastIndexOf('when');
  return start === -1 ? [] : comparisonsIn(sql.slice(start, at)).map(({ value }) => value);
}

/** `… > 0.9` at the end of the query against "above 80%". */
function ofPromql({ draft }: SubjectStep): Finding[] {
  const [query, ...others] = draft.queries.filter(({ mutating }) => !mutating);
  const threshold = query?.language === 'promql' ? /(>=?|<=?)\s*(\d+(?:\.\d+)?)\s*$/.exec(query.text.trim()) : null;
  if (query === undefined || threshold === null || others.length > 0) return [];
  const number = Number(threshold[2]);
  const direction = threshold[1]?.startsWith('>') === true ? 'above' : 'below';
  return draft.exits.flatMap(({ guard, line }) => {
    const [told] = guard === null ? [] : comparisonsIn(guard.text);
    if (told === undefined || told.direction !== direction || number === 0 || alike(number, told.value)) return [];
    return [
      {
        line,
        quote: guard?.text ?? '',
        message: `The text says "${told.text}"; the query asks for ${threshold[0].trim()}.`,
        suggestion: 'Mend the one that is wrong.',
      },
    ];
  });
}

/** Equal, or equal after a change of unit. */
function alike(left: number, right: number): boolean {
  return [1, 10, 100, 1000, 60, 3600, 1024, 1024 ** 2, 1024 ** 3, 1e6].some(
    (factor) => Math.abs(left * factor - right) < 1e-9 || Math.abs(right * factor - left) < 1e-9,
  );
}
