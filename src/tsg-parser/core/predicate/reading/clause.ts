import type { Token } from '../tokens.js';
import { lemmaOf } from '../words/inflections.js';
import type { QueryProfile } from './query-profile.js';

/** A reading goes over the words of a clause and marks those it has understood; what is left at the end decides whether it may stand. */
export class Clause {
  private readonly understood = new Set<Token>();

  constructor(
    readonly words: readonly Token[],
    readonly query: QueryProfile,
  ) {}

  /** The words not understood yet, in order. */
  get unread(): readonly Token[] {
    return this.words.filter((word) => !this.understood.has(word));
  }

  isRead(word: Token): boolean {
    return this.understood.has(word);
  }

  read(...words: readonly Token[]): void {
    for (const word of words) this.understood.add(word);
  }

  /** Marks the first of the phrases that occurs among neighbouring unread words, longest first, and says where it began. */
  take(...phrases: readonly string[]): Found | null {
    const found = this.find(...phrases);
    if (found !== null) this.read(...this.words.slice(found.at, found.end));
    return found;
  }

  find(...phrases: readonly string[]): Found | null {
    const split = phrases.map((phrase) => phrase.split(' ')).sort((left, right) => right.length - left.length);
    for (const phrase of split) {
      const at = this.words.findIndex((_, index) => this.matches(phrase, index));
      if (at >= 0) return { at, end: at + phrase.length, phrase: phrase.join(' ') };
    }
    return null;
  }

  /** Whether the phrase stands at the position, all of it unread. */
  at(position: number, ...phrases: readonly string[]): Found | null {
    const split = phrases.map((phrase) => phrase.split(' ')).sort((left, right) => right.length - left.length);
    const phrase = split.find((one) => this.matches(one, position));
    return phrase === undefined ? null : { at: position, end: position + phrase.length, phrase: phrase.join(' ') };
  }

  private matches(phrase: readonly string[], position: number): boolean {
    return phrase.every((wanted, index) => {
      const word = this.words[position + index];
      return word !== undefined && !this.understood.has(word) && isWord(word, wanted);
    });
  }

  /** Tries a reading; where it comes to nothing, none of its words count as read. */
  attempt<T>(reading: (clause: Clause) => T): T {
    const before = new Set(this.understood);
    const result = reading(this);
    const failed = result === null || (typeof result === 'object' && 'objection' in result);
    if (failed) {
      this.understood.clear();
      for (const word of before) this.understood.add(word);
    }
    return result;
  }
}

export interface Found {
  readonly at: number;
  readonly end: number;
  readonly phrase: string;
}

/** Whether a token is the word, in that form or as its base. Quoted text is never a word. */
export function isWord(token: Token, word: string): boolean {
  return token.kind !== 'literal' && (token.text === word || (token.kind === 'word' && lemmaOf(token.text) === word));
}

/** Why nothing could be made of a clause: a sentence for people. */
export interface Objection {
  readonly objection: string;
}

export function isObjection(value: object | null): value is Objection {
  return value !== null && 'objection' in value;
}
