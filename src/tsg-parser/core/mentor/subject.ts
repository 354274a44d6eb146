import { blocksOf, sectionsOf, type RichText, type Section } from '../document.js';
import { stepsOf, type DraftQuery, type DraftStep } from '../draft.js';
import type { Edit, Severity } from '../guide.js';
import { sectionRole } from '../grammar/section-role.js';
import { nameNodes } from '../passes/name-nodes.js';
import type { PlanNode } from '../plan.js';
import type { GuideParts } from '../read-parts.js';
import { formOf, type Form } from './form.js';
import { questionsIn, type Question } from './questions.js';

export interface LintOptions {
  /** Whether a file named relative to the guide exists; without it, links to files are not looked at. */
  readonly fileExists?: (path: string) => boolean;
  /** The document may be any page of a folder: without steps it is passed over in silence, unless it looks like a guide. */
  readonly anyPage?: boolean;
}

/** The five families of StepFly’s mentor, and what may hurt. */
export type Family = 'clarity' | 'control flow' | 'data flow' | 'queries' | 'presentation' | 'safety';

export interface Finding {
  readonly line: number;
  /** Quotes the guide. */
  readonly message: string;
  readonly suggestion?: string;
  readonly quote?: string;
  /** Where it differs from the rule's own. */
  readonly severity?: Severity;
  /** What mends it, where there is one safe answer. */
  readonly fix?: readonly Edit[];
}

/** One rule, one file: what it looks for, how grave it is, and how to find it. Pure. */
export interface MentorRule {
  readonly id: string;
  readonly family: Family;
  readonly severity: Severity;
  /** One sentence for the list of rules. */
  readonly about: string;
  readonly check: (subject: Subject) => readonly Finding[];
}

/** A step as the document has it, with its place in the plan. */
export interface SubjectStep {
  readonly draft: DraftStep;
  readonly node: PlanNode;
}

/** A question with the section it stands in. */
export interface AskedQuestion {
  readonly section: Section;
  readonly branches: Question;
}

/** Everything rules look at. */
export interface Subject {
  readonly parts: GuideParts;
  readonly lines: readonly string[];
  readonly steps: readonly SubjectStep[];
  readonly queries: readonly { readonly step: SubjectStep; readonly query: DraftQuery }[];
  /** Every stretch of prose of the document, outside of comments. */
  readonly prose: readonly RichText[];
  /** What is asked of the reader outside of background sections. */
  readonly questions: readonly AskedQuestion[];
  /** How strictly a page is read: what may hurt in a guide is common in a manual. */
  readonly form: Form;
  readonly options: LintOptions;
}

export function subjectOf(markdown: string, parts: GuideParts, options: LintOptions): Subject {
  const ids = nameNodes(parts.procedure);
  const nodes = new Map(parts.built.plan.nodes.map((node) => [node.id, node]));
  const steps = [...stepsOf(parts.procedure)].flatMap((draft): SubjectStep[] => {
    const node = nodes.get(ids.get(draft) ?? '');
    return node === undefined ? [] : [{ draft, node }];
  });
  const sections = [...sectionsOf(parts.document.root)];
  return {
    parts,
    lines: markdown.split(/\r\n?|\n/),
    steps,
    queries: steps.flatMap((step) => step.draft.queries.map((query) => ({ step, query }))),
    prose: sections.flatMap((section) => [section.title, ...proseOf(section.blocks)]),
    questions: sections
      .filter(({ title }) => sectionRole(title.text) !== 'background')
      .flatMap((section) => questionsIn(section.blocks).map((branches) => ({ section, branches }))),
    form: formOf(parts),
    options,
  };
}

function proseOf(blocks: Parameters<typeof blocksOf>[0]): RichText[] {
  return [...blocksOf(blocks)].flatMap((block) => {
    if (block.kind === 'paragraph') return [block.content];
    return block.kind === 'table' ? block.rows.flat() : [];
  });
}

/** What an earlier pass already found, told by the rule of that name. */
export function structural(id: string, holds: (line: number, subject: Subject) => boolean = () => true): MentorRule['check'] {
  return (subject) =>
    subject.parts.problems
      .filter(({ rule, line }) => rule === id && holds(line, subject))
      .map(({ line, message, suggestion }) => ({ line, message, ...(suggestion === null ? {} : { suggestion }) }));
}

/** A step's title, short enough for a message. */
export function titleOf({ node }: SubjectStep): string {
  return node.title.length > 60 ? `${node.title.slice(0, 57)}…` : node.title;
}

/** Everything written in a step, its title included. */
export function wordsOf({ draft, node }: SubjectStep): string {
  return `${node.title}\n${draft.text}`;
}
