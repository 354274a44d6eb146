import { blocksOf, type Block } from '../document.js';
import type { Repeat } from '../draft.js';
import { sentencesOf } from '../grammar/sentences.js';
import { stepTargets } from '../grammar/jump.js';
import { durationMs } from '../passes/read-options.js';

const REPEAT =
  /\b(?:repeat (?:as needed|until|the (?:check|query|command)|this (?:step|check)|up to|every)|retry (?:until|every|up to)|keep \w+ing until|wait (?:until|for .+ to)\b|poll (?:until|every)|until\b.*\b(?:retry|repeat))/i;

/** "Wait until …", "repeat as needed": the step repeats itself, bounded. Repeats of other steps are jumps back. */
export function readRepeats(blocks: readonly Block[]): Repeat[] {
  return [...blocksOf(blocks)].flatMap((block) => {
    if (block.kind !== 'paragraph') return [];
    return sentencesOf(block.content).flatMap((sentence): Repeat[] => {
      if (
        !REPEAT.test(sentence.text) ||
        stepTargets(sentence.text).length > 0 ||
        /^(?:the|it|this)\b.*\b(?:will|may)\b/i.test(sentence.text)
      )
        return [];
      return [
        { text: sentence.text, line: sentence.lines[0], maxIterations: boundOf(sentence.text), intervalMs: intervalOf(sentence.text) },
      ];
    });
  });
}

/** "up to 5 times", "at most three times"; null where the text gives no bound. */
export function boundOf(text: string): number | null {
  const match =
    /\b(?:up to|at most|no more than|maximum(?: of)?|max\.?)\s+(\d+|two|three|four|five|six|ten)\s+(?:more )?(?:times|attempts|iterations|retries|tries)/i.exec(
      text,
    ) ??
    /\b(\d+|once|twice|two|three|four|five|six|ten)\s*(?:more )?(?:times|attempts|iterations)?\b(?=\W*(?:times|at most|$))/i.exec(
      text.match(/\b(?:repeat|retry)\b.*$/i)?.[0] ?? '',
    );
  const word = match?.[1]?.toLowerCase();
  if (word === undefined) return null;
  const words: Readonly<Record<string, number>> = { once: 1, twice: 2, two: 2, three: 3, four: 4, five: 5, six: 6, ten: 10 };
  return words[word] ?? Number(word);
}

function intervalOf(text: string): number | null {
  const every = /\b(?:every|each|wait|after)\s+(\d.*)$/i.exec(text)?.[1];
  return every === undefined ? null : durationMs(every);
}
