import { TerminalError } from '../../platform/errors.js';
import type { QueryTemplate } from '../../tsg-parser/index.js';
import { byHand } from '../by-hand.js';
import type { PrepareContext, Preparation, PreparedQuery, QueryPlugin, QueryResult } from '../query-plugin.js';
import type { Source, Sources } from '../sources.js';
import { shorten } from '../summarise.js';
import { isAllowed } from './allowed-host.js';
import { fillProbe } from './fill-probe.js';
import { sendProbe } from './http.client.js';
import type { Probe } from './read-curl.js';
import { readProbe } from './read-curl.js';

/** Probes addresses on configured hosts: `GET …` and `curl` commands that only read. Any other shell command is a person's. */
export function httpPlugin(sources: Sources): QueryPlugin {
  return {
    name: 'http',
    languages: ['http', 'shell'],
    prepare: (template, context) => prepare(sources, template, context),
    run: (query, signal) => run(sources.named(query.source), query, signal),
  };
}

function prepare(sources: Sources, template: QueryTemplate, context: PrepareContext): Preparation {
  const written = readProbe(template.text);
  if (written === null)
    return byHand(template, context.values, 'Periplus runs no shell: a person runs this command and pastes its output.');
  const filled = fillProbe(template, context.values);
  if (filled.kind !== 'filled') return filled;
  const probe = readProbe(filled.text);
  const url = probe === null || !URL.canParse(probe.url) ? null : new URL(probe.url);
  if (probe === null || url === null)
    return { kind: 'refused', reason: 'the address is not complete', hint: 'Write it with http:// and a host.' };
  if (!sameShape(written, probe)) return { kind: 'refused', reason: 'a value would change the request itself', hint: null };
  const source = sources.all('http').find((candidate) => isAllowed(url, candidate.config.hosts));
  if (source === undefined) return byHand(template, context.values, `${url.host} is no host that periplus.yaml allows to be probed.`);
  const query: PreparedQuery = {
    queryId: template.id,
    language: template.language,
    plugin: 'http',
    source: source.name,
    rendered: filled.text,
    request: probe,
    mutating: false,
    replayable: false,
    binds: [],
  };
  return { kind: 'prepared', query };
}

function sameShape(left: Probe, right: Probe): boolean {
  return (
    left.method === right.method && left.follow === right.follow && left.failing === right.failing && left.timeoutMs === right.timeoutMs
  );
}

async function run(source: Source, query: PreparedQuery, signal: AbortSignal): Promise<QueryResult> {
  const probe = query.request as Probe;
  const started = performance.now();
  const response = await source.throttle.run(() => sendProbe(source, probe, signal), signal);
  const tookMs = performance.now() - started;
  if (probe.failing && response.status >= 400) throw new TerminalError('probe-failed', `${probe.url} answered ${response.status}.`);
  return {
    columns: ['status', 'time_ms', 'content_type'],
    rows: [[response.status, Math.round(tookMs * 10) / 10, response.contentType]],
    text: response.text,
    fill: 'rows',
    observedAt: response.observedAt,
    queryId: query.queryId,
    plugin: query.plugin,
    source: source.name,
    rendered: query.rendered,
    truncated: response.truncated,
    tookMs,
    summary: shorten(`${response.status} in ${Math.round(tookMs)} ms: ${response.text.replace(/\s+/g, ' ').trim()}`),
    bound: {},
  };
}
