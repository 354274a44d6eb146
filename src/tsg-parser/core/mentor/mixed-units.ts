import { lineAt } from '../document.js';
import { sentencesOf } from '../grammar/sentences.js';
import { stepTargets } from '../grammar/jump.js';
import { comparisonsIn, type Comparison } from './comparisons.js';
import type { MentorRule, SubjectStep } from './subject.js';

interface Told extends Comparison {
  readonly line: number;
  /** The number of the step whose query is spoken of. */
  readonly about: string | null;
  /** "more than 500 requests": things counted have no unit. */
  readonly counts: boolean;
}

/** "above 0.5 s" in one place, "below 500" in another: of the same query. */
export const mixedUnits: MentorRule = {
  id: 'mixed-units',
  family: 'clarity',
  severity: 'warning',
  about: 'Thresholds of one query must be in one unit, and say which.',
  check: (subject) => {
    const told = subject.steps.flatMap((step) => toldBy(step));
    return told.flatMap((one) => {
      const other = told.find((candidate) => candidate.about !== null && candidate.about === one.about && clashes(one, candidate));
      if (other === undefined) return [];
      return [
        {
          line: one.line,
          quote: one.text,
          message: `"${one.text}" has no unit; line ${String(other.line)} says "${other.text}" of the same query.`,
          suggestion: `Write the unit, as in "${other.text}".`,
        },
      ];
    });
  },
};

/** A bare number far from one with a unit: 500 beside 0.5 s, 0.05 beside 5%. */
function clashes(bare: Told, measured: Told): boolean {
  if (bare.unit !== null || measured.dimension === null || bare.value === 0 || bare.counts) return false;
  const ratio = bare.value / measured.value;
  return ratio >= 50 || ratio <= 0.02;
}

function toldBy({ draft }: SubjectStep): Told[] {
  return draft.blocks.flatMap((block) => {
    if (block.kind !== 'paragraph') return [];
    return sentencesOf(block.content).flatMap((sentence) =>
      comparisonsIn(sentence.text).map((comparison) => ({
        ...comparison,
        line: lineAt(block.content, sentence.start + comparison.at),
        about: aboutOf(sentence.text, comparison, draft.label?.number ?? null),
        counts: counts(sentence.text, comparison),
      })),
    );
  });
}

const COUNTED =
  /\b(?:counts?|number|total|requests?|sessions?|errors?|rows?|restarts?|pods?|replicas?|failures?|messages?|queue)\W*(?:\w+\W+){0,2}$/i;

function counts(sentence: string, { at, text }: Comparison): boolean {
  const after = sentence.slice(at + text.length);
  return COUNTED.test(sentence.slice(0, at)) || /^\s*(?!(?:for|within|in|on|and|or|again|after|then|if|when|it)\b)[a-z]/i.test(after);
}

/** "the query of Step 1 is below 500" speaks of Step 1; other sentences of their own step. */
function aboutOf(sentence: string, comparison: Comparison, own: string | null): string | null {
  const named = /\b(?:query|value|result|command|panel|graph) (?:of|from|in) (steps?\s+\S+)/gi;
  const before = [...sentence.slice(0, comparison.at).matchAll(named)].at(-1)?.[1];
  const [target] = before === undefined ? [] : stepTargets(before.charAt(0).toUpperCase() + before.slice(1));
  return target?.kind === 'step' ? target.number : own;
}
