import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import type { ModelRequest } from './language-model.js';

/** How a server wants to be asked. Servers that call themselves compatible differ here. */
export interface Dialect {
  /** How it is held to the schema. Whichever it is, the schema stands in the prompt too and the answer is validated. */
  readonly format: 'json_schema' | 'json_object' | 'text';
  readonly limit: 'max_tokens' | 'max_completion_tokens';
  /** Models that reason refuse a temperature. */
  readonly temperature: boolean;
}

export const FIRST_DIALECT: Dialect = { format: 'json_schema', limit: 'max_tokens', temperature: true };
/** From the first dialect to the last it takes at most so many steps. */
export const MOST_DIALECTS = 5;

/** A server says in its own words what it does not know of a request: what to ask otherwise; null where nothing is left to try. */
export function otherDialect(dialect: Dialect, complaint: string): Dialect | null {
  if (/temperature/iu.test(complaint) && dialect.temperature) return { ...dialect, temperature: false };
  if (/max_tokens/iu.test(complaint) && dialect.limit === 'max_tokens') return { ...dialect, limit: 'max_completion_tokens' };
  if (dialect.format === 'json_schema') return { ...dialect, format: 'json_object' };
  return dialect.format === 'json_object' ? { ...dialect, format: 'text' } : null;
}

/** The body of the request in this dialect. */
export function bodyIn(dialect: Dialect, model: string, request: ModelRequest): ChatCompletionCreateParamsNonStreaming {
  return {
    model,
    messages: [
      { role: 'system', content: `${request.system}\n\n${schemaWords(request)}` },
      { role: 'user', content: request.prompt },
    ],
    [dialect.limit]: request.maxTokens,
    ...(dialect.temperature && { temperature: 0 }),
    ...formatOf(dialect, request),
  };
}

function schemaWords({ schema }: ModelRequest): string {
  return `Answer with one JSON object and nothing else, valid by this JSON schema:\n${JSON.stringify(schema)}`;
}

function formatOf({ format }: Dialect, { purpose, schema }: ModelRequest): Pick<ChatCompletionCreateParamsNonStreaming, 'response_format'> {
  switch (format) {
    case 'json_schema':
      return { response_format: { type: 'json_schema', json_schema: { name: purpose.replaceAll('-', '_'), strict: true, schema } } };
    case 'json_object':
      return { response_format: { type: 'json_object' } };
    case 'text':
      return {};
  }
}
