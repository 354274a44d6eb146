/**
 * A regular expression of a guide's author is run over log lines. Repeats of repeats can take forever, so they are
 * refused; a sentence says why, null means it may be used.
 */
export function unsafeExpression(expression: string): string | null {
  if (expression.length > 200) return 'the expression is longer than 200 characters';
  try {
    new RegExp(expression);
  } catch {
    return `“${expression}” is not a regular expression`;
  }
  const repeats = expression.match(/(?<!\\)(?:[*+]|\{\d*,\d*\})/g) ?? [];
  const repeatedGroup = /\)(?:[*+]|\{)/.test(expression);
  const backReference = /\\[1-9]|\\k</.test(expression);
  if (repeatedGroup || backReference || repeats.length > 3)
    return 'the expression repeats a group or repeats more than three times: write it more simply, or use contains';
  return null;
}
