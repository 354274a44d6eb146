import { slice, type Block, type Paragraph } from '../document.js';
import type { DraftPart, DraftStep, Exit, Guard } from '../draft.js';
import { clausesOf, type Clause } from '../grammar/clause.js';
import { sentencesOf, type Sentence } from '../grammar/sentences.js';
import { actOf } from '../grammar/verbs.js';
import { destinationOf } from '../passes/read-exits.js';
import { readCause } from '../passes/read-options.js';
import { fenceQueries, readQueries } from '../passes/read-queries.js';
import { armsOf } from './arrange.js';
import { draftStep, proseOf, type StepSource } from './draft-step.js';
import { firstAct } from './kind.js';
import { leadOf, premiseGuard } from './lead.js';
import type { Reading } from './reading.js';

/**
 * A sentence "If X, <change | escalate | wait>" within a step is a step of its own, guarded by X:
 *
 *   Check the nodes. If so, cordon them.     check ─[so]──► cordon ─┐
 *                                            check ─[not]───────────► next
 */
export function splitStep(source: StepSource, reading: Reading): DraftPart[] {
  const cut = findCut(source, reading);
  if (cut === null) return source.label === undefined || source.label === null ? [draftStep(source, reading)] : branchOff(source, reading);
  if (source.guard == null && (source.label ?? null) === null && !asksAnything(cut.before, reading))
    return [draftStep({ ...source, guard: cut.guard }, reading)];
  const head = draftStep(
    { ...source, blocks: cut.before, lines: [source.lines[0], cut.line > source.lines[0] ? cut.lastLine : source.lines[0]] },
    reading,
  );
  const tail = splitTail(source, cut, reading);
  if (source.guard !== null && source.guard !== undefined && cut.sameSentence) return [armsOf([head, ...tail])];
  return [head, ...tail];
}

/** "Some servers balance by themselves. If yours does, add one.": what stands before the condition only explains it. */
function asksAnything(blocks: readonly Block[], reading: Reading): boolean {
  return readQueries(blocks, reading.reader).length > 0 || firstAct(proseOf(blocks)) !== null;
}

function splitTail(source: StepSource, cut: Cut, reading: Reading): DraftPart[] {
  return splitStep({ title: '', lines: [cut.line, source.lines[1]], blocks: cut.after, guard: cut.guard }, reading);
}

/**
 * "If X, escalate to the owner." under a numbered heading, and no target named: a step of its own, entered by X alone.
 *
 *   Step 2 ─[X]─► escalate
 *          ─[Otherwise]─► as the text says
 */
function branchOff(source: StepSource, reading: Reading): DraftPart[] {
  const branches: Paragraph[] = [];
  const kept = source.blocks.flatMap((block): Block[] => {
    const cut = block.kind === 'paragraph' ? branchOf(block) : null;
    if (cut === null) return [block];
    branches.push(cut.branch);
    return cut.rest === null ? [] : [cut.rest];
  });
  if (branches.length === 0) return [draftStep(source, reading)];
  const head = draftStep({ ...source, blocks: kept }, reading);
  const steps = branches.map((paragraph) => branchStep(paragraph, reading));
  const exits = steps.map(({ step, guard }): Exit => ({
    guard,
    to: { kind: 'steps', targets: [{ kind: 'anchor', anchor: step.anchors[0] ?? '', label: step.title }], parallel: false, back: false },
    line: step.lines[0],
    cause: null,
  }));
  return [{ ...head, exits: [...exits, ...head.exits].sort((left, right) => left.line - right.line) }, ...steps.map(({ step }) => step)];
}

/** The sentences of a paragraph that belong to its first condition, and what stands after them. */
function branchOf(paragraph: Paragraph): { readonly branch: Paragraph; readonly rest: Paragraph | null } | null {
  const sentences = sentencesOf(paragraph.content);
  const next = sentences.find((sentence, index) => index > 0 && clausesOf(sentence.content).some(({ premise }) => premise !== null));
  const end = next?.start ?? paragraph.content.text.length;
  const branch: Paragraph = { ...paragraph, content: slice(paragraph.content, 0, end) };
  if (branchClause(branch) === null) return null;
  const rest: Paragraph | null =
    next === undefined
      ? null
      : {
          kind: 'paragraph',
          lines: [next.lines[0], paragraph.lines[1]],
          content: slice(paragraph.content, end, paragraph.content.text.length),
        };
  return { branch, rest };
}

function branchStep(paragraph: Paragraph, reading: Reading): { readonly step: DraftStep; readonly guard: Guard | null } {
  const clause = branchClause(paragraph);
  const guard = clause === null ? null : premiseGuard(clause, paragraph.lines[0]);
  const step = draftStep(
    { title: '', anchors: [`branch-${String(paragraph.lines[0])}`], lines: paragraph.lines, blocks: [paragraph], entry: guard },
    reading,
  );
  const ends: Exit[] =
    step.kind === 'escalate' ? [{ guard: null, to: { kind: 'end', outcome: false }, line: paragraph.lines[0], cause: null }] : [];
  return { step: { ...step, exits: [...step.exits, ...ends] }, guard };
}

/** The clause of a paragraph that is one condition and one request, with nowhere to go. */
function branchClause(paragraph: Paragraph): Clause | null {
  const clauses = sentencesOf(paragraph.content).flatMap((sentence) => clausesOf(sentence.content));
  const [first, ...others] = clauses;
  if (first?.premise?.kind !== 'says' || others.some(({ premise }) => premise !== null)) return null;
  if (clauses.some(({ body }) => destinationOf(body, true) !== null || readCause(body.text, 1) !== null)) return null;
  const act = clauses.map(({ body }) => actOf(body.text)).find((found) => found !== null);
  return act === 'change' || act === 'escalate' ? first : null;
}

