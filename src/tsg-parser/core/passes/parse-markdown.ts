import type { ListItem as MdastItem, Nodes, Root, RootContent } from 'mdast';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { EMPTY_TEXT, type Block, type GuideDocument, type LineRange, type ListItem, type RichText, type Section } from '../document.js';
import { markPlugins } from './mark-plugins.js';
import { richText } from './rich-text.js';
import { stitchLists } from './stitch-lists.js';

const parser = unified().use(remarkParse).use(remarkGfm).use(remarkFrontmatter).freeze();

/** Nesting beyond this is read as if it were not there: no guide is that deep, and no text may exhaust the stack. */
const DEEPEST = 24;

/** Marks of quotes and list items that begin a line, beyond the deepest: the Markdown parser would descend once for each. */
const DEEP_MARKS = new RegExp(`^((?:[ \\t]*(?:>|[-*+][ \\t])){${String(DEEPEST)}})(?:[ \\t]*(?:>|[-*+][ \\t]))+`, 'gm');

/** Markdown → sections with their blocks. Never fails: any text is a document. */
export function parseMarkdown(markdown: string): GuideDocument {
  const text = markPlugins(markdown.replace(/\r\n?/g, '\n').replace(DEEP_MARKS, '$1'));
  const lineCount = Math.max(1, text.split('\n').length);
  const { children } = withLinks(parser.parse(text));
  const yaml = children.find((node) => node.type === 'yaml');
  return {
    frontMatter: yaml === undefined ? null : { text: yaml.value, lines: linesOf(yaml) },
    root: readSections(children, lineCount),
    lineCount,
  };
}

/** `[text][name]` with `[name]: address` is the link it stands for. */
function withLinks(root: Root): Root {
  const addresses = new Map<string, string>();
  const visit = (node: Nodes, see: (node: Nodes) => Nodes): Nodes => {
    const seen = see(node);
    return 'children' in seen ? ({ ...seen, children: seen.children.map((child) => visit(child, see)) } as Nodes) : seen;
  };
  visit(root, (node) => {
    if (node.type === 'definition' && !addresses.has(node.identifier)) addresses.set(node.identifier, node.url);
    return node;
  });
  if (addresses.size === 0) return root;
  return visit(root, (node) =>
    node.type === 'linkReference' ? { ...node, type: 'link', url: addresses.get(node.identifier) ?? node.identifier } : node,
  ) as Root;
}

interface OpenSection {
  readonly level: number;
  readonly title: RichText;
  readonly line: number;
  readonly nodes: RootContent[];
  readonly children: OpenSection[];
}

function readSections(nodes: readonly RootContent[], lineCount: number): Section {
  const root: OpenSection = { level: 0, title: EMPTY_TEXT, line: 1, nodes: [], children: [] };
  const open: OpenSection[] = [root];
  for (const node of nodes) {
    if (node.type !== 'heading') {
      open.at(-1)?.nodes.push(node);
      continue;
    }
    while ((open.at(-1)?.level ?? 0) >= node.depth) open.pop();
    const [line] = linesOf(node);
    const section: OpenSection = { level: node.depth, title: richText(node.children, line), line, nodes: [], children: [] };
    (open.at(-1) ?? root).children.push(section);
    open.push(section);
  }
  return close(root, lineCount);
}

function close(section: OpenSection, lastLine: number): Section {
  const sections = section.children.map((child, index) => close(child, (section.children[index + 1]?.line ?? lastLine + 1) - 1));
  return {
    level: section.level,
    title: section.title,
    lines: [section.line, Math.max(section.line, lastContentLine(section, sections))],
    blocks: stitchLists(readBlocks(section.nodes, 0)),
    sections,
  };
}

function lastContentLine(section: OpenSection, sections: readonly Section[]): number {
  const lastNode = section.nodes.at(-1);
  return sections.at(-1)?.lines[1] ?? (lastNode === undefined ? section.line : linesOf(lastNode)[1]);
}

function readBlocks(nodes: readonly RootContent[], depth: number): Block[] {
  if (depth > DEEPEST) return [];
  return nodes.flatMap((node) => readBlock(node, depth));
}

function readBlock(node: RootContent, depth: number): Block[] {
  const lines = linesOf(node);
  switch (node.type) {
    case 'paragraph':
      return [{ kind: 'paragraph', lines, content: richText(node.children, lines[0]) }];
    case 'code':
      return [
        {
          kind: 'fence',
          lines,
          textLine: firstCodeLine(node.value, lines),
          language: node.lang?.trim().toLowerCase() ?? null,
          text: node.value,
        },
      ];
    case 'list':
      return [
        {
          kind: 'list',
          lines,
          ordered: node.ordered === true,
          items: readItems(node.children, node.ordered === true ? (node.start ?? 1) : null, depth),
        },
      ];
    case 'blockquote':
      return [{ kind: 'quote', lines, blocks: stitchLists(readBlocks(node.children, depth + 1)) }];
    case 'table':
      return [
        { kind: 'table', lines, rows: node.children.map((row) => row.children.map((cell) => richText(cell.children, linesOf(cell)[0]))) },
      ];
    case 'html':
      return node.value.startsWith('<!--') ? [{ kind: 'comment', lines, text: node.value }] : [];
    default:
      return [];
  }
}

/** A fence's text begins after its mark; an indented block is its own first line. */
function firstCodeLine(text: string, [first, last]: LineRange): number {
  return last - first + 1 > text.split('\n').length ? first + 1 : first;
}

function readItems(items: readonly MdastItem[], start: number | null, depth: number): ListItem[] {
  return items.map((item, index) => ({
    lines: linesOf(item),
    number: start === null ? null : start + index,
    blocks: stitchLists(readBlocks(item.children, depth + 1)),
  }));
}

function linesOf(node: {
  readonly position?: { readonly start: { readonly line: number }; readonly end: { readonly line: number } } | undefined;
}): LineRange {
  return [node.position?.start.line ?? 1, node.position?.end.line ?? 1];
}
