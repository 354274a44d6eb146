import { z } from 'zod';
import { TerminalError } from '../../platform/errors.js';
import type { CappedResponse } from '../fetch-capped.js';
import { fetchCapped, requireAnswer } from '../fetch-capped.js';
import type { Source } from '../sources.js';
import { addressOf, tokenOf } from '../sources.js';
import type { AskedRange } from './asked-range.js';

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

/** What is asked: at an instant (ISO 8601; null: the server's now), or over the range that ends there. */
export interface PromqlRequest {
  readonly query: string;
  readonly at: string | null;
  readonly range: AskedRange | null;
}

const MAX_BYTES = 32 * 1024 * 1024;

/** Asks the HTTP API of a Prometheus. @throws TransientError, TerminalError with the server's own sentence. */
export function askPrometheus(source: Source, request: PromqlRequest, signal: AbortSignal): Promise<PromqlAnswer> {
  return source.throttle.run(() => askNow(source, request, signal), signal);
}

async function askNow(source: Source, request: PromqlRequest, signal: AbortSignal): Promise<PromqlAnswer> {
  const called = `Prometheus ${source.name}`;
  const response = await send(source, request, called, signal);
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

async function send(source: Source, request: PromqlRequest, called: string, signal: AbortSignal): Promise<CappedResponse> {
  const { timeoutMs } = source.config;
  const base = addressOf(source);
  const form = new URLSearchParams({
    query: request.query,
    timeout: `${String(Math.ceil(timeoutMs / 1000))}s`,
    ...(await timesOf(source, request, signal)),
  });
  const token = tokenOf(source);
  const path = request.range === null ? 'api/v1/query' : 'api/v1/query_range';
  return fetchCapped(
    {
      url: new URL(path, base.endsWith('/') ? base : `${base}/`),
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...(token !== null && { authorization: `Bearer ${token}` }) },
      body: form.toString(),
      maxBytes: MAX_BYTES,
      timeoutMs,
      called,
    },
    signal,
  );
}

/** A range that ends now ends at the server's own now, which it is asked for. */
async function timesOf(source: Source, { at, range }: PromqlRequest, signal: AbortSignal): Promise<Readonly<Record<string, string>>> {
  if (range === null) return at === null ? {} : { time: at };
  const now = at === null ? (await askNow(source, { query: 'time()', at: null, range: null }, signal)).data : null;
  const end = now?.resultType === 'scalar' ? now.result[0] : Date.parse(at ?? '') / 1000;
  return { start: String(end - range.seconds), end: String(end), step: String(range.stepSeconds) };
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
