import { blocksOf, lineAt, type Block, type Fence, type RichText } from '../document.js';
import type { DraftQuery } from '../draft.js';
import { remembered } from '../memo.js';
import type { QueryReader, QueryReading } from '../query-template.js';

/** Every query of the blocks in text order: fences, and inline code that is a complete command. */
export function readQueries(blocks: readonly Block[], reader: QueryReader): DraftQuery[] {
  const found: DraftQuery[] = [];
  const all = [...blocksOf(blocks)];
  for (const [index, block] of all.entries()) {
    const isAnalysis = block.kind === 'fence' && found.length > 0 && isScript(block);
    found.push(...(isAnalysis ? scriptQueries(block, reader) : queriesOf(block, all[index + 1], reader)));
  }
  return found;
}

function queriesOf(block: Block, next: Block | undefined, reader: QueryReader): readonly DraftQuery[] {
  switch (block.kind) {
    case 'fence':
      return fenceQueries(block, reader);
    case 'paragraph':
      return unannounced(inlineQueries(block.content, reader), block.content, next);
    case 'table':
      return block.rows.flatMap((row) => row.flatMap((cell) => inlineQueries(cell, reader)));
    case 'list':
    case 'quote':
    case 'comment':
      return [];
  }
}

/** Python is a query only behind one: there it works on what was asked. Anywhere else it is an excerpt of something. */
function isScript({ language, text }: Fence): boolean {
  return /^py(?:thon)?3?$/.test(language ?? '') && !isRemarks(text);
}

function scriptQueries(fence: Fence, reader: QueryReader): readonly DraftQuery[] {
  const reading = reader.read(fence.text, ANALYSIS_TAG);
  return reading === null ? [] : templates(reading, fence.textLine, fence.language);
}

/** Tells the reader that a text is a script over earlier results. */
const ANALYSIS_TAG = 'python-analysis';

/** Whether a fence holds nothing but comments: instructions, not code. */
export function isRemarks(text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.length > 0 && lines.every((line) => /^\s*(?:#|\/\/)/.test(line));
}

/** "… using the `kubectl get nodes` command:" before a fence that holds that very command names it, and asks nothing twice. */
function unannounced(queries: readonly DraftQuery[], { text }: RichText, next: Block | undefined): readonly DraftQuery[] {
  if (queries.length === 0 || next?.kind !== 'fence' || /\bexamples?:?\s*$/i.test(text)) return queries;
  return queries.filter((query) => !next.text.includes(query.text));
}

export function fenceQueries(fence: Fence, reader: QueryReader): readonly DraftQuery[] {
  return recallsOf(reader).fence(fence);
}

interface Recalls {
  readonly fence: (fence: Fence) => readonly DraftQuery[];
  readonly inline: (content: RichText) => readonly DraftQuery[];
}

const recallsOf = remembered((reader: QueryReader): Recalls => ({
  fence: remembered((fence) => {
    const reading = reader.read(fence.text, fence.language ?? '');
    return reading === null ? [] : templates(reading, fence.textLine, fence.language ?? '');
  }),
  inline: remembered((content) => readInline(content, reader)),
}));

function inlineQueries(content: RichText, reader: QueryReader): readonly DraftQuery[] {
  return content.text.includes('`') ? recallsOf(reader).inline(content) : [];
}

function readInline(content: RichText, reader: QueryReader): DraftQuery[] {
  return [...content.text.matchAll(/`([^`]+)`/g)].flatMap((match) => {
    const code = match[1] ?? '';
    if (!/\s/.test(code.trim()) || isNamed(content, match.index)) return [];
    const reading = reader.read(code, null);
    return reading === null ? [] : templates(reading, lineAt(content, match.index), null);
  });
}

/** [`oc apply`](…) links to what documents the command, "e.g. `oc get pods`" shows one. */
function isNamed({ text, links }: RichText, at: number): boolean {
  return links.some(({ start, end }) => at >= start && at < end) || /\be\.g\.,?\s*$/.test(text.slice(Math.max(0, at - 8), at));
}

function templates(reading: QueryReading, firstLine: number, tag: string | null): DraftQuery[] {
  return reading.statements.map((statement) => ({
    language: statement.language,
    text: statement.text,
    parameters: statement.parameters,
    mutating: statement.mutating,
    lines: [firstLine + statement.lines[0], firstLine + statement.lines[1]],
    binds: statement.binds,
    columns: statement.columns,
    statusWords: statement.statusWords,
    source: null,
    byHand: statement.byHand,
    flaws: statement.flaws.map(({ message, line }) => ({ message, line: firstLine + statement.lines[0] + line })),
    tag,
  }));
}
