/** Letters to put in, take out, exchange or swap with a neighbour to make one word of the other. */
export function distance(left: string, right: string): number {
  const rows = [Array.from({ length: right.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const above = (up: number, across: number): number => rows[row - up]?.[column - across] ?? Infinity;
      const exchanged = above(1, 1) + (left[row - 1] === right[column - 1] ? 0 : 1);
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1] ? above(2, 2) + 1 : Infinity;
      current.push(Math.min(above(1, 0) + 1, (current[column - 1] ?? Infinity) + 1, exchanged, swapped));
    }
    rows.push(current);
  }
  return rows[left.length]?.[right.length] ?? 0;
}

/** Whether one word is the other with a slip of the finger: one letter, or two in words of nine and more. Digits are never slips. */
export function isSlip(left: string, right: string): boolean {
  const longer = Math.max(left.length, right.length);
  if (left === right || longer < 4 || Math.abs(left.length - right.length) > 2 || left.replace(/\D/g, '') !== right.replace(/\D/g, ''))
    return false;
  return distance(left, right) <= (longer < 9 ? 1 : 2);
}

/** The known word that was meant by a slip; null where the word is known, or is no slip of any. */
export function meantBy(word: string, known: Iterable<string>): string | null {
  const words = [...known];
  return words.includes(word) ? null : (words.find((candidate) => isSlip(word, candidate)) ?? null);
}
