import { StatusError, type StatusDetails } from '../objects/status-error.js';
import { forbiddenText, isAllowed, type Attributes, type Caller } from './access.js';
import { isSet, readTarget, type ApiRequest } from './api-request.js';
import type { ClusterSide } from './cluster-side.js';

const VERBS: Readonly<Record<string, string>> = { GET: 'get', POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' };
const METRICS = /^\/apis\/metrics\.k8s\.io\/v1beta1\/(?:namespaces\/([^/]+)\/)?(pods|nodes)(?:\/([^/]+))?$/u;
const REVIEWS = /^\/apis\/(auth(?:orization|entication)\.k8s\.io)\/v1\/(\w+)$/u;

/** Refuses with a 403 what RBAC does not allow this caller. */
export function authorize(cluster: ClusterSide, caller: Caller, request: ApiRequest): void {
  const attributes = attributesOf(request);
  if (isAllowed(cluster.objects, caller, attributes)) return;
  throw new StatusError(403, 'Forbidden', forbiddenText(caller, attributes), detailsOf(attributes));
}

function attributesOf(request: ApiRequest): Attributes {
  const verb = VERBS[request.method] ?? request.method.toLowerCase();
  const target = readTarget(request.path);
  if (target !== null) {
    const { resource, view, namespace, name, subresource } = target;
    const plural = subresource === null ? resource.plural : `${resource.plural}/${subresource}`;
    return {
      kind: 'resource',
      verb: verbOn(verb, name, request),
      group: (view?.resource ?? resource).group,
      resource: plural,
      namespace,
      name,
    };
  }
  const metrics = METRICS.exec(request.path);
  if (metrics !== null) {
    const [, namespace = null, plural = '', name = null] = metrics;
    return { kind: 'resource', verb: name === null ? 'list' : 'get', group: 'metrics.k8s.io', resource: plural, namespace, name };
  }
  const review = REVIEWS.exec(request.path);
  if (review !== null) return { kind: 'resource', verb, group: review[1] ?? '', resource: review[2] ?? '', namespace: null, name: null };
  return { kind: 'address', verb, path: request.path };
}

function verbOn(verb: string, name: string | null, request: ApiRequest): string {
  if (verb === 'get' && isSet(request.query, 'watch')) return 'watch';
  if (name !== null) return verb;
  if (verb === 'get') return 'list';
  return verb === 'delete' ? 'deletecollection' : verb;
}

function detailsOf(attributes: Attributes): StatusDetails {
  if (attributes.kind === 'address') return {};
  const { group, resource, name } = attributes;
  return { ...(name === null ? {} : { name }), ...(group === '' ? {} : { group }), kind: resource };
}
