import type { Meter } from './meter.js';

/** A JSON schema of an object: every property required, none besides. The adapter sends it and validates against it. */
export type AnswerSchema = Readonly<Record<string, unknown>>;

/** A prompt with a JSON schema goes in, a validated value comes out. */
export interface ModelRequest {
  /** What it is asked for, in a word (`judge-condition`): for spans, logs and recordings, never sent. */
  readonly purpose: string;
  readonly system: string;
  readonly prompt: string;
  readonly schema: AnswerSchema;
  /** Most tokens the answer may take; one that is cut off there is a failure. */
  readonly maxTokens: number;
}

export interface ModelAnswer {
  /** Valid by the request's schema. */
  readonly value: unknown;
  /** The model that answered, as the server names it: `gpt-5-mini-2025-08-07`. */
  readonly model: string;
}

/** A language model. Everything works without one; what it answers is a proposal that code checks. */
export abstract class LanguageModel {
  /** The configured name, for the record. */
  abstract readonly name: string;

  /**
   * Asks once, tries again a bounded number of times, and gives up within the configured time. `meter` is told of every token
   * that was used, also where no answer comes of it.
   * @throws TransientError `model-timeout`, `model-unreachable`, `model-unavailable` (429, 5xx), `model-cut` where `signal` was aborted
   * @throws TerminalError `model-forbidden`, `model-unknown`, `model-refused`, `model-cut-off`, `model-answer-invalid`
   */
  abstract answer(request: ModelRequest, meter: Meter, signal: AbortSignal): Promise<ModelAnswer>;
}
