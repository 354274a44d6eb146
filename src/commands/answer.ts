import { text } from 'node:stream/consumers';
import { styleText } from 'node:util';
import type { Command } from 'commander';
import type { OpenQuestion } from '../dag-scheduler/index.js';
import { TerminalError } from '../platform/errors.js';
import { loadConfig } from '../platform/load-config.js';
import { ApiClient } from './api-client.js';

interface ServiceOptions {
  readonly url?: string;
}

/** Questions that runs ask of people: what is open, and the answers. The service records who answered, by the key. */
export function register(program: Command): void {
  const url = '--url <address>';
  const where = "the service's address; default: what periplus.yaml says. Its key, where it wants one: PERIPLUS_API_KEY";
  program
    .command('questions')
    .description('list the questions that wait for an answer, with their evidence')
    .option(url, where)
    .option('--json', 'one JSON object a line', false)
    .action(async ({ json, ...options }: ServiceOptions & { readonly json: boolean }) => {
      const { items } = await clientOf(options).questions();
      const lines = items.map((question) => (json ? JSON.stringify(question) : showQuestion(question)));
      process.stdout.write(lines.length === 0 && !json ? 'No question is open.\n' : lines.map((line) => `${line}\n`).join(''));
    });
  program
    .command('answer <question> [answer...]')
    .description('answer a question: by its options, their numbers, or in free text; without an answer it is read from standard input')
    .option(url, where)
    .action(async (id: string, words: readonly string[], options: ServiceOptions) => {
      const client = clientOf(options);
      const question = chooseQuestion((await client.questions()).items, id);
      const answer = answerOf(question, words.length === 0 ? [await text(process.stdin)] : words);
      await client.answer(question.id, answer);
      process.stdout.write(`Answered: ${question.text}\n  ${answer.replaceAll('\n', '\n  ')}\n`);
    });
}

function clientOf({ url }: ServiceOptions): ApiClient {
  const { host, port } = loadConfig(process.env, process.cwd()).http;
  const here = `http://${['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${port}`;
  return new ApiClient((url ?? here).replace(/\/$/u, ''), process.env['PERIPLUS_API_KEY'] ?? null, 0);
}

/** By its id or the beginning of it. @throws TerminalError `question-unknown`, `question-ambiguous` */
export function chooseQuestion(open: readonly OpenQuestion[], id: string): OpenQuestion {
  const [question, other] = open.filter((candidate) => candidate.id.startsWith(id));
  if (question === undefined)
    throw new TerminalError('question-unknown', `No open question begins with ${id}.`, { hint: 'List them: periplus questions' });
  if (other !== undefined) throw new TerminalError('question-ambiguous', `Several open questions begin with ${id}: write more of it.`);
  return question;
}

/** Options by their text or their number, several of them a line each; anything else is one answer in words. */
export function answerOf({ options }: Pick<OpenQuestion, 'options'>, words: readonly string[]): string {
  const chosen = words.map((word) => options.find((option) => option === word) ?? options[Number(word) - 1]);
  return chosen.every((option) => option !== undefined) ? chosen.join('\n') : words.join(' ').trimEnd();
}

export function showQuestion(question: OpenQuestion): string {
  const { id, text: asked, guideTitle, cluster, evidence, options, deadline, byDeadline } = question;
  const meanwhile = byDeadline === null ? '' : `, and “${byDeadline.text}” taken meanwhile`;
  const offered = options.map((option, index) => `    ${index + 1}  ${option}`);
  return [
    `${styleText('bold', id.slice(0, 8))}  ${styleText('yellow', asked)}`,
    styleText('dim', `    ${guideTitle}, on ${cluster}; asked again after ${deadline.slice(0, 16).replace('T', ' ')} UTC${meanwhile}`),
    ...evidence.map((line) => styleText('dim', `    ${line.replaceAll('\n', '\n    ')}`)),
    ...(offered.length === 0 ? ['    (free text, or pasted output)'] : offered),
  ].join('\n');
}
