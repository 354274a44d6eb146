import { createHash } from 'node:crypto';
import { appendFile, readFile } from 'node:fs/promises';
import { TerminalError } from '../errors.js';
import { LanguageModel } from './language-model.js';
import type { ModelAnswer, ModelRequest } from './language-model.js';
import type { Meter } from './meter.js';

/** One answer as it stands in a recording, a JSON line. The prompt is kept as its hash alone. */
interface Recorded extends ModelAnswer {
  readonly purpose: string;
  readonly key: string;
}

/** Answers from a recording, for tests and demonstrations without a model. What was never asked before is not answered. */
export class RecordedModel extends LanguageModel {
  private answers: Promise<ReadonlyMap<string, ModelAnswer>> | null = null;

  constructor(
    readonly name: string,
    private readonly file: string,
  ) {
    super();
  }

  async answer(request: ModelRequest, _meter: Meter, _signal: AbortSignal): Promise<ModelAnswer> {
    this.answers ??= readRecording(this.file);
    const answer = (await this.answers).get(keyOf(request));
    if (answer !== undefined) return answer;
    throw new TerminalError('model-unknown', `The recording ${this.file} has no answer to this.`, {
      hint: 'Record it anew: set model.baseUrl or model.apiKey beside model.recording.',
    });
  }
}

/** Asks another model and keeps what it answers. */
export class RecordingModel extends LanguageModel {
  readonly name: string;

  constructor(
    private readonly asked: LanguageModel,
    private readonly file: string,
  ) {
    super();
    this.name = asked.name;
  }

  async answer(request: ModelRequest, meter: Meter, signal: AbortSignal): Promise<ModelAnswer> {
    const answer = await this.asked.answer(request, meter, signal);
    const line: Recorded = { purpose: request.purpose, key: keyOf(request), ...answer };
    await appendFile(this.file, `${JSON.stringify(line)}\n`);
    return answer;
  }
}

async function readRecording(file: string): Promise<ReadonlyMap<string, ModelAnswer>> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new TerminalError('model-unknown', `The recording ${file} cannot be read.`, { cause, hint: 'Mend model.recording.' });
  });
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return new Map(
    lines.map((line) => {
      const { key, value, model } = JSON.parse(line) as Recorded;
      return [key, { value, model }];
    }),
  );
}

function keyOf({ purpose, system, prompt, schema }: ModelRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([purpose, system, prompt, schema]))
    .digest('hex');
}
