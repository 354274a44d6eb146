import { remembered } from '../memo.js';
import { lineAt, slice, type LineRange, type RichText } from '../document.js';

export interface Sentence {
  readonly content: RichText;
  readonly text: string;
  readonly lines: LineRange;
  /** Offsets in the paragraph. */
  readonly start: number;
  readonly end: number;
}

/** A full stop after one of these ends no sentence. */
const ABBREVIATION = /(?:^|[\s(])(?:e\.g|i\.e|etc|vs|approx|no|resp|incl|fig|cf|[A-Za-z])\.$/i;

/**
 * Splits prose into sentences. Stops inside code, quotes of code, numbers, host names and abbreviations do not count.
 * Time is linear in the text.
 */
export const sentencesOf = remembered((content: RichText): readonly Sentence[] => {
  const { text } = content;
  const sentences: Sentence[] = [];
  let start = 0;
  let inCode = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '`') inCode = !inCode;
    if (inCode || (character !== '.' && character !== '!' && character !== '?')) continue;
    if (!endsSentence(text, start, at)) continue;
    push(content, start, at + 1, sentences);
    start = at + 1;
  }
  push(content, start, text.length, sentences);
  return sentences;
});

function endsSentence(text: string, start: number, at: number): boolean {
  const rest = text.slice(at + 1, at + 4);
  if (!/^["')\]*]*(?:\s|$)/.test(rest)) return false;
  if (text[at] !== '.') return true;
  if (ABBREVIATION.test(text.slice(Math.max(start, at - 8), at + 1))) return false;
  return !/^\s+[a-z]/.test(rest) || /^\s+(?:if|then|when)\b/.test(text.slice(at + 1, at + 8));
}

function push(content: RichText, from: number, to: number, sentences: Sentence[]): void {
  const raw = content.text.slice(from, to);
  const trimmed = raw.trim();
  if (trimmed === '' || /^["')\]*.]+$/.test(trimmed)) return;
  const start = from + raw.indexOf(trimmed[0] ?? '');
  const part = slice(content, start, start + trimmed.length);
  sentences.push({
    content: part,
    text: part.text,
    lines: [lineAt(content, start), lineAt(content, start + trimmed.length - 1)],
    start,
    end: start + trimmed.length,
  });
}

/** The words of a text that carry meaning: three letters or more, in lower case. */
export function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 2);
}
