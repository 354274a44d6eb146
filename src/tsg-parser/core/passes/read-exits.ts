import type { Block, RichText } from '../document.js';
import { clausesOf, type Clause } from '../grammar/clause.js';
import { readJump } from '../grammar/jump.js';
import { sentencesOf, type Sentence } from '../grammar/sentences.js';
import { stopOf } from '../grammar/stop.js';
import { readWhenComment } from '../grammar/when-comment.js';
import type { Destination, Exit, Guard } from '../draft.js';
import type { StatedCause } from '../plan.js';
import { readCause } from './read-options.js';

/**
 * Reads the ways out of a step from its prose.
 *
 *   If X, proceed to Step 2.        [X]         → Step 2
 *   This is a potential resolution. belongs to the condition before it, in the same paragraph
 *   Otherwise, proceed to Step 3.   [Otherwise] → Step 3, bound to the nearest question
 */
export function readExits(title: string, blocks: readonly Block[], entry: Guard | null = null): Exit[] {
  const reader = new ExitReader(entry);
  if (title.trim().endsWith('?')) reader.question = statementOf(title);
  reader.readBlocks(blocks, null);
  return authored(reader.exits);
}

/** Ends what the condition before it governs. */
const IN_ANY_CASE = /^\W*(?:in (?:either|any|all|both|every) cases?|regardless|either way|anyway|in any event)\b/i;

/** A condition that is still looking for where it leads. */
interface OpenGuard {
  readonly guard: Guard;
  settled: boolean;
  cause: StatedCause | null;
}

class ExitReader {
  readonly exits: Exit[] = [];
  question: string | null = null;
  private lastGuard: Guard | null = null;

  /** @param entry the condition the step itself is entered by: it is no way out. */
  constructor(private readonly entry: Guard | null) {}

  readBlocks(blocks: readonly Block[], inherited: OpenGuard | null): void {
    let above = inherited;
    for (const block of blocks) {
      if (block.kind === 'paragraph') above = this.readParagraph(block.content, inherited);
      else if (block.kind === 'list') for (const item of block.items) this.readBlocks(item.blocks, above);
      else if (block.kind === 'quote') this.readBlocks(block.blocks, null);
      else if (block.kind === 'comment') this.readComment(block.text, block.lines[0]);
    }
  }

  /** Returns the condition it left open, for the bullets below it. */
  private readParagraph(content: RichText, inherited: OpenGuard | null): OpenGuard | null {
    let open: OpenGuard | null = inherited;
    for (const sentence of sentencesOf(content)) {
      for (const clause of clausesOf(sentence.content)) open = this.readClause(clause, sentence, open);
      this.remember(sentence.text);
    }
    if (open !== null && open !== inherited && !open.settled && open.guard.otherwise) this.exit(open, { kind: 'onward' }, open.guard.line);
    return open;
  }

  private readClause(clause: Clause, sentence: Sentence, before: OpenGuard | null): OpenGuard | null {
    const line = clause.body.lineStarts[0]?.line ?? sentence.lines[0];
    const guard = this.guardOf(clause, sentence.lines[0]);
    const free = guard === null && IN_ANY_CASE.test(clause.body.text);
    const open = guard === null ? (free ? null : before) : { guard, settled: false, cause: null };
    const cause = readCause(clause.body.text, line);
    if (cause !== null && open !== null) this.addCause(open, cause);
    const destination = destinationOf(clause.body, open !== null);
    if (destination !== null && !this.repeatsEnd(open, destination))
      this.exit(open?.settled === true ? null : open, destination, guard === null ? line : sentence.lines[0]);
    return open;
  }

  /** "… the incident is mitigated. This is a potential resolution.": one end, told twice. */
  private repeatsEnd(open: OpenGuard | null, destination: Destination): boolean {
    const last = this.exits.at(-1);
    if (open?.settled !== true || destination.kind !== 'end' || last?.guard !== open.guard || last.to.kind !== 'end') return false;
    this.exits[this.exits.length - 1] = { ...last, to: { kind: 'end', outcome: last.to.outcome || destination.outcome } };
    return true;
  }

  private guardOf({ premise }: Clause, line: number): Guard | null {
    if (premise === null) return null;
    const guard = this.spellOut(premise, line);
    if (this.entry !== null && guard.line === this.entry.line && guard.text.toLowerCase() === this.entry.text.toLowerCase()) return null;
    if (!guard.otherwise) this.lastGuard = guard;
    return guard;
  }

