import { z } from 'zod';
import type { Known } from '../decide-edges.js';
import type { Evidence, EvidencePiece } from './evidence.js';

/** The schema of a verdict. Servers know few keywords of JSON schema, so that bounds are checked here. */
export const VERDICT_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['reason', 'quotes', 'verdict', 'confidence'],
  properties: {
    reason: { type: 'string', description: 'One or two sentences: why the verdict follows from the evidence.' },
    quotes: { type: 'array', items: { type: 'string' }, description: 'Parts of the evidence, copied character by character.' },
    verdict: { enum: ['true', 'false', 'undecidable'] },
    confidence: { type: 'number', description: 'From 0 to 1.' },
  },
} as const;

const verdictShape = z.object({
  reason: z.string(),
  quotes: z.array(z.string()),
  verdict: z.enum(['true', 'false', 'undecidable']),
  confidence: z.number().min(0).max(1),
});

/** What a model's answer comes to: a decision with its quotes, or an open question and why. */
export type Judgement =
  | { readonly kind: 'decided'; readonly known: Known; readonly confidence: number }
  | { readonly kind: 'open'; readonly why: string; readonly confidence: number | null };

const MOST_QUOTES = 10;
const LONGEST_REASON = 400;
const LONGEST_QUOTE = 500;

/**
 * Checks a verdict in code. It is void unless each of its quotes stands literally in the evidence; one the model is less sure of
 * than `minConfidence` is left to a person, as is an undecidable one.
 */
export function checkVerdict(answer: unknown, model: string, evidence: Evidence, minConfidence: number): Judgement {
  const parsed = verdictShape.safeParse(answer);
  if (!parsed.success) return open(`The verdict of ${model} is void: it is not of the shape that was asked for.`);
  const { verdict, confidence } = parsed.data;
  const reason = oneLine(parsed.data.reason, LONGEST_REASON);
  const quotes = parsed.data.quotes.map((quote) => quote.trim()).filter((quote) => quote !== '');
  if (verdict === 'undecidable') return open(`${model} cannot tell: ${reason}`, confidence);
  const places = quotes.map((quote) => placeOf(quote, evidence.pieces));
  const flaw = flawOf(quotes, places);
  if (flaw !== null) return open(`The verdict of ${model} is void: ${flaw}`, confidence);
  if (confidence < minConfidence)
    return open(`${model} says ${verdict === 'true' ? 'yes' : 'no'}, but is not sure (confidence ${confidence}): ${reason}`, confidence);
  const known: Known = {
    answer: verdict === 'true',
    by: { kind: 'model', model, confidence, quotes },
    reason: `${model} judges (confidence ${confidence}) by ${quotes.map((quote) => `“${quote}”`).join(', ')}: ${reason}${evidence.cut === null ? '' : ` ${evidence.cut}`}`,
    ...restingOn(places),
  };
  return { kind: 'decided', known, confidence };
}

function flawOf(quotes: readonly string[], places: readonly (Place | null)[]): string | null {
  if (quotes.length === 0) return 'it quotes no evidence.';
  if (quotes.length > MOST_QUOTES || quotes.some(({ length }) => length > LONGEST_QUOTE))
    return 'it repeats the evidence instead of quoting what decides.';
  const missing = places.indexOf(null);
  return missing === -1 ? null : `“${oneLine(quotes[missing] ?? '', 120)}” is not in the evidence.`;
}

/** The rows that are quoted, of the result that is quoted first. */
function restingOn(places: readonly (Place | null)[]): Pick<Known, 'queryId' | 'rows'> {
  const queryId = places[0]?.queryId ?? null;
  const rows = places.flatMap((place) => (place !== null && place.queryId === queryId ? place.rows : []));
  return { queryId, rows: [...new Set(rows)].toSorted((a, b) => a - b) };
}

/** Whether a quote still stands in evidence that was read anew. */
export function isQuoted(quote: string, evidence: Evidence): boolean {
  return placeOf(quote, evidence.pieces) !== null;
}

interface Place {
  readonly queryId: string;
  readonly rows: readonly number[];
}

/** Where a quote stands, character by character and not torn out of the middle of a word; null where it does not. */
function placeOf(quote: string, pieces: readonly EvidencePiece[]): Place | null {
  for (const { queryId, lines } of pieces) {
    const text = lines.map((line) => line.text).join('\n');
    for (let at = text.indexOf(quote); at !== -1; at = text.indexOf(quote, at + 1)) {
      if (isTorn(text, at) || isTorn(text, at + quote.length)) continue;
      return { queryId, rows: rowsBetween(lines, at, at + quote.length) };
    }
  }
  return null;
}

/** A border inside of a word or a number: “0” is no quote of “100”. */
function isTorn(text: string, at: number): boolean {
  return /[\p{L}\p{N}_]/u.test(text.charAt(at - 1)) && /[\p{L}\p{N}_]/u.test(text.charAt(at));
}

function rowsBetween(lines: EvidencePiece['lines'], from: number, to: number): readonly number[] {
  let begin = 0;
  return lines.flatMap(({ text, row }) => {
    const end = begin + text.length;
    const isHit = begin < to && end > from;
    begin = end + 1;
    return isHit && row !== null ? [row] : [];
  });
}

function open(why: string, confidence: number | null = null): Judgement {
  return { kind: 'open', why, confidence };
}

function oneLine(text: string, length: number): string {
  const line = text.replace(/[\s\u0000-\u001f\u007f]+/gu, ' ').trim();
  return line.length <= length ? line : `${line.slice(0, length)}…`;
}
