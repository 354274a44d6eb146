import type { QueryResult } from '../../qpp-plugins/index.js';
import type { QueryTemplate } from '../../tsg-parser/index.js';

/** How a result's rows are judged by the query itself: its last column of status words, with the rows of each word. */
export interface StatusTally {
  readonly column: string;
  /** In the order of the rows. */
  readonly words: readonly { readonly word: string; readonly rows: readonly number[] }[];
}

/** Null where the query yields no status words, or the rows hold others. */
export function statusTallyOf(result: Pick<QueryResult, 'columns' | 'rows'>, template: QueryTemplate | undefined): StatusTally | null {
  const known = new Set([...(template?.statusWords ?? []), ...(template?.variants ?? []).flatMap(({ statusWords }) => statusWords)]);
  if (known.size === 0 || result.rows.length === 0) return null;
  const index = result.columns.findLastIndex((_name, at) => result.rows.every((row) => known.has(String(row[at] ?? ''))));
  const column = result.columns[index];
  if (column === undefined) return null;
  const words = new Map<string, number[]>();
  for (const [row, cells] of result.rows.entries()) {
    const word = String(cells[index]);
    words.set(word, [...(words.get(word) ?? []), row]);
  }
  return { column, words: [...words].map(([word, rows]) => ({ word, rows })) };
}

const SOUND =
  /^(?:normal|healthy|ok|okay|stable|pass(?:ed)?|good|fine|none|up|ready|running|active|completed?|success(?:ful)?|succeeded|green|info|low)$/iu;
/** "No regression" is good news; "no data" and "not ready" are not. */
const ABSENT = /^(?:no|without)_(?:regressions?|issues?|problems?|errors?|failures?|anomal(?:y|ies)|impact|alerts?|changes?)$/iu;

/** Whether a status word says that all is well. */
export function isSound(word: string): boolean {
  return SOUND.test(word) || ABSENT.test(word);
}

/** "health_status 3 CRITICAL, 6 WARNING". */
export function tallyText({ column, words }: StatusTally): string {
  return `${column} ${words.map(({ word, rows }) => `${rows.length} ${word}`).join(', ')}`;
}
