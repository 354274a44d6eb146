/** A piece of a condition. `text` is lower-cased for words, `raw` is as written. */
export interface Token {
  readonly kind: 'word' | 'number' | 'ratio' | 'literal' | 'operator' | 'mark';
  readonly text: string;
  readonly raw: string;
}

const PATTERN =
  /(?<literal>`[^`]+`|"[^"]+"|“[^”]+”|(?<![A-Za-z])'[^']+'(?![A-Za-z]))|(?<none><none>)|(?<operator><=|>=|==|!=|<>|≥|≤|≠|<|>|=)|(?<ratio>\d+\/\d+)|(?<version>v?\d+\.\d+\.\d[\w.-]*)|(?<class>\dxx\b)|(?<number>[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?(?:e\d+)?|[+-]?\d+(?:\.\d+)?(?:e\d+(?![\w]))?|\.\d+)|(?<mark>[(),;:+*]|(?<=\s)-(?=\s))|(?<word>%|\/[a-z]+|[\p{L}_$][\p{L}\p{N}_'’./$-]*%?)|(?<space>\s+)|(?<other>.)/gu;

const OPERATORS: Readonly<Record<string, string>> = { '≥': '>=', '≤': '<=', '≠': '!=', '<>': '!=', '==': '=' };

/** Splits a condition into tokens. Null where a character has no meaning here. */
export function tokenize(text: string): readonly Token[] | null {
  const tokens: Token[] = [];
  for (const match of text.matchAll(PATTERN)) {
    const groups = match.groups ?? {};
    const raw = match[0];
    if (groups['space'] !== undefined) continue;
    if (groups['other'] !== undefined) return null;
    tokens.push(tokenOf(groups, raw));
  }
  return tokens;
}

/** Where a token of a text begins, or what has no meaning there; the text's end behind the last one. */
export function offsetOf(text: string, token: number): number {
  const visible = [...text.matchAll(PATTERN)].filter(({ groups }) => groups?.['space'] === undefined);
  const stranger = visible.find(({ groups }) => groups?.['other'] !== undefined);
  return (stranger ?? visible[token])?.index ?? text.trimEnd().length;
}

function tokenOf(groups: Readonly<Record<string, string | undefined>>, raw: string): Token {
  if (groups['literal'] !== undefined) return { kind: 'literal', text: raw.slice(1, -1), raw: raw.slice(1, -1) };
  if (groups['none'] !== undefined || groups['version'] !== undefined) return { kind: 'literal', text: raw, raw };
  if (groups['operator'] !== undefined) return { kind: 'operator', text: OPERATORS[raw] ?? raw, raw };
  if (groups['ratio'] !== undefined) return { kind: 'ratio', text: raw, raw };
  if (groups['number'] !== undefined) return { kind: 'number', text: raw.replaceAll(',', ''), raw };
  if (groups['mark'] !== undefined) return { kind: 'mark', text: raw, raw };
  const word = raw.replace(/[.]+$/, '').replaceAll('’', "'");
  return { kind: 'word', text: word.toLowerCase(), raw: word };
}

/** Walks over tokens; what it cannot read it leaves where it is. */
export class TokenCursor {
  private position = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  get ended(): boolean {
    return this.position >= this.tokens.length;
  }

  /** The token that stands here, or so many ahead (behind, where negative). */
  peek(ahead = 0): Token | null {
    return this.tokens[this.position + ahead] ?? null;
  }

  next(): Token | null {
    const token = this.peek();
    if (token !== null) this.position += 1;
    return token;
  }

  mark(): number {
    return this.position;
  }

  reset(position: number): void {
    this.position = position;
  }

  rest(): readonly Token[] {
    return this.tokens.slice(this.position);
  }

  /** Steps over the first of the phrases that stands here, longest first, and says which; null: none does. */
  take(...phrases: readonly string[]): string | null {
    const here = this.peek();
    if (here === null || here.kind === 'literal') return null;
    let found: string | null = null;
    for (const phrase of phrases) {
      if (!phrase.startsWith(here.text) || phrase.length <= (found?.length ?? 0)) continue;
      if (phrase.split(' ').every((word, index) => this.isWord(word, index))) found = phrase;
    }
    if (found !== null) this.position += found.split(' ').length;
    return found;
  }

  private isWord(word: string, ahead: number): boolean {
    const token = this.peek(ahead);
    return token !== null && token.kind !== 'literal' && token.text === word;
  }
}
