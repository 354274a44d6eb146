/** A prompt with a JSON schema goes in, a validated value comes out. */
export interface ModelRequest {
  readonly purpose: string;
  readonly system: string;
  readonly prompt: string;
  /** JSON schema of the answer; the adapter validates against it. */
  readonly schema: Readonly<Record<string, unknown>>;
  readonly maxTokens: number;
}

export abstract class LanguageModel {
  /** @throws TransientError (time-out, 429, 5xx), TerminalError (refused, cut off, not matching the schema). */
  abstract answer(request: ModelRequest, signal: AbortSignal): Promise<unknown>;
}
