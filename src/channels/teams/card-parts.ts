import type { CardElement, Container, OpenUrl, RichTextBlock, Style, Table, TextBlock } from './adaptive-card.js';
import { cut, cutMarkdown, plain } from './card-text.js';

const SENTENCE_BYTES = 420;
const COMMAND_BYTES = 1_600;
const CELL_BYTES = 90;

/** A foreign sentence, escaped and cut. */
export function words(text: string, bytes = SENTENCE_BYTES): string {
  return cutMarkdown(text, bytes);
}

/** @param markdown already escaped */
export function textBlock(markdown: string, look: Omit<Partial<TextBlock>, 'type' | 'text' | 'wrap'> = {}): TextBlock {
  return { type: 'TextBlock', text: markdown, wrap: true, ...look };
}

/** A command, exactly as it will be carried out. */
export function command(text: string): RichTextBlock {
  return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: cut(plain(text), COMMAND_BYTES), fontType: 'Monospace' }] };
}

/** The coloured head of a card: what it is, and what it is about. */
export function banner(style: Style, title: string, below: readonly string[]): Container {
  const lines = below.filter((line) => line !== '');
  return {
    type: 'Container',
    style,
    bleed: true,
    items: [
      textBlock(words(title), { size: 'medium', weight: 'bolder' }),
      ...lines.map((line) => textBlock(words(line), { size: 'small', spacing: 'none' })),
    ],
  };
}

export function heading(text: string): TextBlock {
  return textBlock(words(text), { weight: 'bolder', spacing: 'medium' });
}

/** A sign before a line; its colour never says what the sign does not. */
export interface Mark {
  readonly sign: string;
  readonly color: NonNullable<TextBlock['color']>;
}

export const DOT: Mark = { sign: '•', color: 'default' };

/** A line with a mark before it. */
export function marked({ sign, color }: Mark, items: readonly CardElement[]): CardElement {
  return {
    type: 'ColumnSet',
    spacing: 'small',
    columns: [
      { type: 'Column', width: 'auto', items: [textBlock(sign, { color, weight: 'bolder' })] },
      { type: 'Column', width: 'stretch', items },
    ],
  };
}

/** A few rows of evidence. */
export function evidenceTable(columns: readonly string[], rows: readonly (readonly unknown[])[]): Table {
  const shown = [columns, ...rows].map((row) => row.slice(0, 5));
  return {
    type: 'Table',
    firstRowAsHeaders: true,
    columns: columns.slice(0, 5).map(() => ({ width: 1 })),
    rows: shown.map((row) => ({
      type: 'TableRow',
      cells: row.map((value) => ({ type: 'TableCell', items: [textBlock(words(cellText(value), CELL_BYTES), { size: 'small' })] })),
    })),
  };
}

function cellText(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'number') return String(Math.round(value * 10_000) / 10_000);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function openUrl(title: string, url: string): OpenUrl {
  return { type: 'Action.OpenUrl', title, url };
}
