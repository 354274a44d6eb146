import { lineAt } from '../document.js';
import type { MentorRule } from './subject.js';

/** Links that lead nowhere: empty ones, stand-ins, files that are not there. The web is not asked. */
export const deadLink: MentorRule = {
  id: 'dead-link',
  family: 'presentation',
  severity: 'info',
  about: 'A link must lead to something that exists.',
  check: ({ prose, options }) =>
    prose.flatMap((content) =>
      content.links.flatMap(({ target, label, start }) => {
        const reason = reasonOf(target, options.fileExists);
        if (reason === null) return [];
        return [
          {
            line: lineAt(content, start),
            quote: label,
            message: `The link "${label}" ${reason}.`,
            suggestion: 'Link to what is meant, or remove the link.',
          },
        ];
      }),
    ),
};

function reasonOf(target: string, fileExists: ((path: string) => boolean) | undefined): string | null {
  if (target === '' || target === '#') return 'has no target';
  if (/^(?:https?:\/\/)?(?:todo|tbd|xxx+|fixme)\b/i.test(target) || /^https?:\/\/(?:www\.)?(?:todo|tbd|changeme)\b/i.test(target))
    return `leads to a stand-in (${target})`;
  if (/^[a-z][\w+.-]*:|^\/|^#|[{}<>]/i.test(target)) return null;
  const path = target.replace(/[#?].*$/, '');
  if (fileExists === undefined || !/\.(?:md|markdown)$/i.test(path)) return null;
  return fileExists(decodeURI(path.replace(/%(?![0-9a-f]{2})/gi, '%25'))) ? null : `leads to ${path}, which is not beside this guide`;
}
