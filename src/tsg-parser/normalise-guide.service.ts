import { createHash } from 'node:crypto';
import { TerminalError } from '../platform/errors.js';
import type { LanguageModel } from '../platform/llm/language-model.js';
import { estimatedTokens, Meter } from '../platform/llm/meter.js';
import { fillPrompt, readPrompt } from '../platform/llm/prompt.js';
import { compileTsg } from './core/compile-tsg.js';
import type { Compilation } from './core/guide.js';
import type { QueryReader } from './core/query-template.js';
import { coverageOf } from './core/report/coverage.js';
import type { Coverage } from './core/report/coverage.js';
import { lineDiff } from './core/report/line-diff.js';

/** A guide as a model would write it. A proposal: a person decides whether it becomes the guide. */
export interface GuideProposal {
  readonly markdown: string;
  readonly model: string;
  readonly diff: readonly string[];
  readonly before: Coverage;
  readonly after: Coverage;
  /** Why it must not be used as it stands: commands that the guide does not have, or has and the proposal lost. */
  readonly flaws: readonly string[];
}

const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['markdown'],
  properties: { markdown: { type: 'string' } },
} as const;
const LONGEST_GUIDE = 60_000;

/** Has a model rewrite free prose into the normal form. What it writes goes through the same compiler as any guide. */
export class GuideNormaliser {
  constructor(
    private readonly model: LanguageModel,
    private readonly reader: QueryReader,
  ) {}

  /** @throws TerminalError `guide-too-long`, and whatever the model throws */
  async propose(guide: string, signal: AbortSignal): Promise<GuideProposal> {
    if (guide.length > LONGEST_GUIDE)
      throw new TerminalError(
        'guide-too-long',
        `The guide has ${guide.length} characters; at most ${LONGEST_GUIDE} are rewritten at once.`,
      );
    const { system, prompt } = readPrompt(new URL('prompts/normalise-guide.md', import.meta.url));
    const fence = `guide-${createHash('sha256').update(guide).digest('hex').slice(0, 16)}`;
    const maxTokens = 2_000 + 2 * estimatedTokens(guide);
    const request = { purpose: 'normalise-guide', system, prompt: fillPrompt(prompt, { guide, fence }), schema: SCHEMA, maxTokens };
    const { value, model } = await this.model.answer(request, new Meter(), signal);
    const { markdown } = value as { readonly markdown: string };
    const before = compileTsg(guide, this.reader);
    const after = compileTsg(markdown, this.reader);
    const flaws = [...missing(after, guide, 'The guide has no such command'), ...missing(before, markdown, 'The proposal lost a command')];
    return { markdown, model, diff: lineDiff(guide, markdown), before: coverageOf(before), after: coverageOf(after), flaws };
  }
}

/** Commands of one text that do not stand in the other, white space aside. */
function missing({ plan }: Compilation, text: string, what: string): readonly string[] {
  const whole = bare(text);
  const commands = (plan?.nodes ?? []).flatMap(({ queries }) => queries.map((query) => query.text));
  return commands.filter((command) => !whole.includes(bare(command))).map((command) => `${what}: ${command.trim()}`);
}

function bare(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
