import { setTimeout as sleep } from 'node:timers/promises';
import type { Span } from '@opentelemetry/api';
import type OpenAI from 'openai';
import type { Config } from '../config.js';
import { PeriplusError, TerminalError, TransientError } from '../errors.js';
import { redact } from '../redact.js';
import { clientSpan } from '../telemetry.js';
import { bodyIn, FIRST_DIALECT, MOST_DIALECTS, otherDialect } from './dialect.js';
import type { Dialect } from './dialect.js';
import { GEN_AI } from './gen-ai.js';
import { LanguageModel } from './language-model.js';
import type { ModelAnswer, ModelRequest } from './language-model.js';
import { estimatedTokens } from './meter.js';
import type { Meter } from './meter.js';
import { complaintOf, failureOf } from './model-failure.js';
import { readCompletion, textOf, valueOf } from './read-completion.js';
import type { Completion } from './read-completion.js';

const MOST_ATTEMPTS = 3;
const FIRST_DELAY_MS = 300;

export interface OpenAiOptions extends Pick<Config['model'], 'timeoutMs'> {
  /** The model, or on Azure the deployment. */
  readonly name: string;
  /** `openai`, or `azure.ai.openai`: for the spans. */
  readonly provider: string;
  /** Made anew for each asking, so that a rotated key is taken up. */
  readonly client: () => Promise<OpenAI>;
}

/** Any server that speaks the chat-completions protocol. It learns how the server wants to be asked and remembers it. */
export class OpenAiModel extends LanguageModel {
  readonly name: string;
  private dialect = FIRST_DIALECT;

  constructor(private readonly options: OpenAiOptions) {
    super();
    this.name = options.name;
  }

  /** How the server is held to a schema, as far as it is known. */
  get format(): Dialect['format'] {
    return this.dialect.format;
  }

  async answer(request: ModelRequest, meter: Meter, signal: AbortSignal): Promise<ModelAnswer> {
    const client = await this.options.client();
    const redacted = { ...request, system: redact(request.system), prompt: redact(request.prompt) };
    const attributes = {
      [GEN_AI.operation]: 'chat',
      [GEN_AI.provider]: this.options.provider,
      [GEN_AI.requestModel]: this.name,
      [GEN_AI.requestMaxTokens]: request.maxTokens,
      [GEN_AI.serverAddress]: new URL(client.baseURL).hostname,
    };
    return clientSpan(`chat ${this.name}`, attributes, (span) => this.patiently(client, redacted, { meter, span, signal }));
  }

  /** Within the time an answer may take, all attempts together. */
  private async patiently(client: OpenAI, request: ModelRequest, asking: Asking): Promise<ModelAnswer> {
    const deadline = AbortSignal.timeout(this.options.timeoutMs);
    const endsAt = Date.now() + this.options.timeoutMs;
    const signal = AbortSignal.any([asking.signal, deadline]);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once(client, request, { ...asking, signal });
      } catch (thrown) {
        if (asking.signal.aborted) throw new TransientError('model-cut', 'The asking was cut short.');
        if (deadline.aborted) throw this.tooSlow();
        const { error, retryAfterMs } = failureOf(thrown, this.name, new Date());
        const waitMs = retryAfterMs ?? delayMs(error, attempt);
        if (attempt >= mostAttempts(error) || Date.now() + waitMs > endsAt) throw error;
        await sleep(waitMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  /** One answer, in whatever dialect the server turns out to know. */
  private async once(client: OpenAI, request: ModelRequest, asking: Asking): Promise<ModelAnswer> {
    let dialect: Dialect = this.dialect;
    for (let step = 1; ; step += 1) {
      try {
        const completion = readCompletion(
          await client.chat.completions.create(bodyIn(dialect, this.name, request), { signal: asking.signal }),
        );
        this.dialect = dialect;
        record(completion, request, asking);
        return { value: valueOf(textOf(completion), request.schema), model: completion.model ?? this.name };
      } catch (thrown) {
        const complaint = complaintOf(thrown);
        const other = complaint === null || step >= MOST_DIALECTS ? null : otherDialect(dialect, complaint);
        if (other === null) throw thrown;
        dialect = other;
      }
    }
  }

  private tooSlow(): PeriplusError {
    return new TransientError('model-timeout', `The language model gave no answer within ${this.options.timeoutMs / 1_000} s.`);
  }
}

interface Asking {
  readonly meter: Meter;
  readonly span: Span;
  readonly signal: AbortSignal;
}

function record(completion: Completion, request: ModelRequest, { meter, span }: Asking): void {
  const { id, model, usage, choices } = completion;
  const input = usage?.prompt_tokens ?? estimatedTokens(request.system + request.prompt);
  const output = usage?.completion_tokens ?? estimatedTokens(choices[0]?.message.content ?? '');
  meter.add(input, output);
  span.setAttributes({
    [GEN_AI.inputTokens]: input,
    [GEN_AI.outputTokens]: output,
    [GEN_AI.finishReasons]: choices.flatMap(({ finish_reason: reason }) => (typeof reason === 'string' ? [reason] : [])),
    ...(id !== undefined && { [GEN_AI.responseId]: id }),
    ...(model !== undefined && { [GEN_AI.responseModel]: model }),
  });
}

/** An answer that does not fit may fit the second time; a refusal, a cut-off answer or a wrong key will not change. */
function mostAttempts(error: PeriplusError): number {
  if (error instanceof TerminalError) return error.code === 'model-answer-invalid' ? 2 : 1;
  return MOST_ATTEMPTS;
}

/** Doubling, with up to half of it taken away by chance; a server that answered is not waited for. */
function delayMs(error: PeriplusError, attempt: number): number {
  return error instanceof TerminalError ? 0 : FIRST_DELAY_MS * 2 ** (attempt - 1) * (1 - Math.random() / 2);
}
