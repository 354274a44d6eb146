/** 1-based, inclusive. */
export type LineRange = readonly [number, number];

export interface Link {
  readonly label: string;
  readonly target: string;
  /** Offsets into the text the link stands in. */
  readonly start: number;
  readonly end: number;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Inline Markdown on one line: emphasis and comments dropped, code kept in backticks, links by their label. */
export interface RichText {
  readonly text: string;
  readonly links: readonly Link[];
  readonly strong: readonly Span[];
  /** Where each source line begins in `text`; ascending. */
  readonly lineStarts: readonly { readonly offset: number; readonly line: number }[];
  /** Comments that stood in it, with their lines; absent where none did. */
  readonly comments?: readonly LineComment[];
}

export interface LineComment {
  readonly text: string;
  readonly line: number;
}

export interface Paragraph {
  readonly kind: 'paragraph';
  readonly lines: LineRange;
  readonly content: RichText;
}

export interface Fence {
  readonly kind: 'fence';
  readonly lines: LineRange;
  /** Line of the first line of `text`. */
  readonly textLine: number;
  readonly language: string | null;
  readonly text: string;
}

export interface ListBlock {
  readonly kind: 'list';
  readonly lines: LineRange;
  readonly ordered: boolean;
  /** Bullets that fences at the margin stand between: one is read after the other. */
  readonly interrupted?: true;
  readonly items: readonly ListItem[];
}

export interface ListItem {
  readonly lines: LineRange;
  /** As written; null in a bulleted list. */
  readonly number: number | null;
  readonly blocks: readonly Block[];
}

export interface Table {
  readonly kind: 'table';
  readonly lines: LineRange;
  readonly rows: readonly (readonly RichText[])[];
}

export interface Quote {
  readonly kind: 'quote';
  readonly lines: LineRange;
  readonly blocks: readonly Block[];
}

export interface Comment {
  readonly kind: 'comment';
  readonly lines: LineRange;
  readonly text: string;
}

export type Block = Paragraph | Fence | ListBlock | Table | Quote | Comment;

export interface Section {
  /** 0 for the document itself. */
  readonly level: number;
  readonly title: RichText;
  readonly lines: LineRange;
  /** What stands before the first sub-heading. */
  readonly blocks: readonly Block[];
  readonly sections: readonly Section[];
}

export interface GuideDocument {
  readonly frontMatter: { readonly text: string; readonly lines: LineRange } | null;
  readonly root: Section;
  readonly lineCount: number;
}

export const EMPTY_TEXT: RichText = { text: '', links: [], strong: [], lineStarts: [] };

/** The source line of an offset into a rich text. */
export function lineAt(content: RichText, offset: number): number {
  let line = content.lineStarts[0]?.line ?? 1;
  for (const start of content.lineStarts) {
    if (start.offset > offset) break;
    line = start.line;
  }
  return line;
}

/** The part of a rich text between two offsets, with its links, strong spans and lines. */
export function slice(content: RichText, start: number, end: number): RichText {
  const within = (span: Span): boolean => span.start >= start && span.end <= end;
  const moved = <T extends Span>(span: T): T => ({ ...span, start: span.start - start, end: span.end - start });
  const first = { offset: 0, line: lineAt(content, start) };
  const later = content.lineStarts.filter(({ offset }) => offset > start && offset < end);
  return {
    text: content.text.slice(start, end),
    links: content.links.filter(within).map(moved),
    strong: content.strong.filter(within).map(moved),
    lineStarts: [first, ...later.map(({ offset, line }) => ({ offset: offset - start, line }))],
  };
}

/** Every section below and including this one, in document order. */
export function* sectionsOf(section: Section): Generator<Section> {
  yield section;
  for (const child of section.sections) yield* sectionsOf(child);
}

/** Every comment of the document, on lines of its own or at the end of others, in document order. */
export function commentsOf(root: Section): LineComment[] {
  return [...sectionsOf(root)].flatMap(({ title, blocks }) => [
    ...(title.comments ?? []),
    ...[...blocksOf(blocks)].flatMap((block): readonly LineComment[] => {
      if (block.kind === 'comment') return [{ text: block.text, line: block.lines[0] }];
      if (block.kind === 'paragraph') return block.content.comments ?? [];
      return block.kind === 'table' ? block.rows.flatMap((row) => row.flatMap(({ comments }) => comments ?? [])) : [];
    }),
  ]);
}

/** Every block of the list, with those inside items and quotes, in document order. */
export function* blocksOf(blocks: readonly Block[]): Generator<Block> {
  for (const block of blocks) {
    yield block;
    if (block.kind === 'quote') yield* blocksOf(block.blocks);
    if (block.kind === 'list') for (const item of block.items) yield* blocksOf(item.blocks);
  }
}

/** The blocks of a section and of every one below it. */
export function allBlocks(section: Section): Block[] {
  return [...section.blocks, ...section.sections.flatMap(allBlocks)];
}
