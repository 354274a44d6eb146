import { Agent } from 'undici';
import type { Dispatcher } from 'undici';
import { TerminalError } from '../../platform/errors.js';
import type { CappedRequest, CappedResponse } from '../fetch-capped.js';
import { fetchCapped } from '../fetch-capped.js';
import type { Source } from '../sources.js';
import { isAllowed } from './allowed-host.js';
import { guardedLookup } from './guarded-lookup.js';
import type { Probe } from './read-curl.js';

export const LONGEST_BODY = 64 * 1024;
const MOST_REDIRECTS = 3;

/** Connections of each source, kept for its next probe; each looks at the address when it is made. */
const dispatchers = new WeakMap<Source, Dispatcher>();

function dispatcherOf(source: Source): Dispatcher {
  const { name, config } = source;
  const known = dispatchers.get(source);
  const dispatcher = known ?? new Agent({ connect: { lookup: guardedLookup({ name, privateNetwork: config.privateNetwork }) } });
  dispatchers.set(source, dispatcher);
  return dispatcher;
}

/** One probe, redirects followed only where asked and only to allowed hosts. @throws TransientError, TerminalError. */
export function sendProbe(source: Source, probe: Probe, signal: AbortSignal): Promise<CappedResponse> {
  return followed(source, probe, dispatcherOf(source), signal);
}

async function followed(source: Source, probe: Probe, dispatcher: Dispatcher, signal: AbortSignal): Promise<CappedResponse> {
  let url = new URL(probe.url);
  for (let hops = 0; ; hops += 1) {
    const response = await fetchCapped(requestOf(source, probe, url, dispatcher), signal);
    const { location, status } = response;
    if (!probe.follow || location === null || status < 300 || status >= 400) return response;
    if (hops === MOST_REDIRECTS) throw new TerminalError('redirected', `${probe.url} redirects more than ${MOST_REDIRECTS} times.`);
    url = new URL(location, url);
    if (!isAllowed(url, source.config.hosts)) {
      throw new TerminalError('redirected', `${probe.url} redirects to ${url.host}, which ${source.name} may not reach.`, {
        hint: `Add ${url.host} to sources.${source.name}.hosts if it should.`,
      });
    }
  }
}

function requestOf({ config }: Source, probe: Probe, url: URL, dispatcher: Dispatcher): CappedRequest {
  return {
    url,
    method: probe.method,
    headers: { 'user-agent': 'periplus' },
    body: null,
    maxBytes: LONGEST_BODY,
    timeoutMs: Math.min(probe.timeoutMs ?? config.timeoutMs, config.timeoutMs),
    called: url.host,
    dispatcher,
  };
}
