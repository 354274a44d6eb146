import type { IncomingHttpHeaders } from 'node:http';
import { parse } from 'yaml';
import type { Resource } from '../objects/resources.js';
import { StatusError } from '../objects/status-error.js';
import { readProtobuf } from './protobuf.js';
import { SERVED, VIEWS, type View } from './views.js';

/** One HTTP request to the API, read but not yet understood. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What a resource path points at. */
export interface Target {
  /** As it is stored. */
  readonly resource: Resource;
  /** The other version in which the client speaks of it; null when it is the stored one. */
  readonly view: View | null;
  readonly namespace: string | null;
  readonly name: string | null;
  readonly subresource: string | null;
}

/** `/api/v1/namespaces/shop/pods/x/log` → its parts; null when it is no path of a known resource. */
export function readTarget(path: string): Target | null {
  const steps = path
    .split('/')
    .filter((step) => step !== '')
    .map(decodeURIComponent);
  const [root, ...rest] = steps;
  if (root !== 'api' && root !== 'apis') return null;
  const group = root === 'api' ? '' : (rest.shift() ?? '');
  const version = rest.shift();
  if (version === undefined || rest.length === 0) return null;
  const inNamespace = rest[0] === 'namespaces' && rest.length > 2 && !['status', 'finalize'].includes(rest[2] ?? '');
  const [plural, name = null, ...deeper] = inNamespace ? rest.slice(2) : rest;
  const resource = SERVED.find((each) => each.group === group && each.version === version && each.plural === plural);
  if (resource === undefined) return null;
  const view = VIEWS.find((each) => each.resource === resource) ?? null;
  return {
    resource: view?.stored ?? resource,
    view,
    namespace: inNamespace ? (rest[1] ?? null) : null,
    name,
    subresource: deeper.length === 0 ? null : deeper.join('/'),
  };
}

/** The body as JSON (or YAML, where a client sends that); an empty one is undefined. Unreadable text is a 400. */
export function readBody(request: ApiRequest): unknown {
  if (request.body.length === 0) return undefined;
  const type = request.headers['content-type'] ?? 'application/json';
  if (type.includes('protobuf')) return readProtobuf(request.body);
  const text = request.body.toString('utf8');
  try {
    return type.includes('yaml') ? (parse(text) as unknown) : (JSON.parse(text) as unknown);
  } catch (error) {
    throw StatusError.badRequest(`error decoding request body: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The dry run of a write: everything is checked and answered, nothing is kept. */
export function isDryRun(query: URLSearchParams): boolean {
  const wanted = query.getAll('dryRun');
  const unknown = wanted.find((each) => each !== 'All');
  if (unknown !== undefined) {
    throw new StatusError(422, 'Invalid', `dryRun: Unsupported value: "${unknown}": supported values: "All"`);
  }
  return wanted.length > 0;
}

/** `30`, absent → a number of seconds or lines; anything else is a 400. */
export function numberFrom(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  if (text === null || text === '') return null;
  const number = Number(text);
  if (!Number.isFinite(number)) throw StatusError.badRequest(`strconv.ParseInt: parsing "${text}": invalid syntax`);
  return number;
}

export function isSet(query: URLSearchParams, name: string): boolean {
  const text = query.get(name);
  return text === 'true' || text === '1';
}
