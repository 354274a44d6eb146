import type { LineRange } from '../document.js';
import type { Problem } from '../guide.js';
import { unknownKey, type Objection, type Objections } from '../yaml/fields.js';
import { nearestName } from '../yaml/nearest-name.js';
import { readYaml, type YamlEntry } from '../yaml/read-yaml.js';
import { NO_FRONT_MATTER, type FrontMatter } from './front-matter.js';
import { FRONT_MATTER_KEYS, frontMatterKey, readKeys } from './read-keys.js';

interface FrontMatterReading {
  readonly frontMatter: FrontMatter;
  readonly problems: readonly Problem[];
}

/** What the block between two `---` lines says of the guide, and what of it cannot be taken. */
export function readFrontMatter(block: { readonly text: string; readonly lines: LineRange } | null): FrontMatterReading {
  if (block === null) return { frontMatter: NO_FRONT_MATTER, problems: [] };
  const yaml = readYaml(block.text, block.lines[0] + 1);
  if ('error' in yaml || yaml.entries === null)
    return {
      frontMatter: NO_FRONT_MATTER,
      problems: block.text.trim() === '' ? [] : [unreadable('error' in yaml ? yaml.line : block.lines[0])],
    };
  const objections: Objections = [...unknownKeys(yaml.entries)];
  const frontMatter = readKeys(yaml.entries, objections);
  return { frontMatter, problems: objections.map((objection) => problemOf(objection, block.lines)) };
}

/** Keys that only Periplus reads: where one of them stands, the block is written for it. */
const OWN_KEYS = new Set([
  'owner',
  'alerts',
  'runbook_url',
  'parameters',
  'outcome',
  'sources',
  'timeout',
  'retries',
  'onFailure',
  'policy',
]);

/** The front matter of a web page's generator is not ours to judge: of its keys, only misspelt ones of ours are told. */
function unknownKeys(entries: readonly YamlEntry[]): Objection[] {
  const isOurs = entries.some(({ key }) => OWN_KEYS.has(frontMatterKey(key) ?? ''));
  return entries.flatMap((entry) => {
    if (frontMatterKey(entry.key) !== null) return [];
    const isNear = nearestName(entry.key, FRONT_MATTER_KEYS) !== null;
    if (isNear) return [unknownKey(entry, FRONT_MATTER_KEYS, 'warning')];
    return isOurs && !PAGE_KEYS.test(entry.key) ? [unknownKey(entry, FRONT_MATTER_KEYS, 'info')] : [];
  });
}

/** What site generators and documentation platforms read (Jekyll, Hugo, Docusaurus, Backstage, Microsoft Learn). */
const PAGE_KEYS =
  /^(?:ms\.|description$|summary$|tags?$|categor(?:y|ies)$|labels?$|authors?$|date$|updated$|last_?(?:mod|modified|updated|reviewed)|version$|layout$|permalink$|slug$|weight$|draft$|toc$|menu$|nav|sidebar|parent$|aliases$|keywords$|lang$|severity$|team$|status$|id$|type$|name$|kind$)/i;

function problemOf({ kind, severity, line, key, message, suggestion }: Objection, [first, last]: LineRange): Problem {
  const rule = `front-matter-${kind}`;
  return { rule, severity, line: Math.min(Math.max(line, first), last), message, suggestion, quote: key };
}

function unreadable(line: number): Problem {
  return {
    rule: 'front-matter-unreadable',
    severity: 'warning',
    line,
    message: 'The front matter is not YAML, so nothing in it counts.',
    suggestion: 'Write it as key: value lines between two --- lines.',
  };
}
