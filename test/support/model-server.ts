import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** One asking, as it reached the server. */
export interface Asked {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: {
    readonly model: string;
    readonly messages: readonly { readonly role: string; readonly content: string }[];
    readonly response_format?: { readonly type: string; readonly json_schema?: { readonly schema: unknown } };
    readonly max_tokens?: number;
    readonly max_completion_tokens?: number;
    readonly temperature?: number;
  };
  /** All that was said, system and prompt. */
  readonly text: string;
  /** From 1. */
  readonly number: number;
}

/** What the server does with an asking: a value is answered as the model's JSON. */
export type Conduct = (asked: Asked, response: ServerResponse) => unknown;

export interface ModelServer {
  /** `http://127.0.0.1:…/v1` */
  readonly url: string;
  readonly asked: Asked[];
  /** How it behaves from now on. */
  conduct: Conduct;
  readonly close: () => Promise<void>;
}

/** A local server that speaks the chat-completions protocol, and misbehaves on demand. */
export async function startModelServer(conduct: Conduct = () => ({})): Promise<ModelServer> {
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });
  const model: ModelServer = { url: '', asked: [], conduct, close };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://here');
    const body = await bodyOf(request);
    if (request.method !== 'POST' || !pathname.endsWith('/chat/completions')) {
      reply(response, 404, {
        error: { message: `Unknown request URL: ${request.method ?? ''} ${pathname}`, type: 'invalid_request_error' },
      });
      return;
    }
    const text = body.messages.map(({ content }) => content).join('\n');
    const asked: Asked = { path: request.url ?? '', headers: request.headers, body, text, number: model.asked.length + 1 };
    model.asked.push(asked);
    const value = await model.conduct(asked, response);
    if (!response.headersSent && !response.destroyed) reply(response, 200, completion(asked, { content: JSON.stringify(value) }));
  }

  async function close(): Promise<void> {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(model, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` });
}

async function bodyOf(request: IncomingMessage): Promise<Asked['body']> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8') || '{"messages":[]}') as Asked['body'];
}

export function reply(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

interface Choice {
  readonly content: string | null;
  readonly refusal?: string;
  readonly finish?: string;
}

/** A chat completion, as the protocol has it. */
export function completion({ body, text, number }: Asked, { content, refusal, finish = 'stop' }: Choice): object {
  const usage = { prompt_tokens: Math.ceil(text.length / 4), completion_tokens: Math.ceil((content ?? '').length / 4) };
  return {
    id: `chatcmpl-${number}`,
    object: 'chat.completion',
    created: 1_795_000_000,
    model: `${body.model}-2026-01-01`,
    choices: [{ index: 0, message: { role: 'assistant', content, refusal: refusal ?? null }, logprobs: null, finish_reason: finish }],
    usage: { ...usage, total_tokens: usage.prompt_tokens + usage.completion_tokens },
  };
}

const complain = (message: string, param: string): object => ({ error: { message, type: 'invalid_request_error', param, code: null } });

/** The ways in which servers, and what stands before them, misbehave. */
export const conducts = {
  /** The model's text as it is. */
  saying: (content: string): Conduct => {
    return (asked, response) => {
      reply(response, 200, completion(asked, { content }));
    };
  },
  refusing: (asked: Asked, response: ServerResponse) => {
    reply(response, 200, completion(asked, { content: null, refusal: 'I cannot help with that.' }));
  },
  cutOff: (asked: Asked, response: ServerResponse) => {
    reply(response, 200, completion(asked, { content: '{"verdict":"tr', finish: 'length' }));
  },
  failing: (status: number, headers: Record<string, string> = {}, code: string | null = null): Conduct => {
    return (_asked, response) => {
      reply(response, status, { error: { message: 'No.', type: 'server_error', param: null, code } }, headers);
    };
  },
  slow: async (asked: Asked, response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    for (const character of JSON.stringify(completion(asked, { content: '{}' }))) {
      if (response.destroyed) return;
      response.write(character);
      await sleep(50);
    }
    response.end();
  },
  silent: () => new Promise<never>(() => undefined),
  hangingUp: (_asked: Asked, response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' }).write('{"id":"chatcmpl-1","choi');
    setTimeout(() => response.destroy(), 20);
    return new Promise<never>(() => undefined);
  },
  endless: (_asked: Asked, response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const pour = (): void => {
      while (!response.destroyed && response.write('\u0007garbage'.repeat(4_000)));
    };
    response.on('drain', pour);
    pour();
    return new Promise<never>(() => undefined);
  },
  html: (_asked: Asked, response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Please sign in to the network.</body></html>');
  },
  brokenJson: (_asked: Asked, response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"choices": [{"message": ');
  },
  redirecting: (to: string): Conduct => {
    return (_asked, response) => {
      response.writeHead(307, { location: to }).end();
    };
  },
  /** A server that knows none of what came after 2023, and answers with `value` once it is asked as it likes. */
  oldFashioned: (value: unknown): Conduct => {
    return (asked, response) => {
      const { response_format: format, max_completion_tokens: limit, temperature } = asked.body;
      if (format !== undefined) reply(response, 400, complain(`Unsupported response_format: ${format.type}`, 'response_format'));
      else if (limit !== undefined)
        reply(response, 400, complain("Unrecognized request argument supplied: max_completion_tokens", 'max_completion_tokens')); // prettier-ignore
      else reply(response, 200, completion(asked, { content: `Sure! Here it is:\n\`\`\`json\n${JSON.stringify(value)}\n\`\`\`` }));
      return temperature;
    };
  },
  /** A server for models that reason: another name for the limit, and no temperature. */
  reasoning: (value: unknown): Conduct => {
    return (asked, response) => {
      const { max_tokens: limit, temperature } = asked.body;
      if (limit !== undefined)
        reply(response, 400, complain("Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.", 'max_tokens')); // prettier-ignore
      else if (temperature !== undefined)
        reply(response, 400, complain("Unsupported value: 'temperature' does not support 0 with this model.", 'temperature')); // prettier-ignore
      else reply(response, 200, completion(asked, { content: JSON.stringify(value) }));
    };
  },
} as const;
