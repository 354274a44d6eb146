import { lineAt, type Link, type RichText } from '../document.js';
import { isAssembled } from './form.js';
import type { Finding, MentorRule } from './subject.js';

type FileExists = (path: string) => boolean;

interface PlacedLink extends Link {
  readonly line: number;
}

/** Links that lead nowhere: empty ones, stand-ins, files that are not there. The web is not asked. */
export const deadLink: MentorRule = {
  id: 'dead-link',
  family: 'presentation',
  severity: 'info',
  about: 'A link must lead to something that exists.',
  check: ({ prose, lines, options: { fileExists } }) => {
    const links = prose.flatMap((content) => content.links.map((link): PlacedLink => ({ ...link, line: lineAt(content, link.start) })));
    return [
      ...links.flatMap((link) => finding(link, reasonOf(link.target))),
      ...(fileExists === undefined ? [] : missingFiles(links, fileExists)),
      ...(isAssembled(lines) ? [] : prose.flatMap(undefinedReferences)),
    ];
  },
};

function finding({ label, line }: PlacedLink, reason: string | null): Finding[] {
  if (reason === null) return [];
  return [{ line, quote: label, message: `The link "${label}" ${reason}.`, suggestion: 'Link to what is meant, or remove the link.' }];
}

function reasonOf(target: string): string | null {
  if (target === '' || target === '#') return 'has no target';
  const standsIn =
    /^(?:https?:\/\/)?(?:todo|tbd|xxx+|fixme|changeme)\b/i.test(target) ||
    /^https?:\/\/(?:[\w.-]+\/(?:\S*\/)?)?(?:todo|tbd|fixme|changeme|placeholder)\/?$/i.test(target);
  return standsIn ? `leads to a stand-in (${target})` : null;
}

/** One finding a guide. Where most of its files are missing, or the folder is, these guides are an extract of more. */
function missingFiles(links: readonly PlacedLink[], fileExists: FileExists): Finding[] {
  const files = links.flatMap((link) => {
    const path = pathOf(link.target);
    return path === null || !fileExists(folderOf(path)) ? [] : [{ link, path }];
  });
  const missing = files.filter(({ path }) => !fileExists(path));
  const [first, ...others] = missing.filter(({ path }, index) => missing.findIndex((other) => other.path === path) === index);
  if (first === undefined || (missing.length > 1 && missing.length * 2 > files.length)) return [];
  const more =
    others.length === 0
      ? ''
      : `, and ${String(others.length)} more: ${others
          .map(({ path }) => path)
          .slice(0, 3)
          .join(', ')}`;
  return finding(first.link, `leads to ${first.path}, which is not there${more}`);
}

/** A page named relative to the guide; null for addresses, anchors and templates. */
function pathOf(target: string): string | null {
  if (target === '' || /^[a-z][\w+.-]*:|^\/|^#|[{}<>]/i.test(target)) return null;
  const path = decoded(target.replace(/[#?].*$/, ''));
  return /\.(?:md|markdown)$/i.test(path) ? path : null;
}

function folderOf(path: string): string {
  return path.replace(/[^/]*$/, '') || '.';
}

function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/** `[the list][people]` without a line `[people]: …` stays as it is written. */
function undefinedReferences(content: RichText): Finding[] {
  const code = [...content.text.matchAll(/`[^`]*`/g)].map(({ index, 0: { length } }) => [index, index + length] as const);
  return [...content.text.matchAll(/\[([^\][]{2,60})\]\[([\w -]{1,60})\]/g)].flatMap((match) => {
    const [all, label = '', name = ''] = match;
    if (code.some(([from, to]) => from <= match.index && match.index < to)) return [];
    return [
      {
        line: lineAt(content, match.index),
        quote: all,
        message: `The link "${label}" names [${name}], which is defined nowhere.`,
        suggestion: `Add a line "[${name}]: …" with its address.`,
      },
    ];
  });
}
