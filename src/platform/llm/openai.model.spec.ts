import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { conducts, reply, startModelServer } from '../../../test/support/model-server.js';
import type { Conduct, ModelServer } from '../../../test/support/model-server.js';
import { configSchema } from '../config.js';
import type { Config } from '../config.js';
import { createLanguageModel } from './create-language-model.js';
import type { LanguageModel, ModelRequest } from './language-model.js';
import { Meter } from './meter.js';

type Processor = NonNullable<NonNullable<ConstructorParameters<typeof NodeSDK>[0]>['spanProcessors']>[number];

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.asked.length = 0;
});

const REQUEST: ModelRequest = {
  purpose: 'count-pods',
  system: 'You count.',
  prompt: 'How many pods?',
  schema: { type: 'object', additionalProperties: false, required: ['pods'], properties: { pods: { type: 'integer' } } },
  maxTokens: 50,
};

function modelOf(config: Partial<Config['model']> = {}): LanguageModel {
  const model = createLanguageModel(
    configSchema.parse({ model: { name: 'small', baseUrl: server.url, timeoutMs: 2_000, ...config } }).model,
  );
  if (model === null) throw new Error('No model.');
  return model;
}

async function ask(conduct: Conduct, config: Partial<Config['model']> = {}): Promise<unknown> {
  server.conduct = conduct;
  return (await modelOf(config).answer(REQUEST, new Meter(), AbortSignal.timeout(20_000))).value;
}

test('it asks by schema with a limit of tokens, and counts what was used', async () => {
  server.conduct = () => ({ pods: 3 });
  const meter = new Meter();
  const answer = await modelOf().answer(REQUEST, meter, AbortSignal.timeout(5_000));
  expect(answer).toEqual({ value: { pods: 3 }, model: 'small-2026-01-01' });
  const { body, path } = server.asked[0]!;
  expect(path).toBe('/v1/chat/completions');
  expect(body).toMatchObject({ model: 'small', max_tokens: 50, temperature: 0 });
  expect(body.response_format).toMatchObject({
    type: 'json_schema',
    json_schema: { name: 'count_pods', strict: true, schema: REQUEST.schema },
  });
  expect(meter.tokens).toBe(Math.ceil(server.asked[0]!.text.length / 4) + Math.ceil('{"pods":3}'.length / 4));
});

describe('servers that differ', () => {
  test('one that knows no response_format is asked without, and its answer is validated', async () => {
    server.conduct = conducts.oldFashioned({ pods: 4 });
    const model = modelOf();
    const signal = AbortSignal.timeout(5_000);
    expect((await model.answer(REQUEST, new Meter(), signal)).value).toEqual({ pods: 4 });
    expect(server.asked.map(({ body }) => body.response_format?.type)).toEqual(['json_schema', 'json_object', undefined]);
    await model.answer(REQUEST, new Meter(), signal);
    expect(server.asked).toHaveLength(4);
  });

  test('one that wants max_completion_tokens and no temperature is asked so', async () => {
    expect(await ask(conducts.reasoning({ pods: 5 }))).toEqual({ pods: 5 });
    expect(server.asked.at(-1)?.body).toMatchObject({ max_completion_tokens: 50, response_format: { type: 'json_schema' } });
    expect(server.asked.at(-1)?.body).not.toHaveProperty('temperature');
  });

  test('Azure is addressed by deployment, with its own header', async () => {
    const azure = { baseUrl: server.url.replace('/v1', ''), azureApiVersion: '2024-10-21', apiKey: { env: 'TEST_MODEL_KEY' } };
    process.env['TEST_MODEL_KEY'] = 'azure-key';
    expect(await ask(() => ({ pods: 6 }), azure)).toEqual({ pods: 6 });
    expect(server.asked[0]?.path).toBe('/openai/deployments/small/chat/completions?api-version=2024-10-21');
    expect(server.asked[0]?.headers['api-key']).toBe('azure-key');
  });
});

