import type { ServerResponse } from 'node:http';
import type { ContainerRunner } from '../kubelet/container-runner.js';
import type { LogLine } from '../kubelet/container-log.js';
import type { Pod } from '../objects/kinds.js';
import { StatusError } from '../objects/status-error.js';
import { isSet, numberFrom } from './api-request.js';

type FindRunner = (podUid: string, container: string) => ContainerRunner | undefined;

/** GET of `pods/x/log`: container, previous, tailLines, sinceSeconds, sinceTime, limitBytes, timestamps and follow. */
export function serveLog(find: FindRunner, pod: Pod, query: URLSearchParams, now: number, response: ServerResponse): void {
  const container = containerOf(pod, query.get('container'));
  const runner = find(pod.metadata.uid, container);
  const log = isSet(query, 'previous') ? runner?.previousLog : runner?.log;
  const waiting = runner?.status().state.waiting;
  if (isSet(query, 'previous') && (log === null || log === undefined)) {
    throw StatusError.badRequest(`previous terminated container "${container}" in pod "${pod.metadata.name}" not found`);
  }
  if (runner === undefined || log === null || log === undefined || (waiting !== undefined && runner.status().containerID === undefined)) {
    const why = waitingText(waiting?.reason ?? 'ContainerCreating');
    throw StatusError.badRequest(`container "${container}" in pod "${pod.metadata.name}" is waiting to start: ${why}`);
  }
  const write = lineWriter(query, response);
  response.writeHead(200, { 'content-type': 'text/plain' });
  response.flushHeaders();
  for (const line of wantedLines(log.read(), query, now)) write(line);
  if (!isSet(query, 'follow')) {
    response.end();
    return;
  }
  const stop = log.follow((line) => {
    if (line === null) response.end();
    else write(line);
  });
  response.on('close', stop);
}

function containerOf(pod: Pod, wanted: string | null): string {
  const names = pod.spec.containers.map((container) => container.name);
  if (wanted !== null && wanted !== '') {
    if (names.includes(wanted)) return wanted;
    throw StatusError.badRequest(`container ${wanted} is not valid for pod ${pod.metadata.name}`);
  }
  const [only, ...others] = names;
  if (only === undefined || others.length > 0) {
    throw StatusError.badRequest(`a container name must be specified for pod ${pod.metadata.name}, choose one of: [${names.join(' ')}]`);
  }
  return only;
}

function wantedLines(lines: readonly LogLine[], query: URLSearchParams, now: number): readonly LogLine[] {
  const sinceSeconds = numberFrom(query, 'sinceSeconds');
  const sinceTime = query.get('sinceTime');
  const from = sinceTime !== null ? Date.parse(sinceTime) : sinceSeconds === null ? 0 : now - sinceSeconds * 1_000;
  const since = lines.filter((line) => line.at.getTime() >= from);
  const tail = numberFrom(query, 'tailLines');
  return tail === null ? since : since.slice(Math.max(0, since.length - tail));
}

/** Writes lines until `limitBytes` are used up. */
function lineWriter(query: URLSearchParams, response: ServerResponse): (line: LogLine) => void {
  const timestamps = isSet(query, 'timestamps');
  let left = numberFrom(query, 'limitBytes') ?? Number.POSITIVE_INFINITY;
  return (line) => {
    if (left <= 0) return;
    const text = Buffer.from(timestamps ? `${microTime(line.at)} ${line.text}\n` : `${line.text}\n`);
    response.write(text.length > left ? text.subarray(0, left) : text);
    left -= text.length;
  };
}

function microTime(at: Date): string {
  return at.toISOString().replace('Z', '000000Z');
}

function waitingText(reason: string): string {
  return reason === 'ImagePullBackOff' || reason === 'ErrImagePull' ? 'trying and failing to pull image' : reason;
}
