import type { Problem } from '../guide.js';
import { RULES } from '../mentor/rules.js';

/**
 * A problem for a terminal: its line of the guide with a caret below what it is about.
 *
 *   checkout.md:14  error  ambiguous-condition (clarity)
 *     14 │ If the latency is high, proceed to Step 2.
 *        │    ^^^^^^^^^^^^^^^^^^^
 *     "the latency is high": how high is that? …
 */
export function problemText(file: string, lines: readonly string[], { line, severity, rule, message, suggestion, quote }: Problem): string {
  const source = lines[line - 1] ?? '';
  const shown = source.length > 160 ? `${source.slice(0, 157)}…` : source;
  const gutter = String(line).padStart(5);
  const marks = carets(shown, quote ?? null);
  const family = RULES.find(({ id }) => id === rule)?.family;
  return [
    `${file}:${String(line)}  ${severity}  ${rule}${family === undefined ? '' : ` (${family})`}`,
    ...(shown.trim() === '' ? [] : [`${gutter} │ ${shown}`]),
    ...(marks === null ? [] : [`      │ ${marks}`]),
    `      ${message}`,
    ...(suggestion === null ? [] : [`      → ${suggestion}`]),
    '',
  ].join('\n');
}

/** Carets below the quoted words, or below the first words of the line that are quoted. */
function carets(line: string, quote: string | null): string | null {
  if (quote === null) return null;
  const words = quote.split(/\s+/);
  for (let count = words.length; count > 0; count -= 1) {
    const start = words.slice(0, count).join(' ');
    const at = start.length < 2 ? -1 : line.toLowerCase().indexOf(start.toLowerCase());
    if (at !== -1) return ' '.repeat(at) + '^'.repeat(start.length);
  }
  return null;
}
