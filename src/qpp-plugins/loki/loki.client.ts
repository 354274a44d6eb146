import { z } from 'zod';
import { TerminalError } from '../../platform/errors.js';
import type { Cell } from '../../tsg-parser/index.js';
import { toTable } from '../prometheus/to-table.js';
import type { CappedResponse } from '../fetch-capped.js';
import { fetchCapped, requireAnswer } from '../fetch-capped.js';
import type { Source } from '../sources.js';
import { addressOf, tokenOf } from '../sources.js';

const labels = z.record(z.string(), z.string());
const sample = z.tuple([z.number(), z.string()]);
const line = z.tuple([z.string().regex(/^\d{1,20}$/), z.string()]).rest(z.unknown());
const answer = z.object({
  data: z.discriminatedUnion('resultType', [
    z.object({
      resultType: z.literal('streams'),
      result: z.array(z.object({ stream: labels, values: z.array(line) })),
    }),
    z.object({ resultType: z.literal('vector'), result: z.array(z.object({ metric: labels, value: sample })) }),
    z.object({ resultType: z.literal('matrix'), result: z.array(z.object({ metric: labels, values: z.array(sample) })) }),
  ]),
});

export interface LokiRequest {
  readonly query: string;
  /** `query` for numbers at an instant, `query_range` for lines and for numbers over a range. */
  readonly path: 'query' | 'query_range';
  /** `start`, `end` or `time` in nanoseconds, or `since`: up to the server's own now. */
  readonly times: Readonly<Record<string, string>>;
}

export interface LokiAnswer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** The lines, oldest first; null for numbers. */
  readonly text: string | null;
  readonly truncated: boolean;
  readonly observedAt: string;
}

const MAX_BYTES = 16 * 1024 * 1024;
const MOST_LINES = 5000;

/** Asks Loki's HTTP API. @throws TransientError, TerminalError with the server's sentence. */
export async function askLoki(source: Source, request: LokiRequest, signal: AbortSignal): Promise<LokiAnswer> {
  const called = `Loki ${source.name}`;
  const limit = Math.min(source.config.maxRows, MOST_LINES);
  const response = await source.throttle.run(() => send(source, request, limit, called, signal), signal);
  if (response.status === 400)
    throw new TerminalError('query-refused', `${called} refuses the query: ${response.text.trim().slice(0, 300)}.`);
  requireAnswer(response, called);
  if (response.truncated)
    throw new TerminalError('answer-too-large', `${called} answered with more than ${MAX_BYTES / 1024 / 1024} MB.`, {
      hint: 'Filter the lines further.',
    });
  const parsed = answer.safeParse(parse(response.text));
  if (!parsed.success)
    throw new TerminalError('unexpected-answer', `${called} did not answer as a Loki does.`, { hint: 'Check the url of the source.' });
  return { ...tableOf(parsed.data.data, limit), observedAt: response.observedAt };
}

function send(source: Source, request: LokiRequest, limit: number, called: string, signal: AbortSignal): Promise<CappedResponse> {
  const base = addressOf(source);
  const url = new URL(`loki/api/v1/${request.path}`, base.endsWith('/') ? base : `${base}/`);
  url.search = new URLSearchParams({ query: request.query, limit: String(limit), direction: 'backward', ...request.times }).toString();
  const token = tokenOf(source);
  const headers = { ...(token !== null && { authorization: `Bearer ${token}` }) };
  return fetchCapped({ url, method: 'GET', headers, body: null, maxBytes: MAX_BYTES, timeoutMs: source.config.timeoutMs, called }, signal);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function tableOf(data: z.infer<typeof answer>['data'], limit: number): Omit<LokiAnswer, 'observedAt'> {
  if (data.resultType !== 'streams') return { ...toTable(data, limit), text: null };
  const lines = data.result.flatMap(({ values }) => values.map(([nanoseconds, text]) => ({ at: BigInt(nanoseconds), text })));
  lines.sort((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0));
  const rows = lines.map(({ at, text }) => [new Date(Number(at / 1_000_000n)).toISOString(), text]);
  return { columns: ['timestamp', 'line'], rows, text: lines.map(({ text }) => text).join('\n'), truncated: lines.length >= limit };
}
