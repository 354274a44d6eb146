import type { Tree } from '@lezer/common';
import { secondsOf } from './durations.js';

/** A query asked over a stretch of time up to the instant it is about, a value each step. */
export interface AskedRange {
  readonly seconds: number;
  readonly stepSeconds: number;
}

const DIRECTIVE = /^#\s*range:\s*(\S+?)\s*(?:,?\s*step:\s*(\S+)\s*)?$/i;
/** Prometheus refuses more than 11,000; a plot shows no more than these. */
const MOST_POINTS = 1000;
const WANTED_POINTS = 240;
const STEPS = [15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400];

/**
 * The range a comment of the query asks for, in PromQL and LogQL alike: `# range: 6h`, or `# range: 6h, step: 1m`. Null: the
 * query is asked at an instant. A sentence where the comment says something else.
 */
export function askedRange(tree: Tree, text: string): AskedRange | string | null {
  const match = commentsOf(tree, text)
    .map((comment) => DIRECTIVE.exec(comment))
    .find((found) => found !== null);
  if (match === undefined) return null;
  const [, range = '', step] = match;
  const seconds = secondsOf(range);
  if (seconds === null || seconds === 0) return `the range “${range}” is no duration such as 6h`;
  const stepSeconds = step === undefined ? stepFor(seconds) : secondsOf(step);
  if (stepSeconds === null || stepSeconds === 0) return `the step “${step ?? ''}” is no duration such as 1m`;
  if (seconds / stepSeconds > MOST_POINTS)
    return `a range of ${range} in steps of ${step ?? ''} has more than ${String(MOST_POINTS)} points`;
  return { seconds, stepSeconds };
}

/** Comments as the grammar sees them: what looks like one inside a string is none. */
function commentsOf(tree: Tree, text: string): readonly string[] {
  const comments: string[] = [];
  tree.cursor().iterate(({ name, from, to }) => {
    if (name === 'LineComment') comments.push(text.slice(from, to));
  });
  return comments;
}

function stepFor(seconds: number): number {
  return STEPS.find((step) => seconds / step <= WANTED_POINTS) ?? Math.ceil(seconds / WANTED_POINTS);
}
