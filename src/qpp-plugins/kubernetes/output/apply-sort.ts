import type { SortFilter, SortKey } from '../reading/filter.js';
import type { PrintedLine } from './printed.js';

/** Lines in the order of sort's keys; those that are equal by all keys in the order of their characters. */
export function applySort(lines: readonly PrintedLine[], filter: SortFilter): readonly PrintedLine[] {
  const byKeys = (left: PrintedLine, right: PrintedLine): number => {
    for (const key of filter.keys) {
      const order = compare(fieldsOf(left.text, key, filter.separator), fieldsOf(right.text, key, filter.separator), key);
      if (order !== 0) return key.reverse ? -order : order;
    }
    return 0;
  };
  const sorted = [...lines].sort((left, right) => {
    const order = byKeys(left, right);
    if (order !== 0 || filter.stable || filter.unique) return order;
    return filter.reverse ? words(right.text, left.text) : words(left.text, right.text);
  });
  if (!filter.unique) return sorted;
  return sorted.filter((line, index) => index === 0 || byKeys(sorted[index - 1] ?? line, line) !== 0);
}

/** The part of a line a key names. Without a separator, a field begins with the blanks before it. */
function fieldsOf(text: string, { from, to, withoutBlanks }: SortKey, separator: string | null): string {
  const fields = separator === null ? (text.match(/\s*\S+|\s+$/gu) ?? []) : text.split(separator);
  const part = fields.slice(from - 1, to ?? fields.length).join(separator ?? '');
  return withoutBlanks ? part.trimStart() : part;
}

function compare(left: string, right: string, { order, ignoreCase }: SortKey): number {
  switch (order) {
    case 'numbers':
      return numberAt(left) - numberAt(right);
    case 'sizes':
      return sizeAt(left) - sizeAt(right);
    case 'words':
      return ignoreCase ? words(left.toUpperCase(), right.toUpperCase()) : words(left, right);
  }
}

function words(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function numberAt(text: string): number {
  return Number(/^\s*(-?\d*\.?\d+)/u.exec(text)?.[1] ?? 0);
}

/** `1Ki` before `900M`: the letter weighs more than the number. */
function sizeAt(text: string): number {
  const letter = /^\s*-?\d*\.?\d+\s*([KMGTPE])?/iu.exec(text)?.[1]?.toUpperCase() ?? '';
  return numberAt(text) * 1000 ** (letter === '' ? 0 : 'KMGTPE'.indexOf(letter) + 1);
}