interface Cut {
  readonly before: readonly Block[];
  readonly after: readonly Block[];
  readonly guard: Guard | null;
  readonly line: number;
  readonly lastLine: number;
  readonly sameSentence: boolean;
}

function findCut(source: StepSource, reading: Reading): Cut | null {
  const labelled = source.label !== undefined && source.label !== null;
  let question: string | null = null;
  for (const [index, block] of source.blocks.entries()) {
    if (block.kind !== 'paragraph' || isNote(block)) continue;
    const cut = labelled ? cutBeforeChange(source.blocks, index, block, reading) : cutInside(source, index, block, question);
    if (cut !== null) return cut;
    question = askedBy(block) ?? question;
  }
  return null;
}

/** Under a numbered heading only a condition that a changing command follows splits off; everything else stays inside. */
function cutBeforeChange(blocks: readonly Block[], index: number, paragraph: Paragraph, reading: Reading): Cut | null {
  const lead = leadOf([paragraph]);
  if (lead.guard === null || lead.guard.otherwise || index === 0) return null;
  const next = blocks.slice(index + 1).find((block) => block.kind === 'fence' || block.kind === 'paragraph');
  if (next?.kind !== 'fence' || !fenceQueries(next, reading.reader).some(({ mutating }) => mutating)) return null;
  if (sentencesOf(paragraph.content).some((sentence) => clausesOf(sentence.content).some(({ body }) => destinationOf(body, true) !== null)))
    return null;
  const before = blocks.slice(0, index);
  return {
    before,
    after: blocks.slice(index),
    guard: lead.guard,
    line: paragraph.lines[0],
    lastLine: before.at(-1)?.lines[1] ?? paragraph.lines[0],
    sameSentence: false,
  };
}

function cutInside(source: StepSource, index: number, paragraph: Paragraph, question: string | null): Cut | null {
  const sentences = sentencesOf(paragraph.content);
  let asked = question;
  for (const [at, sentence] of sentences.entries()) {
    const clauses = clausesOf(sentence.content);
    for (const [number, clause] of clauses.entries()) {
      const leading = at === 0 && number === 0 && (index === 0 || source.guard?.line === sentence.lines[0]);
      if (leading || !splitsOff(clause)) continue;
      const guard = guardFor(clause, sentence, asked);
      if (guard !== null) return cutAt(source, index, paragraph, { sentence, clause: number, guard });
    }
    asked = askedIn(sentence) ?? asked;
  }
  return null;
}

function splitsOff(clause: Clause): boolean {
  if (clause.premise === null || (clause.premise.kind === 'says' && clause.premise.cue === 'trailing if')) return false;
  if (destinationOf(clause.body, true) !== null) return false;
  const act = actOf(clause.body.text);
  return (
    act === 'change' ||
    act === 'escalate' ||
    act === 'wait' ||
    /\b(?:might|may|should|must|can|needs?) (?:need )?(?:to )?be (?:reduced|increased|restarted|deleted|recreated|replaced|scaled|removed)\b/i.test(
      clause.body.text,
    )
  );
}

function guardFor(clause: Clause, sentence: Sentence, asked: string | null): Guard | null {
  if (clause.premise?.kind === 'so')
    return asked === null ? null : { text: asked, line: sentence.lines[0], otherwise: false, authored: null };
  return premiseGuard(clause, sentence.lines[0]);
}

function cutAt(
  source: StepSource,
  index: number,
  paragraph: Paragraph,
  at: { readonly sentence: Sentence; readonly clause: number; readonly guard: Guard | null },
): Cut {
  const clauses = clausesOf(at.sentence.content);
  const body = clauses[at.clause]?.body.text ?? '';
  const within = at.clause === 0 ? 0 : at.sentence.text.lastIndexOf(';', at.sentence.text.indexOf(body));
  const offset = at.sentence.start + Math.max(0, within === 0 ? 0 : within + 1);
  const head: Paragraph = { ...paragraph, content: slice(paragraph.content, 0, offset) };
  const tail: Paragraph = {
    kind: 'paragraph',
    lines: [at.sentence.lines[0], paragraph.lines[1]],
    content: slice(paragraph.content, offset, paragraph.content.text.length),
  };
  const before = offset === 0 ? source.blocks.slice(0, index) : [...source.blocks.slice(0, index), head];
  return {
    before,
    after: [tail, ...source.blocks.slice(index + 1)],
    guard: at.guard,
    line: at.sentence.lines[0],
    lastLine: at.sentence.lines[0],
    sameSentence: at.clause > 0,
  };
}

/** "Check if X", "Identify whether X": what "If so" speaks of. */
function askedIn({ text }: Sentence): string | null {
  const supposed = /\b(?:cause|reason|issue|problem|possibility) (?:might|may|could|can) (?:also )?be (?:that )?(.+?)[.:]?$/i.exec(
    text,
  )?.[1];
  return supposed ?? /\b(?:whether|check if|verify if|see if|determine if|confirm if|if)\s+(.+?)[.:?]?$/i.exec(text)?.[1] ?? null;
}

function askedBy(paragraph: Paragraph): string | null {
  return (
    sentencesOf(paragraph.content)
      .map(askedIn)
      .findLast((asked) => asked !== null) ?? null
  );
}

function isNote(paragraph: Paragraph): boolean {
  return /^\W*(?:note|warning|important|tip|caution|ps)\b/i.test(paragraph.content.text);
}
