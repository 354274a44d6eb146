/** Where a position of an SQL text stands. `other-literal`: E'…', B'…', X'…', $tag$…$tag$, whose rules differ. */
export type SqlPlace = 'code' | 'literal' | 'other-literal' | 'identifier' | 'comment';

interface Region {
  readonly place: SqlPlace;
  readonly opens: RegExp;
  /** The index after the region that begins at `from`. */
  readonly closes: (text: string, from: number, opening: string) => number;
}

const REGIONS: readonly Region[] = [
  { place: 'comment', opens: /--/y, closes: (text, from) => after(text, '\n', from) },
  { place: 'comment', opens: /\/\*/y, closes: (text, from) => after(text, '*/', from) },
  { place: 'other-literal', opens: /\$(?:[A-Za-z_]\w*)?\$/y, closes: (text, from, opening) => after(text, opening, from) },
  { place: 'other-literal', opens: /(?<![\w"])(?:[eExXbB]|[uU]&)'/y, closes: (text, from) => closingQuote(text, from, "'", true) },
  { place: 'literal', opens: /'/y, closes: (text, from) => closingQuote(text, from, "'", false) },
  { place: 'identifier', opens: /"/y, closes: (text, from) => closingQuote(text, from, '"', false) },
];

export function placeInSql(text: string, position: number): SqlPlace {
  let index = 0;
  while (index < position) {
    const region = regionAt(text, index);
    if (region === null) {
      index += 1;
      continue;
    }
    if (region.end > position) return region.place;
    index = region.end;
  }
  return 'code';
}

function regionAt(text: string, index: number): { readonly place: SqlPlace; readonly end: number } | null {
  for (const { place, opens, closes } of REGIONS) {
    opens.lastIndex = index;
    const opening = opens.exec(text)?.[0];
    if (opening !== undefined) return { place, end: closes(text, index + opening.length, opening) };
  }
  return null;
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found + mark.length;
}

function closingQuote(text: string, from: number, quote: string, backslashes: boolean): number {
  for (let index = from; index < text.length; index += 1) {
    if (backslashes && text[index] === '\\') index += 1;
    else if (text[index] === quote && text[index + 1] === quote) index += 1;
    else if (text[index] === quote) return index + 1;
  }
  return text.length;
}
