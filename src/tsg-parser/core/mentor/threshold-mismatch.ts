import { lineAt } from '../document.js';
import type { DraftQuery } from '../draft.js';
import { sentencesOf } from '../grammar/sentences.js';
import { alike, comparisonsIn, type Comparison } from './comparisons.js';
import { filtersOf, type Filter } from './query-filters.js';
import { questionsIn } from './questions.js';
import type { Finding, MentorRule, SubjectStep } from './subject.js';

/** A text of a step that compares something. */
interface Told {
  readonly text: string;
  readonly line: number;
}

/** Prose says ">8%", the query yields the word from 15 on. */
export const thresholdMismatch: MentorRule = {
  id: 'threshold-mismatch',
  family: 'queries',
  severity: 'warning',
  about: 'A threshold in the text must be the one in the query.',
  check: ({ steps }) => steps.flatMap(ofStep),
};

function ofStep(step: SubjectStep): Finding[] {
  const told = toldBy(step);
  const readings = step.draft.queries.filter(({ mutating }) => !mutating);
  const words = told.flatMap((one) => readings.flatMap((query) => ofStatusWord(one, query)));
  const [only, ...others] = readings;
  const filters = only === undefined || others.length > 0 ? [] : filtersOf(only);
  return [...words, ...told.flatMap((one) => ofFilters(one, filters))];
}

/** Conditions, and sentences that say what the query answers with. */
function toldBy({ draft }: SubjectStep): Told[] {
  const conditions = questionsIn(draft.blocks).flatMap((branches) =>
    branches.flatMap(({ kind, condition, line }) => (kind === 'if' || kind === 'else-if' ? [{ text: condition, line }] : [])),
  );
  const sentences = draft.blocks.flatMap((block) =>
    block.kind === 'paragraph'
      ? sentencesOf(block.content)
          .filter(
            ({ text }) =>
              /\b(?:query|expression|alert) (?:only )?(?:returns|yields|shows|lists|fires)\b/i.test(text) && !/\bif\b/i.test(text),
          )
          .map(({ text, start }) => ({ text, line: lineAt(block.content, start) }))
      : [],
  );
  return [...conditions, ...sentences];
}

/** `WHEN error_rate > 15 AND request_count > 500 THEN 'HIGH_ERROR_RATE'` against "HIGH_ERROR_RATE (>8% … >1000 requests)". */
function ofStatusWord({ text, line }: Told, query: DraftQuery): Finding[] {
  const told = comparisonsIn(text);
  const word = [...text.matchAll(/\b[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)*\b/g)]
    .map(([found]) => found)
    .find((candidate) => new RegExp(`['"]${candidate}['"]`).test(query.text));
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
}

/** The numbers compared before `THEN 'WORD'`, or in KQL's `iff(…, 'WORD'` and `case(…`. */
function whenOf(text: string, word: string): number[] {
  const before = text.slice(0, text.search(new RegExp(`['"]${word}['"]`)));
  const start = Math.max(before.toLowerCase().lastIndexOf('when '), before.search(/\b(?:iff|iif)\s*\([^(]*$/i));
  return start === -1 ? [] : comparisonsIn(before.slice(start)).map(({ value }) => value);
}

/** "above 500" of a query that leaves out what is not above 800. A text that asks for more than the query does is worth a note. */
function ofFilters({ text, line }: Told, filters: readonly Filter[]): Finding[] {
  const told = comparisonsIn(text);
  return filters.flatMap(({ comparison: asked, measures }) => {
    const wrong = told.find((one) => one.direction === asked.direction && fits(one, measures));
    if (wrong === undefined || asked.value === 0 || told.some((one) => alike(one.value, asked.value))) return [];
    const hides = asked.direction === 'above' ? inSameUnit(wrong, asked) < asked.value : inSameUnit(wrong, asked) > asked.value;
    return [
      {
        line,
        quote: text,
        message: `The text says "${wrong.text}"; the query asks for ${asked.text}.`,
        suggestion: hides ? 'What lies between is never shown: mend the one that is wrong.' : 'Mend the one that is wrong, if one is.',
        ...(hides ? {} : { severity: 'info' as const }),
      },
    ];
  });
}

function fits({ dimension }: Comparison, measures: Filter['measures']): boolean {
  if (measures === 'value') return true;
  return dimension === null ? measures === 'count' : dimension === measures;
}

/** 80% beside 0.9 is 0.8. */
function inSameUnit(told: Comparison, { value }: Comparison): number {
  return told.dimension === 'share' && value <= 1 ? told.base : told.dimension === 'share' ? told.value : told.base;
}
