import { existsSync } from 'node:fs';
import type { Config } from '../platform/config.js';
import { openAiModel } from '../platform/llm/create-language-model.js';
import type { ModelRequest } from '../platform/llm/language-model.js';
import { Meter } from '../platform/llm/meter.js';
import { runTest } from './examination.js';
import type { Examination } from './examination.js';

const SUBJECT = 'language model';
const ASKED_INSTEAD = 'conditions that no rule decides are asked of people';
const PATIENCE_MS = 15_000;

/** Something any model can answer, and that says nothing of anybody. */
const PING: ModelRequest = {
  purpose: 'doctor',
  system: 'You are asked whether you can answer in JSON.',
  prompt: 'Set "ready" to true.',
  schema: { type: 'object', additionalProperties: false, required: ['ready'], properties: { ready: { type: 'boolean' } } },
  maxTokens: 1_000,
};

/** Whether a language model is configured, and whether it answers. */
export async function examineModel({ model }: Pick<Config, 'model'>): Promise<Examination> {
  const { name, isOn, baseUrl, apiKey, recording } = model;
  if (!isOn) return { subject: SUBJECT, state: 'unset', sentence: `switched off by model.isOn: ${ASKED_INSTEAD}` };
  if (name === undefined) {
    const unused =
      apiKey === undefined && baseUrl === undefined ? 'none' : 'an address or a key is set and no model is named, so that nothing is sent';
    return { subject: SUBJECT, state: 'unset', sentence: `${unused}: ${ASKED_INSTEAD}; set PERIPLUS_MODEL to use one` };
  }
  if (recording !== undefined && baseUrl === undefined && apiKey === undefined) return examineRecording(recording);
  const asked = openAiModel(name, model);
  return runTest(SUBJECT, async () => {
    const begun = Date.now();
    const { model: answering } = await asked.answer(PING, new Meter(), AbortSignal.timeout(PATIENCE_MS));
    const host = new URL(baseUrl ?? 'https://api.openai.com').host;
    return `${answering} at ${host} answers in ${Date.now() - begun} ms, held to a schema by ${asked.format}`;
  });
}

function examineRecording(recording: string): Examination {
  if (existsSync(recording)) return { subject: SUBJECT, state: 'good', sentence: `answers from the recording ${recording}` };
  return { subject: SUBJECT, state: 'bad', sentence: `the recording ${recording} does not exist: mend model.recording` };
}
