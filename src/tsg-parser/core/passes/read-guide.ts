import type { GuideDocument, Section } from '../document.js';
import { commentsOf, sectionsOf, type LineComment } from '../document.js';
import type { Problem, TroubleshootingGuide } from '../guide.js';
import type { FrontMatter } from '../front-matter/front-matter.js';
import { readFrontMatter } from '../front-matter/read-front-matter.js';
import { readParameters } from './read-parameters.js';

export interface GuideReading {
  readonly guide: TroubleshootingGuide;
  readonly frontMatter: FrontMatter;
  /** What its authors wrote beside the text (`<!-- … -->`). */
  readonly comments: readonly LineComment[];
  readonly problems: readonly Problem[];
}

/** What the document says it is for: front matter first, then its title, alert name and parameter section. */
export function readGuide(document: GuideDocument): GuideReading {
  const { frontMatter, problems } = readFrontMatter(document.frontMatter);
  const heading = firstHeading(document.root);
  const title = frontMatter.title ?? heading?.title.text ?? '';
  const declared = new Map(readParameters(document.root).map((parameter) => [parameter.name, parameter]));
  for (const parameter of frontMatter.parameters) declared.set(parameter.name, parameter);
  return {
    guide: {
      title,
      alertNames: frontMatter.alerts.length > 0 ? frontMatter.alerts : alertNamesOf(heading?.title.text ?? title, document.root),
      runbookUrls: frontMatter.runbookUrls,
      services: frontMatter.services,
      owner: frontMatter.owner,
      parameters: [...declared.values()],
    },
    frontMatter,
    comments: commentsOf(document.root),
    problems,
  };
}

function firstHeading(root: Section): Section | undefined {
  return [...sectionsOf(root)].find(({ level }) => level > 0);
}

const CAMEL = /^[A-Z][a-z]*(?:[A-Z][a-z0-9]*|[A-Z]+)+\w*$|^[a-z]+(?:[A-Z][a-z0-9]+)+$/;

/** `# KubeAPIDown`: a title that is an alert's name; or "the `X` alert" in the text below it. */
function alertNamesOf(title: string, root: Section): string[] {
  const bare = title.replace(/`/g, '').trim();
  if (CAMEL.test(bare)) return [bare];
  const names = [...sectionsOf(root)].flatMap(({ blocks }) =>
    blocks.flatMap((block) =>
      block.kind === 'paragraph' ? [...block.content.text.matchAll(/`([A-Z][A-Za-z0-9]+)` alert\b|\balert `([A-Z][A-Za-z0-9]+)`/g)] : [],
    ),
  );
  return [...new Set(names.map((match) => match[1] ?? match[2] ?? '').filter((name) => CAMEL.test(name)))].slice(0, 5);
}
