import { mutatingPowershell } from './mutating-powershell.js';
import { behindPrompts, wholeBlock, type Piece } from './split-block.js';

/**
 * A PowerShell block is one query, unless parts of it that stand apart read and others change something: then each run of
 * parts that do the same is one. Parts are told by blank lines and comments outside of every bracket.
 */
export function splitPowershell(text: string): Piece[] {
  const prompted = behindPrompts(text, /^\s*PS [^>\n]*>\s*/);
  if (prompted !== null) return [prompted];
  const pieces = merged(paragraphs(text));
  return pieces.length < 2 ? wholeBlock(text) : pieces;
}

function paragraphs(text: string): Piece[] {
  const lines = text.split('\n');
  const pieces: Piece[] = [];
  let start = 0;
  let depth = 0;
  const close = (end: number): void => {
    const [piece] = wholeBlock(lines.slice(start, end).join('\n'));
    if (piece !== undefined) pieces.push({ text: piece.text, lines: [start + piece.lines[0], start + piece.lines[1]] });
    start = end;
  };
  for (const [index, line] of lines.entries()) {
    const continued = /[|`,]\s*$/.test(lines[index - 1] ?? '');
    if (depth === 0 && !continued && (line.trim() === '' || (line.trim().startsWith('#') && !isComment(lines[index - 1])))) close(index);
    depth = Math.max(0, depth + depthOf(line));
  }
  close(lines.length);
  return pieces;
}

function isComment(line: string | undefined): boolean {
  return line?.trim().startsWith('#') === true;
}

/** Brackets opened and not closed, outside of quotes and comments. */
function depthOf(line: string): number {
  const bare = line.replace(/`.|'[^']*'|"[^"]*"|(?:^|\s)#.*$/g, ' ');
  return (bare.match(/[({[]/g)?.length ?? 0) - (bare.match(/[)}\]]/g)?.length ?? 0);
}

function merged(pieces: readonly Piece[]): Piece[] {
  const runs: Piece[] = [];
  for (const piece of pieces) {
    const last = runs.at(-1);
    if (
      last === undefined ||
      !(standsApart(last) && standsApart(piece)) ||
      mutatingPowershell(last.text) === mutatingPowershell(piece.text)
    ) {
      if (last === undefined) runs.push(piece);
      else runs[runs.length - 1] = { text: `${last.text}\n\n${piece.text}`, lines: [last.lines[0], piece.lines[1]] };
    } else runs.push(piece);
  }
  return runs;
}

/** Assignments, messages and pauses alone belong to what stands beside them. */
function standsApart({ text }: Piece): boolean {
  return text
    .split('\n')
    .some((line) => !/^\s*(?:#.*|Write-\w+\s.*|Start-Sleep\s.*|\$[\w:]+\s*=\s*(?!.*[A-Z][a-z]+-[A-Z]).*)?$/.test(line));
}
