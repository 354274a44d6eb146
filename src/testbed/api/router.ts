import type { ServerResponse } from 'node:http';
import { bindPod } from '../controllers/scheduler.js';
import { PODS, SERVICE_ACCOUNTS } from '../objects/resources.js';
import { StatusError } from '../objects/status-error.js';
import type { Caller } from './access.js';
import { authorize } from './authorize.js';
import { isDryRun, isSet, readBody, readTarget, type ApiRequest, type Target } from './api-request.js';
import type { ClusterSide } from './cluster-side.js';
import { deleteObject } from './deletes.js';
import { discover, VERSION } from './discovery.js';
import { evictPod } from './evictions.js';
import { serveLog } from './logs.js';
import { isRecord } from './merge-patch.js';
import { serveMetrics } from './metrics-api.js';
import { openApi } from './openapi.js';
import { presentOne, shapeOf } from './presentation.js';
import { readList, readOne } from './reads.js';
import { review } from './reviews.js';
import { serveScale } from './scale.js';
import { selectionOf } from './selection.js';
import { watch } from './watch.js';
import { createObject, patchObject, updateObject } from './writes.js';

/** A JSON answer, or null when the response is already being written (a watch, a log). */
export type Answer = { readonly status: number; readonly body: unknown; readonly contentType?: string } | null;

/** A client takes the aggregated discovery only under this name. */
const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
const METRICS = '/apis/metrics.k8s.io/v1beta1/';

/** One request to the API, answered. Refusals are thrown as StatusError. */
export function route(cluster: ClusterSide, request: ApiRequest, response: ServerResponse): Answer {
  const caller = cluster.tokens.callerOf(request.headers.authorization, cluster.clock.milliseconds());
  authorize(cluster, caller, request);
  const fixed = request.method === 'GET' ? fixedAnswer(request) : undefined;
  if (fixed !== undefined) return { status: 200, body: fixed, contentType: isAggregated(fixed) ? AGGREGATED : 'application/json' };
  if (request.path.startsWith(METRICS) && request.method === 'GET') {
    const measured = { objects: cluster.objects, now: cluster.clock.now(), containers: () => cluster.kubelets.containers() };
    return { status: 200, body: serveMetrics(request.path.slice(METRICS.length), request.query, measured) };
  }
  const reviewed = request.method === 'POST' ? answerReview(cluster, caller, request) : undefined;
  if (reviewed !== undefined) return { status: 201, body: reviewed };
  const target = readTarget(request.path);
  if (target === null) throw new StatusError(404, 'NotFound', 'the server could not find the requested resource');
  if (target.subresource !== null && target.subresource !== 'status') return subresource(cluster, target, request, response);
  return target.name === null ? collection(cluster, target, request, response) : single(cluster, target, target.name, request, response);
}

function fixedAnswer(request: ApiRequest): unknown {
  if (request.path === '/version') return VERSION;
  if (request.path === '/')
    return { paths: ['/api', '/api/v1', '/apis', '/healthz', '/livez', '/openapi/v2', '/openapi/v3', '/readyz', '/version'] };
  return openApi(request.path) ?? discover(request.path, request.headers.accept);
}

function answerReview(cluster: ClusterSide, caller: Caller, request: ApiRequest): unknown {
  return request.path.startsWith('/apis/auth') ? review(cluster.objects, caller, request.path, readBody(request)) : undefined;
}

function isAggregated(body: unknown): boolean {
  return isRecord(body) && body['kind'] === 'APIGroupDiscoveryList';
}

function collection(cluster: ClusterSide, target: Target, request: ApiRequest, response: ServerResponse): Answer {
  const { objects, clock } = cluster;
  const { query } = request;
  switch (request.method) {
    case 'GET':
      if (isSet(query, 'watch')) {
        watch(cluster, target, query, request.headers.accept, response);
        return null;
      }
      return { status: 200, body: readList(objects, target, query, request.headers.accept, clock.milliseconds()) };
    case 'POST':
      return {
        status: 201,
        body: present(cluster, target, createObject(objects, target, readBody(request), { dryRun: isDryRun(query) }), request),
      };
    case 'DELETE': {
      const selected = objects.list(target.resource, target.namespace).filter(selectionOf(target, query));
      const options = { query, body: readBody(request) };
      for (const object of selected) {
        const one = { ...target, namespace: object.metadata.namespace ?? null };
        deleteObject(objects, clock, one, object.metadata.name, options, { dryRun: isDryRun(query) });
      }
      return { status: 200, body: { kind: `${target.resource.kind}List`, apiVersion: 'v1', metadata: {}, items: selected } };
    }
    default:
      throw notAllowed();
  }
}

