import type { ObjectStore } from '../objects/object-store.js';
import { StatusError } from '../objects/status-error.js';
import { numberFrom, type Target } from './api-request.js';
import { presentList, presentOne, shapeOf } from './presentation.js';
import { selectionOf } from './selection.js';

/** GET of one object, in the shape the client accepts. `now` in the world's milliseconds. */
export function readOne(
  objects: ObjectStore,
  target: Target,
  name: string,
  query: URLSearchParams,
  accept: string | undefined,
  now: number,
): unknown {
  const object = objects.get(target.resource, target.namespace, name);
  return presentOne(target, object, shapeOf(accept, query), now);
}

/** GET of a collection, with selectors, `limit` and `continue`. */
export function readList(objects: ObjectStore, target: Target, query: URLSearchParams, accept: string | undefined, now: number): unknown {
  const selected = objects.list(target.resource, target.namespace).filter(selectionOf(target, query));
  const after = startAfter(query.get('continue'), objects);
  const rest = after === null ? selected : selected.filter((object) => keyOf(object.metadata) > after.key);
  const limit = numberFrom(query, 'limit') ?? 0;
  const page = limit > 0 ? rest.slice(0, limit) : rest;
  const last = page.at(-1);
  const left = rest.length - page.length;
  const resourceVersion = after?.resourceVersion ?? String(objects.resourceVersion);
  const metadata = {
    resourceVersion,
    ...(left > 0 && last !== undefined ? { continue: continueToken(resourceVersion, keyOf(last.metadata)), remainingItemCount: left } : {}),
  };
  return presentList(target, page, metadata, shapeOf(accept, query), now);
}

interface Continuation {
  readonly resourceVersion: string;
  readonly key: string;
}

function continueToken(resourceVersion: string, key: string): string {
  return Buffer.from(JSON.stringify({ resourceVersion, key })).toString('base64url');
}

function startAfter(token: string | null, objects: ObjectStore): Continuation | null {
  if (token === null || token === '') return null;
  let read: Partial<Continuation>;
  try {
    read = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as Partial<Continuation>;
  } catch {
    throw StatusError.badRequest('continue key is not valid');
  }
  if (typeof read.key !== 'string' || typeof read.resourceVersion !== 'string') throw StatusError.badRequest('continue key is not valid');
  if (Number(read.resourceVersion) < objects.oldestVersion) {
    throw new StatusError(
      410,
      'Expired',
      'The provided continue parameter is too old to display a consistent list result. You must start a new list without the continue parameter.',
    );
  }
  return { key: read.key, resourceVersion: read.resourceVersion };
}

function keyOf(metadata: { readonly namespace?: string; readonly name: string }): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}
