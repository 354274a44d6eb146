import { z } from 'zod';
import { fetchCapped, requireAnswer } from '../fetch-capped.js';
import { addressOf, tokenOf, type Source } from '../sources.js';

const names = z.object({ data: z.array(z.string()) });
const MAX_BYTES = 8 * 1024 * 1024;

/** What is looked up in the catalogue of a Prometheus: its metrics, the labels of one, or the values of a label of one. */
export type Lookup =
  | { readonly kind: 'metrics' }
  | { readonly kind: 'labels'; readonly metric: string }
  | { readonly kind: 'values'; readonly metric: string; readonly label: string };

/** Names a Prometheus knows. @throws TransientError, TerminalError as every question to it. */
export async function lookUp(source: Source, lookup: Lookup, signal: AbortSignal): Promise<readonly string[]> {
  const base = addressOf(source);
  const url = new URL(pathOf(lookup), base.endsWith('/') ? base : `${base}/`);
  if (lookup.kind !== 'metrics') url.searchParams.set('match[]', `{__name__=${JSON.stringify(lookup.metric)}}`);
  const token = tokenOf(source);
  const called = `Prometheus ${source.name}`;
  const response = await source.throttle.run(
    () =>
      fetchCapped(
        {
          url,
          method: 'GET',
          headers: token === null ? {} : { authorization: `Bearer ${token}` },
          body: null,
          maxBytes: MAX_BYTES,
          timeoutMs: source.config.timeoutMs,
          called,
        },
        signal,
      ),
    signal,
  );
  requireAnswer(response, called);
  return names.parse(JSON.parse(response.text)).data;
}

function pathOf(lookup: Lookup): string {
  switch (lookup.kind) {
    case 'metrics':
      return 'api/v1/label/__name__/values';
    case 'labels':
      return 'api/v1/labels';
    case 'values':
      return `api/v1/label/${encodeURIComponent(lookup.label)}/values`;
  }
}
