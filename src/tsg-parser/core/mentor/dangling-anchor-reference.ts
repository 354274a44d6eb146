import { lineAt, sectionsOf } from '../document.js';
import { anchorOf } from '../grammar/step-label.js';
import { isAssembled } from './form.js';
import type { MentorRule, Subject } from './subject.js';

/** `[Fix](#fix)` needs a heading "Fix". */
export const danglingAnchorReference: MentorRule = {
  id: 'dangling-anchor-reference',
  family: 'control flow',
  severity: 'error',
  about: 'A link within the guide must lead to a heading of it.',
  check: (subject) => {
    if (isAssembled(subject.lines)) return [];
    const anchors = anchorsOf(subject);
    return subject.prose.flatMap((content) =>
      content.links.flatMap(({ target, label, start }) => {
        const anchor = /^#([\w%.-]+)$/.exec(target)?.[1];
        if (anchor === undefined || anchors.has(plain(decoded(anchor)))) return [];
        return [
          {
            line: lineAt(content, start),
            quote: label,
            message: `"${label}" leads to #${anchor}, and no heading has that name.`,
            suggestion: suggestionFor(anchor, anchors),
          },
        ];
      }),
    );
  },
};

function anchorsOf({ parts, lines }: Subject): Set<string> {
  const headings = [...sectionsOf(parts.document.root)].map(({ title }) => plain(anchorOf(title.text)));
  const named = lines.flatMap((line) =>
    [...line.matchAll(/(?:\b(?:id|name)\s*=\s*["']?|\{:?#)([\w.-]+)/g)].map((match) => plain(match[1] ?? '')),
  );
  const numbered = headings.flatMap((heading, index) => {
    const before = headings.slice(0, index).filter((other) => other === heading).length;
    return before === 0 ? [] : [`${heading}${String(before)}`];
  });
  return new Set([...headings, ...named, ...numbered]);
}

function plain(anchor: string): string {
  return anchor.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function decoded(anchor: string): string {
  try {
    return decodeURIComponent(anchor);
  } catch {
    return anchor;
  }
}

function suggestionFor(anchor: string, anchors: ReadonlySet<string>): string {
  const near = [...anchors].find((other) => other !== '' && (other.includes(plain(anchor)) || plain(anchor).includes(other)));
  return near === undefined ? 'Add the heading, or link to one that exists.' : `Did you mean the heading whose anchor is like "${near}"?`;
}
