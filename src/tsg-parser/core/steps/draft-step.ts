import { blocksOf, type Block, type LineRange } from '../document.js';
import type { DraftStep, Guard, Repeat } from '../draft.js';
import { sentencesOf } from '../grammar/sentences.js';
import type { StepLabel } from '../grammar/step-label.js';
import type { StatedCause, StepOptions } from '../plan.js';
import { readExits } from '../passes/read-exits.js';
import { NO_OPTIONS, readCause, readOptionList, readRollback, readStepComment, readWait } from '../passes/read-options.js';
import { isRemarks, readQueries } from '../passes/read-queries.js';
import { kindOf } from './kind.js';
import { readRepeats } from './repeats.js';
import type { Reading } from './reading.js';

export interface StepSource {
  readonly title: string;
  readonly label?: StepLabel | null;
  readonly anchors?: readonly string[];
  readonly lines: LineRange;
  readonly blocks: readonly Block[];
  readonly guard?: Guard | null;
  /** A condition the step is entered by, where the way in is drawn elsewhere. */
  readonly entry?: Guard | null;
  readonly fallback?: boolean;
}

/** Everything there is to know of a step from its own text. */
export function draftStep(source: StepSource, reading: Reading): DraftStep {
  const queries = readQueries(source.blocks, reading.reader);
  const prose = proseOf(source.blocks);
  const settings = readSettings(source.blocks);
  const exits = readExits(source.title, source.blocks, source.guard ?? source.entry ?? null);
  const edgeCauses = new Set(exits.flatMap(({ cause }) => (cause === null ? [] : [cause.line])));
  return {
    part: 'step',
    title: titleOf(source, prose),
    label: source.label ?? null,
    anchors: source.anchors ?? [],
    lines: source.lines,
    blocks: source.blocks,
    text: [prose, ...instructions(source.blocks)].join('\n\n'),
    kind:
      source.fallback === true
        ? 'escalate'
        : kindOf({ title: source.title, text: prose, queries, phase: reading.phase, guard: source.guard ?? null }),
    guard: source.guard ?? null,
    exits,
    repeats: readRepeats(source.blocks) satisfies readonly Repeat[],
    queries,
    waitMs: settings.waitMs,
    subGuide: subGuideOf(source.blocks),
    cause: settings.cause !== null && edgeCauses.has(settings.cause.line) ? null : settings.cause,
    options: settings.options,
    fallback: source.fallback ?? false,
  };
}

function titleOf({ title, label }: StepSource, prose: string): string {
  const own = (label?.title ?? '') === '' ? title : (label?.title ?? title);
  const sentence = own.trim() === '' ? (prose.split(/(?<=[.?!:])\s/)[0] ?? prose) : own;
  return sentence.length > 120 ? `${sentence.slice(0, 117)}…` : sentence.replace(/[:.\s]+$/, '');
}

/** The step's own prose, without queries. */
export function proseOf(blocks: readonly Block[]): string {
  return [...blocksOf(blocks)]
    .flatMap((block) => (block.kind === 'paragraph' ? [block.content.text] : []))
    .join('\n')
    .trim();
}

/** Fences of comments alone say what to work out: people are shown them with the prose. */
function instructions(blocks: readonly Block[]): string[] {
  return [...blocksOf(blocks)].flatMap((block) =>
    block.kind === 'fence' && isRemarks(block.text) ? [`\`\`\`${block.language ?? ''}\n${block.text}\n\`\`\``] : [],
  );
}

interface Settings {
  readonly waitMs: number | null;
  readonly cause: StatedCause | null;
  readonly options: StepOptions;
}

function readSettings(blocks: readonly Block[]): Settings {
  let waitMs: number | null = null;
  let cause: StatedCause | null = null;
  let options = NO_OPTIONS;
  for (const block of blocksOf(blocks)) {
    if (block.kind === 'comment') options = { ...options, ...readStepComment(block.text) };
    if (block.kind !== 'paragraph') continue;
    const line = block.lines[0];
    cause ??= readCause(block.content.text, line);
    const rollback = readRollback(block.content.text);
    if (rollback !== null) options = { ...options, rollback };
    const listed = /^(?:time-?out|retries|on[- ]failure)\b/i.test(block.content.text) ? readOptionList(block.content.text) : null;
    options = { ...options, ...listed };
    for (const sentence of sentencesOf(block.content)) {
      cause ??= readCause(sentence.text, sentence.lines[0]);
      waitMs ??= readWait(sentence.text);
    }
  }
  return { waitMs, cause, options };
}

/** A link to another Markdown file in imperative position. */
function subGuideOf(blocks: readonly Block[]): string | null {
  for (const block of blocksOf(blocks)) {
    if (block.kind !== 'paragraph') continue;
    for (const link of block.content.links) {
      if (!/\.md(?:#.*)?$/i.test(link.target) || /^https?:/i.test(link.target)) continue;
      const before = block.content.text.slice(0, link.start);
      if (/\b(?:follow|run|perform|execute|use|go through|proceed (?:to|with)|continue with)\b[^.]*$/i.test(before) || before.trim() === '')
        return link.target;
    }
  }
  return null;
}
