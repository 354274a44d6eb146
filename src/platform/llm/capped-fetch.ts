import { TerminalError } from '../errors.js';

/** A chat completion is a few kilobytes; what goes on beyond this is not one. */
const MAX_BYTES = 1_000_000;

/**
 * `fetch` for a model's server: redirects are not followed (they would carry the key elsewhere), and a body without an end is
 * given up. @throws TerminalError `model-protocol`
 */
export async function cappedFetch(url: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(url, { ...init, redirect: 'manual' });
  const { status, headers } = response;
  return new Response(await readCapped(response), { status, headers });
}

async function readCapped(response: Response): Promise<Buffer<ArrayBuffer> | null> {
  if (response.body === null || response.status === 204) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new TerminalError('model-protocol', 'The language model’s server sends an answer without an end.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