  private spellOut(premise: NonNullable<Clause['premise']>, line: number): Guard {
    switch (premise.kind) {
      case 'says':
        return { text: premise.cue === 'unless' ? `not(${premise.text})` : premise.text, line, otherwise: false, authored: null };
      case 'so':
        return { text: this.question ?? this.lastGuard?.text ?? 'yes', line, otherwise: false, authored: null };
      case 'not-so':
        return {
          text: premise.extra === null ? capital(premise.words) : `${capital(premise.words)}, and ${premise.extra}`,
          line,
          otherwise: true,
          authored: null,
        };
    }
  }

  /** "Check whether X" and "Is X?" are what a later "If so" or "Yes" speaks of. */
  private remember(sentence: string): void {
    const asked =
      /^(?!if\b).*?\b(?:whether|check if|verify if|see if|determine if|confirm that|verify that|confirm if|verify)\s+(.+?)[.:?]?$/i.exec(
        sentence,
      )?.[1];
    if (sentence.endsWith('?')) this.question = statementOf(sentence);
    else if (asked !== undefined) this.question = asked;
  }

  private addCause(open: OpenGuard, cause: StatedCause): void {
    open.cause = cause;
    const last = this.exits.at(-1);
    if (last !== undefined && open.settled && last.guard === open.guard) this.exits[this.exits.length - 1] = { ...last, cause };
  }

  private exit(open: OpenGuard | null, to: Destination, line: number): void {
    this.exits.push({ guard: open?.guard ?? null, to, line, cause: to.kind === 'end' ? (open?.cause ?? null) : null });
    if (open !== null) open.settled = true;
  }

  /** `<!-- when: any(value) >= 0.2 s -> Step 2 -->`; one without a target words a condition, once there are edges. */
  private readComment(comment: string, line: number): void {
    const { predicate, target } = readWhenComment(comment) ?? { predicate: '', target: null };
    if (target === null) return;
    const guard: Guard = { text: predicate, line, otherwise: false, authored: { text: predicate, line } };
    this.exits.push({ guard, to: authoredTarget(target), line, cause: null });
  }
}

function authoredTarget(target: string): Destination {
  if (/^end$/i.test(target)) return { kind: 'end', outcome: true };
  const number = /^step\s+#?(\S+)$/i.exec(target)?.[1];
  const targets =
    number === undefined
      ? [{ kind: 'titled' as const, title: target }]
      : [{ kind: 'step' as const, series: 'step', number: number.toLowerCase() }];
  return { kind: 'steps', targets, parallel: false, back: false };
}

/** What the author wrote as a predicate beats the prose that leads to the same place. */
function authored(exits: readonly Exit[]): Exit[] {
  const written = exits.filter(({ guard }) => guard !== null && guard.authored?.text === guard.text);
  const replaced = new Map(
    written.map((exit) => [JSON.stringify(exit.to.kind === 'steps' ? exit.to.targets : exit.to.kind), exit.guard?.authored ?? null]),
  );
  const prose = exits.filter((exit) => !written.includes(exit));
  const used = new Set<string>();
  const merged = prose.map((exit): Exit => {
    const key = JSON.stringify(exit.to.kind === 'steps' ? exit.to.targets : exit.to.kind);
    const predicate = replaced.get(key);
    if (predicate === undefined || predicate === null || exit.guard === null || exit.guard.otherwise) return exit;
    used.add(key);
    return { ...exit, guard: { ...exit.guard, authored: predicate } };
  });
  return [...merged, ...written.filter((exit) => !used.has(JSON.stringify(exit.to.kind === 'steps' ? exit.to.targets : exit.to.kind)))];
}

/** Where a phrase leads. Without a condition only words that always send count. */
export function destinationOf(body: RichText, conditional: boolean): Destination | null {
  const jump = readJump(body);
  if (jump !== null && (jump.strong || conditional)) {
    return {
      kind: 'steps',
      targets: jump.targets,
      parallel: jump.mode === 'parallel',
      back: jump.back,
      ...(jump.strong ? {} : { weak: true as const }),
      ...(jump.again ? { again: true as const } : {}),
    };
  }
  if (conditional && CONTINUE.test(body.text)) return { kind: 'onward' };
  const stop = stopOf(body.text);
  if (stop === null || (stop === 'healthy' && !conditional)) return null;
  return { kind: 'end', outcome: stop !== 'ends' };
}

/** "If the queues grow, continue to investigate": who has nothing to continue with is done. */
const CONTINUE =
  /^\W*(?:please )?(?:continue|proceed|keep|go on)(?: (?:to |with )?(?:the )?(?:investigat\w+|troubleshoot\w*|diagnos\w+|following steps?|steps? below|rest|debugging|below|reading)| on| below|\W*$)/i;

/** "Is there a node that is an outlier?" → "there is a node that is an outlier" would be guessing: the question as it stands. */
function statementOf(question: string): string {
  return question.replace(/\?\s*$/, '').trim();
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase();
}
