import { RE2JS } from 're2js';

/** The three syntaxes of grep's patterns. */
export type PatternSyntax = 'basic' | 'extended' | 'fixed';

/** A pattern of grep as one regular expression of ours. */
export function expressionOf(pattern: string, syntax: PatternSyntax): string {
  if (syntax === 'fixed') return pattern.replaceAll(/[$()*+.?[\\\]^{|}]/gu, '\\$&');
  return withWordEdges(syntax === 'basic' ? fromBasic(pattern) : pattern);
}

/** In a basic expression `+ ? | ( ) {` are themselves, and operators only after a backslash. */
function fromBasic(pattern: string): string {
  return pattern.replaceAll(/\\([+?|(){}])|\\.|([+?|(){}])/gu, (all, operator: string | undefined, plain: string | undefined) =>
    operator !== undefined ? operator : plain !== undefined ? `\\${plain}` : all,
  );
}

function withWordEdges(pattern: string): string {
  return pattern.replaceAll(/\\(.)/gu, (all, escaped: string) => (escaped === '<' || escaped === '>' ? '\\b' : all));
}

/** Whether it can be carried out in time that grows with the text alone: no look-around, no reference back. */
export function isExpression(pattern: string): boolean {
  try {
    RE2JS.compile(pattern);
    return true;
  } catch {
    return false;
  }
}
