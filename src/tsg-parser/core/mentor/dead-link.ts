import { lineAt, type RichText } from '../document.js';
import type { Finding, MentorRule } from './subject.js';

type FileExists = (path: string) => boolean;

/** Links that lead nowhere: empty ones, stand-ins, files that are not there. The web is not asked. */
export const deadLink: MentorRule = {
  id: 'dead-link',
  family: 'presentation',
  severity: 'info',
  about: 'A link must lead to something that exists.',
  check: ({ prose, options }) => prose.flatMap((content) => [...deadLinks(content, options.fileExists), ...undefinedReferences(content)]),
};

function deadLinks(content: RichText, fileExists: FileExists | undefined): Finding[] {
  return content.links.flatMap(({ target, label, start }) => {
    const reason = reasonOf(target, fileExists);
    if (reason === null) return [];
    return [
      {
        line: lineAt(content, start),
        quote: label,
        message: `The link "${label}" ${reason}.`,
        suggestion: 'Link to what is meant, or remove the link.',
      },
    ];
  });
}

/** `[the list][people]` without a line `[people]: …` stays as it is written. */
function undefinedReferences(content: RichText): Finding[] {
  return [...content.text.replace(/`[^`]*`/g, (code) => ' '.repeat(code.length)).matchAll(/\[([^\][]{2,60})\]\[([\w -]{1,60})\]/g)].map(
    (match) => ({
      line: lineAt(content, match.index),
      quote: match[0],
      message: `The link "${match[1] ?? ''}" names [${match[2] ?? ''}], which is defined nowhere.`,
      suggestion: `Add a line "[${match[2] ?? ''}]: …" with its address.`,
    }),
  );
}

function reasonOf(target: string, fileExists: FileExists | undefined): string | null {
  if (target === '' || target === '#') return 'has no target';
  if (
    /^(?:https?:\/\/)?(?:todo|tbd|xxx+|fixme|changeme)\b/i.test(target) ||
    /^https?:\/\/(?:[\w.-]+\/(?:\S*\/)?)?(?:todo|tbd|fixme|changeme|placeholder)\/?$/i.test(target)
  )
    return `leads to a stand-in (${target})`;
  if (/^[a-z][\w+.-]*:|^\/|^#|[{}<>]/i.test(target) || fileExists === undefined) return null;
  const path = decoded(target.replace(/[#?].*$/, ''));
  if (!/\.\w{2,8}$/.test(path) || fileExists(path)) return null;
  return fileExists(folderOf(path)) ? `leads to ${path}, which is not there` : null;
}

/** Where not even the folder is there, these guides are an extract of more. */
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
