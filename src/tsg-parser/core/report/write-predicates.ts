import { blocksOf, sectionsOf, type LineRange, type Section } from '../document.js';
import { compileTsg } from '../compile-tsg.js';
import { canonicalJson } from '../passes/seal-plan.js';
import type { PlanDag, PlanEdge, PlanLoop } from '../plan.js';
import { describePredicate, readAuthorPredicate, type ConditionFacts, type Predicate } from '../predicate/index.js';
import type { QueryReader } from '../query-template.js';
import { readParts, type GuideParts } from '../read-parts.js';

/** A guide with its predicates written in, and what could not be. */
export interface WrittenGuide {
  readonly markdown: string;
  readonly written: number;
  /** Conditions that a rule decides and that have no form of their own in the author's language, or no place in the text. */
  readonly left: readonly { readonly text: string; readonly line: number }[];
}

interface Insertion {
  /** 1-based: the comment goes to the end of this line. */
  readonly line: number;
  readonly comment: string;
  readonly condition: { readonly text: string; readonly line: number };
}

/**
 * Writes what was understood of each condition behind it, as `<!-- when: … -->` at the end of its line: everything else
 * stays as it is byte for byte, no line moves, and the guide compiles to the very same plan. What would change the plan
 * is left out.
 */
export function writePredicates(markdown: string, reader: QueryReader): WrittenGuide {
  const parts = readParts(markdown, reader);
  const wanted = insertionsOf(parts);
  const planId = compileTsg(markdown, reader).plan?.id;
  const keepsPlan = (text: string): boolean => {
    const compiled = compileTsg(text, reader);
    return compiled.plan?.id === planId && compiled.problems.length === parts.problems.length;
  };
  const together = inserted(markdown, wanted.insertions);
  const kept = keepsPlan(together) ? wanted.insertions : oneByOne(markdown, wanted.insertions, keepsPlan);
  const dropped = wanted.insertions.filter((insertion) => !kept.includes(insertion)).map(({ condition }) => condition);
  return { markdown: inserted(markdown, kept), written: kept.length, left: [...wanted.left, ...dropped] };
}

function oneByOne(markdown: string, insertions: readonly Insertion[], keepsPlan: (text: string) => boolean): Insertion[] {
  const kept: Insertion[] = [];
  for (const insertion of insertions) if (keepsPlan(inserted(markdown, [...kept, insertion]))) kept.push(insertion);
  return kept;
}

/** At the end of each line, before its trailing blanks. */
function inserted(markdown: string, insertions: readonly Insertion[]): string {
  const pieces = markdown.split(/(\r\n|\r|\n)/);
  for (const { line, comment } of insertions) {
    const at = (line - 1) * 2;
    pieces[at] = (pieces[at] ?? '').replace(/\s*$/, (blanks) => ` ${comment}${blanks}`);
  }
  return pieces.join('');
}

function insertionsOf(parts: GuideParts): { readonly insertions: Insertion[]; readonly left: { text: string; line: number }[] } {
  const { plan, conditions, authored } = parts.built;
  const insertions: Insertion[] = [];
  const left: { text: string; line: number }[] = [];
  const paragraphs = paragraphsOf(parts.document.root);
  const ways = decidedByRule(plan).filter(({ from, to }) => !authored.some((way) => way.from === from && way.to === to));
  for (const way of ways) {
    const { text, predicate } = way.condition;
    const words = wordsFor(predicate, conditions.factsOf(way.from));
    const place = placeOf(
      way.line,
      paragraphs,
      ways.map(({ line }) => line),
    );
    const condition = { text, line: way.line };
    if (words === null || place === null) left.push(condition);
    else {
      const shared = ways.some((other) => other.line === way.line && other.condition.text !== text);
      const comment = `<!-- when: ${words}${shared ? ` -> ${targetOf(way.to)}` : ''} -->`;
      if (!insertions.some((other) => other.line === place && other.comment === comment))
        insertions.push({ line: place, comment, condition });
    }
  }
  return { insertions, left };
}

type Decided = (PlanEdge | PlanLoop) & { readonly condition: { readonly predicate: Predicate; readonly text: string } };

function decidedByRule({ edges, loops }: Omit<PlanDag, 'id'>): Decided[] {
  return [...edges, ...loops].filter((way): way is Decided => (way.condition?.predicate ?? null) !== null);
}

/** The author's words for a predicate, naming its query only where that is needed; null where they do not read back the same. */
function wordsFor(predicate: Predicate, facts: ConditionFacts): string | null {
  const namings = [() => null, (id: string) => id.replace(/^.*\./, ''), (id: string) => id];
  const words = namings
    .map((naming) => describePredicate(predicate, naming))
    .find((text) => {
      return !text.includes('--') && canonicalJson(readAuthorPredicate(text, facts)) === canonicalJson(predicate);
    });
  return words ?? null;
}

function targetOf(id: string): string {
  return /^s\d/.test(id) ? `Step ${id.slice(1)}` : id;
}

function paragraphsOf(root: Section): LineRange[] {
  return [...sectionsOf(root)].flatMap(({ level, lines, blocks }): LineRange[] => [
    ...(level > 0 ? [[lines[0], lines[0]] as const] : []),
    ...[...blocksOf(blocks)].flatMap((block) => (block.kind === 'paragraph' ? [block.lines] : [])),
  ]);
}

/** The last line of the condition's paragraph before another condition begins; null outside of paragraphs. */
function placeOf(line: number, paragraphs: readonly LineRange[], starts: readonly number[]): number | null {
  const paragraph = paragraphs.findLast(([first, last]) => first <= line && line <= last);
  if (paragraph === undefined) return null;
  const next = Math.min(...starts.filter((other) => other > line && other <= paragraph[1]), paragraph[1] + 1);
  return Math.max(line, next - 1);
}
