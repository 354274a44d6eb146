import type { ServerResponse } from 'node:http';
import type { KubeObject } from '../objects/meta.js';
import type { Change, ObjectStore } from '../objects/object-store.js';
import { apiVersionOf, qualifiedName } from '../objects/resources.js';
import { StatusError } from '../objects/status-error.js';
import type { ScaledClock } from '../scaled-clock.js';
import { isSet, numberFrom, type Target } from './api-request.js';
import { presentOne, shapeOf } from './presentation.js';
import { selectionOf } from './selection.js';

const LONGEST_WATCH_SECONDS = 3_600;
const BOOKMARK_MS = 30_000;

interface Served {
  readonly objects: ObjectStore;
  readonly clock: ScaledClock;
}

/** Streams the changes of a collection as lines of JSON, until the client leaves or the time asked for is over. */
export function watch(served: Served, target: Target, query: URLSearchParams, accept: string | undefined, response: ServerResponse): void {
  const { objects, clock } = served;
  const isSelected = selectionOf(target, query);
  const shape = shapeOf(accept, query);
  const send = (type: string, object: unknown): void => {
    response.write(`${JSON.stringify({ type, object })}\n`);
  };
  const show = (object: KubeObject): unknown => presentOne(target, object, shape, clock.milliseconds());
  response.writeHead(200, { 'content-type': 'application/json' });
  response.flushHeaders();
  const from = numberFrom(query, 'resourceVersion') ?? 0;
  const missed = from === 0 ? null : objects.changesSince(target.resource, from);
  if (from !== 0 && missed === null) {
    send('ERROR', tooOld(from, objects.oldestVersion).toStatus());
    response.end();
    return;
  }
  if (missed === null) {
    for (const object of objects.list(target.resource, target.namespace).filter(isSelected)) send('ADDED', show(object));
  }
  const tell = (change: Change): void => {
    const type = typeFor(change, isSelected);
    if (type !== null) send(type, show(change.object));
  };
  missed?.forEach(tell);
  const name = qualifiedName(target.resource);
  const unsubscribe = objects.subscribe((change) => {
    if (qualifiedName(change.resource) === name) tell(change);
  });
  const bookmark = (): void => {
    const metadata = { resourceVersion: String(objects.resourceVersion), creationTimestamp: null };
    send('BOOKMARK', { kind: target.resource.kind, apiVersion: apiVersionOf(target.resource), metadata });
  };
  const bookmarks = isSet(query, 'allowWatchBookmarks') ? setInterval(bookmark, BOOKMARK_MS) : undefined;
  const seconds = Math.min(numberFrom(query, 'timeoutSeconds') ?? LONGEST_WATCH_SECONDS, LONGEST_WATCH_SECONDS);
  const end = setTimeout(() => response.end(), seconds * 1_000);
  response.on('close', () => {
    unsubscribe();
    clearInterval(bookmarks);
    clearTimeout(end);
  });
}

/** An object that stops being selected is DELETED for this watcher, one that starts to be is ADDED. */
function typeFor(change: Change, isSelected: (object: KubeObject) => boolean): string | null {
  const was = change.before !== null && isSelected(change.before);
  const is = isSelected(change.object);
  if (change.type === 'DELETED') return was ? 'DELETED' : null;
  if (was) return is ? 'MODIFIED' : 'DELETED';
  return is ? 'ADDED' : null;
}

function tooOld(from: number, oldest: number): StatusError {
  return new StatusError(410, 'Expired', `too old resource version: ${from} (${oldest + 1})`);
}
