import { z } from 'zod';
import { TerminalError } from '../../platform/errors.js';
import type { CappedResponse } from '../fetch-capped.js';
import { fetchCapped, requireAnswer } from '../fetch-capped.js';
import type { Source } from '../sources.js';
import { addressOf, tokenOf } from '../sources.js';

const sample = z.tuple([z.number(), z.string()]);
const labels = z.record(z.string(), z.string());

const answer = z.object({
  data: z.discriminatedUnion('resultType', [
    z.object({ resultType: z.literal('vector'), result: z.array(z.object({ metric: labels, value: sample.optional() })) }),
    z.object({ resultType: z.literal('matrix'), result: z.array(z.object({ metric: labels, values: z.array(sample).optional() })) }),
    z.object({ resultType: z.literal('scalar'), result: sample }),
    z.object({ resultType: z.literal('string'), result: sample }),
  ]),
  warnings: z.array(z.string()).optional(),
});
const failure = z.object({ errorType: z.string().optional(), error: z.string() });

export type PromqlData = z.infer<typeof answer>['data'];

export interface PromqlAnswer {
  readonly data: PromqlData;
  readonly warnings: readonly string[];
  /** The server's `Date`, ISO 8601. */
  readonly observedAt: string;
}

/** What is asked: at an instant (ISO 8601; null: the server's now), or over a range. */
export interface PromqlRequest {
  readonly query: string;
  readonly at: string | null;
  readonly range: { readonly start: string; readonly end: string; readonly stepSeconds: number } | null;
}

const MAX_BYTES = 32 * 1024 * 1024;

/** Asks the HTTP API of a Prometheus. @throws TransientError, TerminalError with the server's own sentence. */
export async function askPrometheus(source: Source, request: PromqlRequest, signal: AbortSignal): Promise<PromqlAnswer> {
  const called = `Prometheus ${source.name}`;
  const response = await source.throttle.run(() => send(source, request, called, signal), signal);
  const body = parseBody(response, called);
  const refused = failure.safeParse(body);
  if (response.status >= 400 && refused.success)
    throw new TerminalError('query-refused', `${called} refuses the query: ${refused.data.error}.`);
  requireAnswer(response, called);
  const parsed = answer.safeParse(body);
  if (!parsed.success)
    throw new TerminalError('unexpected-answer', `${called} did not answer as a Prometheus does.`, {
      hint: 'Check the url of the source.',
    });
  return { data: parsed.data.data, warnings: parsed.data.warnings ?? [], observedAt: response.observedAt };
}

function send(source: Source, request: PromqlRequest, called: string, signal: AbortSignal): Promise<CappedResponse> {
  const path = request.range === null ? 'api/v1/query' : 'api/v1/query_range';
  const base = addressOf(source);
  const form = new URLSearchParams({ query: request.query, timeout: `${Math.ceil(source.config.timeoutMs / 1000)}s` });
  if (request.range !== null) {
    form.set('start', request.range.start);
    form.set('end', request.range.end);
    form.set('step', String(request.range.stepSeconds));
  } else if (request.at !== null) form.set('time', request.at);
  const token = tokenOf(source);
  return fetchCapped(
    {
      url: new URL(path, base.endsWith('/') ? base : `${base}/`),
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...(token !== null && { authorization: `Bearer ${token}` }) },
      body: form.toString(),
      maxBytes: MAX_BYTES,
      timeoutMs: source.config.timeoutMs,
      called,
    },
    signal,
  );
}

function parseBody(response: CappedResponse, called: string): unknown {
  if (response.truncated)
    throw new TerminalError('answer-too-large', `${called} answered with more than ${MAX_BYTES / 1024 / 1024} MB.`, {
      hint: 'Aggregate the query or select fewer series.',
    });
  try {
    return JSON.parse(response.text);
  } catch (cause) {
    requireAnswer(response, called);
    const kind = response.contentType.split(';')[0] ?? '';
    throw new TerminalError('unexpected-answer', `${called} answered with ${kind === '' ? 'something' : kind} that is not JSON.`, {
      cause,
      hint: 'Check the url of the source: it must be the root of the HTTP API.',
    });
  }
}
