import { afterAll, beforeAll, expect, test } from 'vitest';
import { conducts, startModelServer } from '../../test/support/model-server.js';
import type { Conduct, ModelServer } from '../../test/support/model-server.js';
import { loadConfig, parseConfig } from '../platform/load-config.js';
import { examineModel } from './examine-model.js';

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer();
});
afterAll(() => server.close());

test.each<[string, Conduct, string, RegExp]>([
  [
    'that answers',
    () => ({ ready: true }),
    'good',
    /^small-2026-01-01 at 127\.0\.0\.1:\d+ answers in \d+ ms, held to a schema by json_schema$/u,
  ],
  ['that knows no schemas', conducts.oldFashioned({ ready: true }), 'good', /held to a schema by text$/u],
  ['that refuses the key', conducts.failing(401), 'bad', /refuses access \(401\)\. Check OPENAI_API_KEY/u],
  ['that is another program', conducts.html, 'bad', /Check OPENAI_BASE_URL/u],
])('doctor tests a model: one %s', async (_name, conduct, state, sentence) => {
  server.conduct = conduct;
  const examination = await examineModel(parseConfig({ model: { name: 'small', baseUrl: server.url } }, 'the test'));
  expect(examination).toMatchObject({ subject: 'language model', state, sentence: expect.stringMatching(sentence) as string });
});

test('doctor says that a key without a name sends nothing, and what to set', async () => {
  const asked = server.asked.length;
  const config = loadConfig({ OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: server.url }, '/');
  expect(await examineModel(config)).toEqual({
    subject: 'language model',
    state: 'unset',
    sentence:
      'an address or a key is set and no model is named, so that nothing is sent: conditions that no rule decides are asked of people; set PERIPLUS_MODEL to use one',
  });
  expect((await examineModel(parseConfig({ model: { isOn: false, name: 'small', baseUrl: server.url } }, 'the test'))).sentence).toContain(
    'switched off',
  );
  expect(server.asked).toHaveLength(asked);
});

test('a model that is named and nowhere is refused at the start', () => {
  expect(() => loadConfig({ PERIPLUS_MODEL: 'small' }, '/')).toThrow(/model: a model is named, and nothing says where it is/u);
});
