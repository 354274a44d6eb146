import type { Config } from '../platform/config.js';
import { PeriplusError, sentenceOf } from '../platform/errors.js';
import { whyOverBudget } from '../platform/llm/budget.js';
import type { LanguageModel } from '../platform/llm/language-model.js';
import { Meter } from '../platform/llm/meter.js';
import { fillPrompt, readPrompt } from '../platform/llm/prompt.js';
import type { Prompt } from '../platform/llm/prompt.js';
import { logger } from '../platform/logger.js';
import type { Exit } from './core/decide-edges.js';
import type { Draft } from './core/draft.js';
import { modelAskOf } from './core/judge/model-ask.js';
import type { AskedCondition, ModelAsk } from './core/judge/model-ask.js';
import { settleVerdicts } from './core/judge/settle-verdicts.js';
import type { JudgedCondition } from './core/judge/settle-verdicts.js';
import { checkVerdict, VERDICT_SCHEMA } from './core/judge/verdict.js';
import type { Judgement } from './core/judge/verdict.js';
import type { StepRecord } from './core/run-state.js';
import { turnOf } from './core/urgency.js';
import type { Limits, Turn } from './limits.js';
import type { RunStore } from './run-store.js';
import { settleCurrent } from './settle-current.js';
import type { StepRun } from './step-run.js';

/** What goes with each question to the model. */
interface Asking {
  readonly meter: Meter;
  readonly turn: Turn;
  readonly signal: AbortSignal;
}

/** The name under which the limit of concurrency is kept. */
const MODEL = 'language model';

/**
 * The second stage of DESIGN 6: what rules leave open is judged by a language model, where there is one. The asking is committed
 * before anything leaves, the verdict is checked in code, and whatever does not hold goes to a person. A verdict settles edges and
 * nothing else: what follows from them passes the same gates as ever.
 */
export class ConditionJudge {
  private prompt: Prompt | null = null;

  /** @param model null where there is none: everything is asked of people */
  constructor(
    private readonly model: LanguageModel | null,
    private readonly store: Pick<RunStore, 'modelUse'>,
    private readonly limits: Limits,
    private readonly settings: Config['model'],
  ) {}

  /** What the model is to be asked about the open exits of a step, to be committed with its results; null: nothing. */
  askOf(draft: Draft, step: StepRecord, open: readonly Exit[]): ModelAsk | null {
    return this.model === null ? null : modelAskOf(draft, step, open, { ...this.settings, model: this.model.name });
  }

  /**
   * Asks about all conditions of a step at once, within what is left of the incident's budget, and settles the step.
   * @param reasons why rules decide nothing, by exit
   */
  async settle(run: StepRun, step: StepRecord, ask: ModelAsk, reasons: ReadonlyMap<string, string>): Promise<void> {
    const begun = new Date();
    const meter = new Meter();
    const over = whyOverBudget(await this.store.modelUse(run.state.run.id), this.settings);
    const signal = run.signalOf(step.nodeId);
    const turn = turnOf(run.state.run);
    const judged: readonly JudgedCondition[] = await Promise.all(
      ask.conditions.map(async (condition) => {
        const judgement = over === null ? await this.judge(ask, condition, { meter, turn, signal }) : open(over);
        return { condition, judgement };
      }),
    );
    const ended = new Date();
    const use = { tokens: meter.tokens, ms: over === null ? ended.getTime() - begun.getTime() : 0 };
    await settleCurrent(run, step, (draft) => {
      const observed = draft.step(step.nodeId);
      const timed = { ...observed, spans: [...observed.spans, [begun.toISOString(), ended.toISOString()] as const] };
      settleVerdicts(draft, timed, ask, judged, use, reasons);
    });
  }

  private async judge(ask: ModelAsk, condition: AskedCondition, { meter, turn, signal }: Asking): Promise<Judgement> {
    const { model } = this;
    if (model === null) return open('There is no language model.');
    try {
      const { value, model: answering } = await this.limits.within(MODEL, turn, () =>
        model.answer(
          { purpose: 'judge-condition', schema: VERDICT_SCHEMA, maxTokens: this.settings.maxTokens, ...this.words(ask, condition) },
          meter,
          signal,
        ),
      );
      return checkVerdict(value, answering, ask.evidence, this.settings.minConfidence);
    } catch (error) {
      logger.warn(
        { code: error instanceof PeriplusError ? error.code : 'unexpected', sentence: sentenceOf(error) },
        'The language model gave no verdict; a person is asked.',
      );
      return open(`The language model ${model.name} gave no verdict: ${sentenceOf(error)}`);
    }
  }

  private words({ title, prose, evidence }: ModelAsk, condition: AskedCondition): Prompt {
    this.prompt ??= readPrompt(new URL('prompts/judge-condition.md', import.meta.url));
    const values = { title, prose, evidence: evidence.text, fence: evidence.fence, condition: condition.text };
    return { system: fillPrompt(this.prompt.system, values), prompt: fillPrompt(this.prompt.prompt, values) };
  }
}

function open(why: string): Judgement {
  return { kind: 'open', why, confidence: null };
}
