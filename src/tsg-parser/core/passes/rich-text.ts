import type { PhrasingContent } from 'mdast';
import type { LineComment, Link, RichText, Span } from '../document.js';

/** Flattens inline Markdown to one line of text, keeping links, strong spans and the line each part stands on. */
export function richText(children: readonly PhrasingContent[], firstLine: number): RichText {
  const writer = new Writer(firstLine);
  for (const child of children) writer.write(child);
  return writer.done();
}

class Writer {
  private text = '';
  private readonly links: Link[] = [];
  private readonly strong: Span[] = [];
  private readonly comments: LineComment[] = [];
  private readonly lineStarts: { offset: number; line: number }[];

  constructor(private line: number) {
    this.lineStarts = [{ offset: 0, line }];
  }

  done(): RichText {
    const { text, links, strong, lineStarts, comments } = this;
    return { text, links, strong, lineStarts, ...(comments.length > 0 ? { comments } : {}) };
  }

  write(node: PhrasingContent): void {
    this.moveTo(node.position?.start.line);
    switch (node.type) {
      case 'text':
        this.words(node.value);
        return;
      case 'inlineCode':
        this.text += `\`${node.value.replace(/\s*\n\s*/g, ' ')}\``;
        return;
      case 'break':
        this.text += ' ';
        return;
      case 'image':
      case 'imageReference':
      case 'footnoteReference':
        return;
      case 'html':
        if (node.value.startsWith('<!--')) this.comment(node.value);
        else this.text += htmlWords(node.value);
        return;
      default:
        this.nested(node);
    }
  }

  private nested(node: Extract<PhrasingContent, { children: PhrasingContent[] }>): void {
    const start = this.text.length;
    for (const child of node.children) this.write(child);
    const span = { start, end: this.text.length };
    if (node.type === 'strong') this.strong.push(span);
    if (node.type === 'link') this.links.push({ ...span, label: this.text.slice(start), target: node.url });
    if (node.type === 'linkReference') this.links.push({ ...span, label: this.text.slice(start), target: node.identifier });
  }

  private words(value: string): void {
    const parts = value.split('\n');
    parts.forEach((part, index) => {
      if (index > 0) {
        this.text += ' ';
        this.moveTo(this.line + 1);
      }
      this.text += part;
    });
  }

  /** A comment is no word, nor is the blank before it. */
  private comment(text: string): void {
    this.comments.push({ text, line: this.line });
    const start = this.lineStarts.at(-1)?.offset ?? 0;
    while (this.text.length > start && this.text.endsWith(' ')) this.text = this.text.slice(0, -1);
  }

  private moveTo(line: number | undefined): void {
    if (line === undefined || line <= this.line) return;
    this.line = line;
    this.lineStarts.push({ offset: this.text.length, line });
  }
}

/** `<br>` separates words, `<osd_pod>` is a placeholder the author forgot to quote, any other tag is mark-up. */
function htmlWords(tag: string): string {
  if (/^<br\s*\/?>/i.test(tag)) return ' ';
  return /^<[a-z][\w-]*[-_ ][\w -]*>$/i.test(tag) ? tag : '';
}
