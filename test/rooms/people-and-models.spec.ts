import { Command } from 'commander';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { answerOf, register } from '../../src/commands/answer.js';
import { hashOfKey } from '../../src/gates/index.js';
import { Runs } from '../../src/dag-scheduler/index.js';
import type { RunView } from '../../src/dag-scheduler/index.js';
import { parseConfig } from '../../src/platform/load-config.js';
import { startService } from '../../src/service.js';
import type { RunningService } from '../../src/service.js';
import { testDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';
import { startModelServer } from '../support/model-server.js';
import type { ModelServer } from '../support/model-server.js';
import { planOf } from '../support/plan-of.js';
import { requestOf } from '../support/request-of.js';

let database: TestDatabase;
let model: ModelServer;
let service: RunningService;
beforeAll(async () => {
  [database, model] = await Promise.all([testDatabase(), startModelServer()]);
  const config = {
    database: { url: database.url },
    http: { port: 0 },
    model: { name: 'small', baseUrl: model.url },
    security: { apiKeys: [{ name: 'mia', role: 'responder', sha256: hashOfKey('key-of-mia') }] },
    sources: { probe: { kind: 'http', hosts: [new URL(model.url).host] } },
  };
  service = await startService(parseConfig(config, 'a test'));
  vi.stubEnv('PERIPLUS_API_KEY', 'key-of-mia');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await service.stop();
  await model.close();
  await database.drop();
});

/** A run that reads a page and needs a judgement on it. */
async function start(): Promise<string> {
  const plan = planOf('a -(?the page looks sick)-> b, a -(?it is the weekend)-> c, a -(otherwise)-> d', {
    nodes: { a: { queries: [`curl ${model.url}/models`] }, b: { queries: [] }, c: { queries: [] }, d: { queries: [] } },
  });
  const nodes = plan.nodes.map((node) => ({ ...node, queries: node.queries.map((query) => ({ ...query, language: 'http' as const })) }));
  return (await service.app.get(Runs).start(requestOf({ ...plan, nodes }))).runId;
}

async function until(runId: string, when: (view: RunView) => boolean): Promise<RunView> {
  const signal = AbortSignal.timeout(15_000);
  for (;;) {
    const view = await service.app.get(Runs).view(runId);
    if (when(view)) return view;
    signal.throwIfAborted();
    await new Promise((go) => setTimeout(go, 20));
  }
}

async function periplus(...words: readonly string[]): Promise<string> {
  let printed = '';
  const writing = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    printed += String(chunk);
    return true;
  });
  const program = new Command().exitOverride();
  register(program);
  try {
    await program.parseAsync(['node', 'periplus', ...words, '--url', service.url]);
  } finally {
    writing.mockRestore();
  }
  return printed;
}

test('what rules, then a model leave open is listed and answered at the command line, and the record says who did', async () => {
  expect(await periplus('questions')).toBe('No question is open.\n');
  model.conduct = ({ text }) => ({
    reason: 'The page does not say.',
    quotes: text.includes('weekend') ? [] : ['Unknown request URL'],
    verdict: text.includes('weekend') ? 'undecidable' : 'false',
    confidence: 0.9,
  });
  const runId = await start();
  await until(runId, ({ questions }) => questions.length > 0);
  const listed = await periplus('questions');
  expect(listed).toContain('Step a: does this hold? “it is the weekend”');
  expect(listed).toContain('small-2026-01-01 cannot tell: The page does not say.');
  expect(listed).toMatch(/1 {2}yes\n {4}2 {2}no/u);
  const [id = ''] = /[0-9a-f]{8}/u.exec(listed) ?? [];
  await expect(periplus('answer', id, 'perhaps')).rejects.toMatchObject({ code: 'answer-not-offered', hint: undefined });
  await expect(periplus('answer', 'zzz', 'yes')).rejects.toMatchObject({ code: 'question-unknown' });
  expect(await periplus('answer', id, '1')).toContain('Answered: Step a: does this hold?');
  const view = await until(runId, ({ endedAt }) => endedAt !== null);
  expect(view.decisions.map(({ condition, answer, by }) => [condition, answer, by.kind])).toEqual([
    ['the page looks sick', false, 'model'],
    ['it is the weekend', true, 'person'],
    ['Otherwise', false, 'person'],
  ]);
  expect(view.questions[0]).toMatchObject({ status: 'answered', answer: 'yes', answeredBy: 'mia' });
  const events = await service.app.get(Runs).events(runId, 0);
  expect(events.map(({ event }) => event.type)).toEqual(
    expect.arrayContaining(['model-asked', 'model-answered', 'question-asked', 'question-answered']),
  );
});

test('without the key nobody answers', async () => {
  vi.stubEnv('PERIPLUS_API_KEY', 'wrong');
  await expect(periplus('questions')).rejects.toMatchObject({ code: 'key-missing' });
  vi.stubEnv('PERIPLUS_API_KEY', 'key-of-mia');
});

test.each<[readonly string[], readonly string[], string]>([
  [['yes', 'no'], ['no'], 'no'],
  [['yes', 'no'], ['2'], 'no'],
  [['cold', 'very warm', 'none of these'], ['cold', '2'], 'cold\nvery warm'],
  [['it was applied', 'it was not applied'], ['it', 'was', 'applied'], 'it was applied'],
  [[], ['sock-shop'], 'sock-shop'],
  [[], ['NAME  READY\norders 0/1\n'], 'NAME  READY\norders 0/1'],
  [[], ['3'], '3'],
])('of %j the words %j mean %j', (options, words, answer) => {
  expect(answerOf({ options }, words)).toBe(answer);
});
