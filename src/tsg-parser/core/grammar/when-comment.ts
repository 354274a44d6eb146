/** `<!-- when: any(value) >= 0.2 s -> Step 2 -->`: a predicate, and where it leads where that is said. */
export interface WhenComment {
  readonly predicate: string;
  /** `Step 2`, `end`, or a heading; null where the condition before it is meant. */
  readonly target: string | null;
}

/** Null for any other comment. */
export function readWhenComment(comment: string): WhenComment | null {
  const body = /^<!--\s*when:\s*([\s\S]*?)\s*-->$/i.exec(comment.trim())?.[1];
  if (body === undefined) return null;
  const arrow = lastArrow(body);
  if (arrow === null) return { predicate: body, target: null };
  return { predicate: body.slice(0, arrow.start).trim(), target: body.slice(arrow.end).trim() };
}

/** The last arrow outside of quotes. */
function lastArrow(text: string): { readonly start: number; readonly end: number } | null {
  const arrows = [...text.matchAll(/`[^`]*`|"[^"]*"|“[^”]*”|'[^']*'|->|→/g)].filter(([found]) => found === '->' || found === '→');
  const last = arrows.at(-1);
  return last === undefined ? null : { start: last.index, end: last.index + last[0].length };
}
