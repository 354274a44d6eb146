import { apiVersionOf, type Resource } from '../objects/resources.js';
import { groupVersions } from './discovery.js';
import { SERVED } from './views.js';

/**
 * As much OpenAPI as kubectl asks for: which addresses take `dryRun` and `fieldValidation`, so that it leaves both to the
 * server. Schemas of the objects are not published. Undefined when the path is no OpenAPI address.
 */
export function openApi(path: string): unknown {
  if (path === '/openapi/v2')
    return { swagger: '2.0', info: { title: 'Kubernetes', version: 'v1.32.4' }, paths: pathsOf(SERVED), definitions: {} };
  if (path === '/openapi/v3') {
    return {
      paths: Object.fromEntries(groupVersions().map((each) => [rootOf(each), { serverRelativeURL: `/openapi/v3/${rootOf(each)}` }])),
    };
  }
  if (!path.startsWith('/openapi/v3/')) return undefined;
  const root = path.slice('/openapi/v3/'.length);
  const groupVersion = groupVersions().find((each) => rootOf(each) === root);
  if (groupVersion === undefined) return undefined;
  const paths = pathsOf(SERVED.filter((resource) => apiVersionOf(resource) === groupVersion));
  return { openapi: '3.0.0', info: { title: 'Kubernetes', version: 'v1.32.4' }, paths, components: { schemas: {} } };
}

function rootOf(groupVersion: string): string {
  return groupVersion.includes('/') ? `apis/${groupVersion}` : `api/${groupVersion}`;
}

function pathsOf(resources: readonly Resource[]): Record<string, unknown> {
  return Object.fromEntries(
    resources.flatMap((resource): [string, unknown][] => {
      const scope = resource.namespaced ? '/namespaces/{namespace}' : '';
      const base = `/${rootOf(apiVersionOf(resource))}${scope}/${resource.plural}`;
      return [
        [base, { post: operation(resource, 'post') }],
        [`${base}/{name}`, { patch: operation(resource, 'patch'), put: operation(resource, 'put'), delete: operation(resource, 'delete') }],
      ];
    }),
  );
}

function operation(resource: Resource, action: string): unknown {
  return {
    operationId: `${action}${resource.kind}`,
    parameters: ['dryRun', 'fieldManager', 'fieldValidation'].map((name) => ({
      name,
      in: 'query',
      schema: { type: 'string', uniqueItems: true },
    })),
    responses: { '200': { description: 'OK' } },
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': { group: resource.group, version: resource.version, kind: resource.kind },
  };
}
