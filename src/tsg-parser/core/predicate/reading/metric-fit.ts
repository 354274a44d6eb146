import type { Token } from '../tokens.js';
import { measureNamed } from '../words/measures.js';
import type { QueryProfile } from './query-profile.js';

/** Why the one number of a metric query is not what the words measure; null where it may be. */
export function metricObjection(cues: readonly Token[], query: QueryProfile): string | null {
  const words = cues.map((cue) => cue.text);
  const stems = words.map((word) => measureNamed(word)?.stem ?? word);
  const { text } = query.facts;
  const missing = missingDimension(words, text);
  if (missing !== null) return `the query does not measure “${missing}”`;
  if (stems.includes('rate') && isBareCounter(query)) return 'the query yields a count that only grows, not a rate';
  if (
    stems.includes('usage') &&
    /resource_(?:requests|limits)/.test(text) &&
    !/usage|used|working_set|rss|_seconds_total|in_use/.test(text)
  )
    return 'the query is for what is granted, not for what is used';
  if (contradicts(stems, text)) return 'the query measures the opposite';
  if (stems.includes('mean') && /quantile/.test(text) && !/\bavg/.test(text)) return 'the query is for a quantile, not for an average';
  if (quantileClash(stems, text)) return 'the query is for another quantile';
  return null;
}

/** Words of one dimension ("memory") do not bind to a query about another ("cpu"). */
function missingDimension(words: readonly string[], text: string): string | null {
  const there = dimensionsOf(text);
  const wanted = words.filter((word) => measureNamed(word)?.dimension != null);
  if (wanted.length === 0 || there.size === 0) return null;
  return wanted.some((word) => there.has(measureNamed(word)?.dimension ?? '')) ? null : (wanted[0] ?? null);
}

function dimensionsOf(text: string): ReadonlySet<string> {
  const words = text.split(/[^A-Za-z0-9]+/).flatMap((word) => measureNamed(word)?.dimension ?? []);
  if (/5\.\.|5xx|!~?"\(?2|code|status/.test(text)) words.push('error', 'success');
  if (/[<>-]/.test(text) && /timestamp|expiry|time\(\)/.test(text)) words.push('age');
  if (/_success\b|\bup\b/.test(text)) words.push('success', 'error');
  if (/\b(?:changes|resets)\s*\(/.test(text)) words.push('restart');
  return new Set(words);
}

const OPPOSITES: readonly (readonly [word: string, text: RegExp, opposite: string])[] = [
  ['usage', /avail|free|idle|remaining/i, 'free'],
  ['free', /usage|used|utili[sz]ation|working_set/i, 'usage'],
  ['error', /(?:code|status)\w*\s*(?:!~?\s*"5|=~?\s*"(?:2|OK))|success|availab/i, 'success'],
  ['success', /(?:code|status)\w*\s*(?:=~?\s*"5|!~?\s*"(?:2|OK))|error|fail/i, 'error'],
];

/** "disk usage" says nothing of a query for free space, nor "error rate" of one for successes; `1 - …` turns it round. */
function contradicts(stems: readonly string[], text: string): boolean {
  const turned = /(?:^|[^\w.])100?\s*-|(?:^|[^\w.])1\s*-/.test(text);
  return OPPOSITES.some(([word, pattern, opposite]) => {
    const [said, other] = turned ? [opposite, word] : [word, opposite];
    const own = OPPOSITES.find(([stem]) => stem === opposite)?.[1];
    return stems.includes(said) && !stems.includes(other) && pattern.test(text) && own?.test(text) !== true;
  });
}

function quantileClash(stems: readonly string[], text: string): boolean {
  const spoken = stems.map((stem) => /^p(\d+)$/.exec(stem)?.[1]).filter((digits) => digits !== undefined);
  const asked = [...text.matchAll(/(?:quantile(?:_over_time)?\(\s*|quantile\s*=~?\s*")(0?\.\d+)/g)].map((match) => Number(match[1]));
  if (spoken.length > 0 && asked.length === 0) return !/p\d\d|:p?\d\d|quantile/.test(text);
  return (
    spoken.length > 0 &&
    !spoken.some((digits) => asked.some((quantile) => Math.abs(quantile - Number(digits) / 10 ** digits.length) < 1e-6))
  );
}

/** Whether the query yields a count that only ever grows: its value says nothing of a rate or of a window. */
export function isBareCounter(query: QueryProfile): boolean {
  const bare = query.facts.text.replace(/\{[^{}]*\}/g, '');
  return /_(?:total|count|sum)\b/.test(bare) && !/\b(?:rate|irate|increase|delta|deriv|idelta|resets|changes)\s*\(/.test(bare);
}
