import { type Block, type ListBlock, type RichText } from '../document.js';
import type { Destination } from '../draft.js';
import { clausesOf, type Clause } from '../grammar/clause.js';
import { sentencesOf, type Sentence } from '../grammar/sentences.js';
import { actOf } from '../grammar/verbs.js';
import { destinationOf } from '../passes/read-exits.js';

/** One condition as the text has it, with what it asks for. */
export interface Branch {
  /** `else-if`: "Otherwise, if …". */
  readonly kind: 'if' | 'else-if' | 'else' | 'yes' | 'no';
  /** The words of the condition; of Otherwise and No the word itself. */
  readonly condition: string;
  /** `if`, `when`, `trailing if`, … */
  readonly cue: string;
  readonly line: number;
  readonly sentence: Sentence;
  readonly body: RichText;
  readonly to: Destination | null;
  /** What its paragraph goes on with. */
  readonly follows: readonly Sentence[];
}

/** Branches that belong together: of one run of prose, or of the bullets of one list. */
export type Question = readonly Branch[];

/** The questions that blocks ask, those of nested lists included, in the order of the text. */
export function questionsIn(blocks: readonly Block[]): Question[] {
  const questions: Question[] = [];
  let own: Branch[] = [];
  const close = (): void => {
    if (own.length > 0) questions.push(own);
    own = [];
  };
  for (const block of blocks) {
    if (block.kind === 'paragraph') own.push(...branchesIn(block.content));
    else if (block.kind === 'comment') continue;
    else {
      close();
      if (block.kind === 'list') questions.push(...ofList(block));
      if (block.kind === 'quote') questions.push(...questionsIn(block.blocks));
    }
  }
  close();
  return questions;
}

/** Items that each begin with a condition are the branches of one question. */
function ofList({ items }: ListBlock): Question[] {
  const heads = items.map(({ blocks }) => {
    const [first] = blocks;
    return first?.kind === 'paragraph' ? branchesIn(first.content) : [];
  });
  const together = heads.filter(([first]) => first !== undefined && first.sentence.start === 0).length >= 2;
  const nested = items.flatMap(({ blocks }) => questionsIn(together ? blocks.slice(1) : blocks));
  return together ? [heads.flat(), ...nested] : nested;
}

function branchesIn(content: RichText): Branch[] {
  const sentences = sentencesOf(content);
  return sentences.flatMap((sentence, index) =>
    clausesOf(sentence.content).flatMap((clause): Branch[] => {
      const { premise, body } = clause;
      if (premise === null) return [];
      const line = sentence.lines[0];
      return [
        {
          kind: kindOf(premise, sentence.text),
          condition: premise.kind === 'says' ? premise.text : premise.kind === 'so' ? 'yes' : premise.words,
          cue: premise.kind === 'says' ? premise.cue : '',
          line,
          sentence,
          body,
          to: destinationOf(body, true),
          follows: sentences.slice(index + 1),
        },
      ];
    }),
  );
}

function kindOf(premise: NonNullable<Clause['premise']>, sentence: string): Branch['kind'] {
  if (premise.kind === 'says') return 'if';
  if (premise.kind === 'so') return 'yes';
  if (!/^(?:otherwise|else)\b/i.test(premise.words)) return 'no';
  return /\b(?:otherwise|else),? if\b/i.test(sentence) ? 'else-if' : 'else';
}

/** Whether a branch sends its reader away: to a step, to the end, to other people. */
export function leaves({ to, body }: Branch): boolean {
  return (to !== null && to.kind !== 'onward') || actOf(body.text) === 'escalate';
}

/** Whether a branch asks for anything at all. */
export function asks({ to, body }: Branch): boolean {
  return to !== null || actOf(body.text) !== null;
}