function single(cluster: ClusterSide, target: Target, name: string, request: ApiRequest, response: ServerResponse): Answer {
  const { objects, clock } = cluster;
  const { query } = request;
  switch (request.method) {
    case 'GET':
      if (isSet(query, 'watch')) {
        watch(cluster, target, query, request.headers.accept, response);
        return null;
      }
      return { status: 200, body: readOne(objects, target, name, query, request.headers.accept, clock.milliseconds()) };
    case 'PUT': {
      const updated = updateObject(objects, target, name, readBody(request), { dryRun: isDryRun(query) });
      return { status: 200, body: present(cluster, target, updated, request) };
    }
    case 'PATCH': {
      const patch = { contentType: request.headers['content-type'] ?? '', body: readBody(request) };
      const patched = patchObject(objects, target, name, patch, { dryRun: isDryRun(query) });
      return { status: 200, body: present(cluster, target, patched, request) };
    }
    case 'DELETE': {
      const body = readBody(request);
      // As the API server: where there is a body, the query is not looked at.
      const dryRun = isRecord(body) ? Array.isArray(body['dryRun']) && body['dryRun'].length > 0 : isDryRun(query);
      return { status: 200, body: deleteObject(objects, clock, target, name, { query, body }, { dryRun }) };
    }
    default:
      throw notAllowed();
  }
}

function subresource(cluster: ClusterSide, target: Target, request: ApiRequest, response: ServerResponse): Answer {
  const { objects, clock, kubelets } = cluster;
  const name = target.name ?? '';
  const options = { dryRun: isDryRun(request.query) };
  if (target.subresource === 'scale' && ['GET', 'PUT', 'PATCH'].includes(request.method)) {
    const asked = { method: request.method, contentType: request.headers['content-type'] ?? '', body: readBody(request) };
    return { status: 200, body: serveScale(objects, target, name, asked, options) };
  }
  if (target.resource === SERVICE_ACCOUNTS && target.subresource === 'token' && request.method === 'POST') {
    const { namespace = 'default' } = objects.get(SERVICE_ACCOUNTS, target.namespace, name).metadata;
    return { status: 201, body: cluster.tokens.issue(namespace, name, readBody(request), clock.milliseconds()) };
  }
  if (target.resource.plural !== PODS.plural || target.resource.group !== '')
    throw new StatusError(404, 'NotFound', 'the server could not find the requested resource');
  const pod = objects.get(PODS, target.namespace, name);
  if (target.subresource === 'log' && request.method === 'GET') {
    serveLog((uid, container) => kubelets.runner(uid, container), pod, request.query, clock.milliseconds(), response);
    return null;
  }
  if (target.subresource === 'eviction' && request.method === 'POST') {
    const body = readBody(request);
    const dryRun = options.dryRun || (isRecord(body) && isRecord(body['deleteOptions']) && Array.isArray(body['deleteOptions']['dryRun']));
    return { status: 201, body: evictPod(objects, clock, pod, body, { dryRun }) };
  }
  if (target.subresource === 'binding' && request.method === 'POST') {
    const body = readBody(request);
    const node = isRecord(body) && isRecord(body['target']) ? body['target']['name'] : undefined;
    if (typeof node !== 'string') throw StatusError.badRequest('a binding names its node in target.name');
    if (!options.dryRun) bindPod(objects, clock, pod, node);
    return { status: 201, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 } };
  }
  throw new StatusError(
    404,
    'NotFound',
    `the server could not find the requested resource (${target.subresource ?? ''} is not part of this testbed)`,
  );
}

function present(cluster: ClusterSide, target: Target, object: Parameters<typeof presentOne>[1], request: ApiRequest): unknown {
  return presentOne(target, object, shapeOf(request.headers.accept, request.query), cluster.clock.milliseconds());
}

function notAllowed(): StatusError {
  return new StatusError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource');
}
