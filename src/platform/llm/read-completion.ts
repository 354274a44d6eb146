import { Ajv } from 'ajv';
import { z } from 'zod';
import { TerminalError } from '../errors.js';
import type { AnswerSchema } from './language-model.js';

/** What is read of a chat completion; servers add fields of their own and leave others out. */
const completion = z.looseObject({
  id: z.string().optional(),
  model: z.string().optional(),
  choices: z
    .array(
      z.looseObject({
        finish_reason: z.string().nullish(),
        message: z.looseObject({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
  usage: z.looseObject({ prompt_tokens: z.number().nonnegative(), completion_tokens: z.number().nonnegative() }).nullish(),
});
export type Completion = z.infer<typeof completion>;

/** A chat completion out of whatever the server sent. @throws TerminalError `model-protocol`: a proxy's page, another API */
export function readCompletion(body: unknown): Completion {
  const parsed = completion.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new TerminalError('model-protocol', 'The language model’s server does not answer as a chat-completions server does.', {
    hint: 'Check OPENAI_BASE_URL (model.baseUrl): it usually ends in /v1.',
  });
}

/** The text of the answer. @throws TerminalError `model-cut-off` (the limit of tokens), `model-refused` */
export function textOf({ choices }: Completion): string {
  const [choice] = choices;
  if (choice?.finish_reason === 'length')
    throw new TerminalError('model-cut-off', 'The language model’s answer was cut off at its limit of tokens.', {
      hint: 'Raise model.maxTokens in periplus.yaml.',
    });
  const refusal = choice?.message.refusal ?? '';
  if (refusal !== '' || choice?.finish_reason === 'content_filter')
    throw new TerminalError('model-refused', 'The language model refuses to answer.');
  return choice?.message.content ?? '';
}

const ajv = new Ajv({ strict: false });

/** The value of an answer's text. @throws TerminalError `model-answer-invalid` where it is not JSON, or not valid by the schema */
export function valueOf(text: string, schema: AnswerSchema): unknown {
  const value = jsonIn(text);
  if (value === undefined) throw new TerminalError('model-answer-invalid', 'The language model’s answer is not JSON.');
  if (ajv.validate(schema, value)) return value;
  throw new TerminalError(
    'model-answer-invalid',
    `The language model’s answer does not fit what was asked: ${ajv.errorsText(ajv.errors, { dataVar: 'it' })}.`,
  );
}

/** The JSON of a text, also where it stands in a fence or between sentences; undefined where there is none. */
function jsonIn(text: string): unknown {
  const fenced = /```(?:json)?\s*\n(?<inside>[\s\S]*?)\n\s*```/u.exec(text)?.groups?.['inside'];
  const braced = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);
  for (const candidate of [text, fenced ?? '', braced]) {
    try {
      return JSON.parse(candidate) as unknown;
    } catch {
      // The next form is tried.
    }
  }
  return undefined;
}