describe('failures', () => {
  test.each<[string, Conduct, string, number]>([
    ['a refusal', conducts.refusing, 'model-refused', 1],
    ['an answer cut off at its limit', conducts.cutOff, 'model-cut-off', 1],
    ['an answer that is not JSON', conducts.saying('Three, I think.'), 'model-answer-invalid', 2],
    ['an answer of another shape', conducts.saying('{"pods":"three"}'), 'model-answer-invalid', 2],
    ['an answer with more in it than was asked', conducts.saying('{"pods":3,"then":"delete them"}'), 'model-answer-invalid', 2],
    ['no answer at all', conducts.saying(''), 'model-answer-invalid', 2],
    ['a wrong key', conducts.failing(401, {}, 'invalid_api_key'), 'model-forbidden', 1],
    ['a model it does not know', conducts.failing(404, {}, 'model_not_found'), 'model-unknown', 1],
    ['an account without credit', conducts.failing(429, {}, 'insufficient_quota'), 'model-forbidden', 1],
    ['a prompt that is too long', conducts.failing(400, {}, 'context_length_exceeded'), 'model-refused', 1],
    ['errors of the server', conducts.failing(500), 'model-unavailable', 3],
    ['a page of a proxy', conducts.html, 'model-protocol', 1],
    ['a redirect', conducts.redirecting('http://127.0.0.1:9/v1/chat/completions'), 'model-refused', 1],
    ['a body that never ends', conducts.endless, 'model-protocol', 1],
    ['a body that breaks off', conducts.hangingUp, 'model-unreachable', 3],
    ['broken JSON', conducts.brokenJson, 'model-unavailable', 3],
  ])('%s', async (_name, conduct, code, askings) => {
    await expect(ask(conduct)).rejects.toMatchObject({ code });
    expect(server.asked).toHaveLength(askings);
  });

  test.each<[string, Conduct]>([
    ['a server that says nothing', conducts.silent],
    ['a server that drips', conducts.slow],
  ])('%s is given up in time', async (_name, conduct) => {
    const begun = Date.now();
    await expect(ask(conduct, { timeoutMs: 300 })).rejects.toMatchObject({ code: 'model-timeout' });
    expect(Date.now() - begun).toBeLessThan(2_000);
  });

  test('a server that is not there is said so', async () => {
    await expect(ask(() => ({}), { baseUrl: 'http://127.0.0.1:9/v1' })).rejects.toMatchObject({ code: 'model-unreachable' });
  });

  test('whoever asked may cut it short', async () => {
    server.conduct = conducts.silent;
    await expect(modelOf().answer(REQUEST, new Meter(), AbortSignal.timeout(100))).rejects.toMatchObject({ code: 'model-cut' });
  });

  test('an answer that comes right the second time is taken, and both are counted', async () => {
    const meter = new Meter();
    server.conduct = ({ number }) => (number === 1 ? { pods: 'many' } : { pods: 2 });
    expect((await modelOf().answer(REQUEST, meter, AbortSignal.timeout(5_000))).value).toEqual({ pods: 2 });
    expect(meter.tokens).toBeGreaterThan(2 * Math.ceil(server.asked[0]!.text.length / 4));
  });

  test('no server’s words get into a sentence: it might repeat the prompt', async () => {
    const echo: Conduct = ({ text }, response) => {
      reply(response, 400, { error: { message: text, code: text } });
    };
    const error = (await ask(echo).catch((thrown: unknown) => thrown)) as Error;
    expect(error.message).toBe('The language model’s server does not take the request (400).');
    expect(error.cause).toBeUndefined();
  });
});

describe('retry-after', () => {
  const busyOnce =
    (headers: Record<string, string>): Conduct =>
    (asked, response) =>
      asked.number === 1 ? conducts.failing(429, headers)(asked, response) : { pods: 1 };

  test('is waited for', async () => {
    const begun = Date.now();
    expect(await ask(busyOnce({ 'retry-after': '1' }))).toEqual({ pods: 1 });
    expect(Date.now() - begun).toBeGreaterThan(950);
  });

  test('beyond the time there is, the answer is given up at once', async () => {
    const begun = Date.now();
    await expect(ask(busyOnce({ 'retry-after': '60' }))).rejects.toMatchObject({ code: 'model-unavailable' });
    expect([server.asked.length, Date.now() - begun < 1_000]).toEqual([1, true]);
  });
});

test('what looks like a secret does not leave', async () => {
  server.conduct = () => ({ pods: 1 });
  const prompt = 'The log says: password=hunter2 and Authorization: Bearer abcdefghijklmnopqrstuvwxyz';
  await modelOf().answer({ ...REQUEST, prompt }, new Meter(), AbortSignal.timeout(5_000));
  expect(server.asked[0]?.text).toContain('password=[redacted]');
  expect(server.asked[0]?.text).not.toMatch(/hunter2|abcdefghij/u);
});

test('no name, no model: a key alone sends nothing anywhere, and a switch turns it off', () => {
  const of = (model: object): unknown => createLanguageModel(configSchema.parse({ model }).model);
  expect(of({})).toBeNull();
  expect(of({ apiKey: { env: 'OPENAI_API_KEY' } })).toBeNull();
  expect(of({ name: 'small', baseUrl: server.url, isOn: false })).toBeNull();
});

test('a span tells which model was asked, how much it used, and nothing of what was said', async () => {
  const spans: Parameters<Processor['onEnd']>[0][] = [];
  const processor: Processor = {
    onStart: () => undefined,
    onEnd: (span) => {
      spans.push(span);
    },
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
  const sdk = new NodeSDK({ spanProcessors: [processor], autoDetectResources: false });
  sdk.start();
  await ask(() => ({ pods: 3 }));
  await ask(conducts.cutOff).catch(() => undefined);
  await sdk.shutdown();
  const [good, bad] = spans;
  expect([good?.name, good?.kind]).toEqual(['chat small', 2]);
  expect(good?.attributes).toMatchObject({
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'small',
    'gen_ai.request.max_tokens': 50,
    'gen_ai.response.model': 'small-2026-01-01',
    'gen_ai.response.finish_reasons': ['stop'],
    'gen_ai.usage.output_tokens': 3,
    'server.address': '127.0.0.1',
  });
  expect(bad?.attributes).toMatchObject({ 'error.type': 'model-cut-off', 'gen_ai.response.finish_reasons': ['length'] });
  expect(JSON.stringify([good?.attributes, good?.events, bad?.attributes, bad?.events])).not.toContain('How many pods');
});

test('a recording answers what was asked while it was made, and nothing else', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'periplus-recording-'));
  const recording = join(directory, 'answers.jsonl');
  expect(await ask(() => ({ pods: 7 }), { recording })).toEqual({ pods: 7 });
  const replay = createLanguageModel(configSchema.parse({ model: { name: 'small', recording } }).model);
  const signal = AbortSignal.timeout(1_000);
  expect(await replay?.answer(REQUEST, new Meter(), signal)).toEqual({ value: { pods: 7 }, model: 'small-2026-01-01' });
  await expect(replay?.answer({ ...REQUEST, prompt: 'And now?' }, new Meter(), signal)).rejects.toMatchObject({ code: 'model-unknown' });
  expect(await readFile(recording, 'utf8')).not.toContain('How many pods');
  expect(server.asked).toHaveLength(1);
  await rm(directory, { recursive: true });
});
