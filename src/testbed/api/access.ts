import type { PolicyRule, Role, RoleBinding } from '../objects/kinds.js';
import type { ObjectStore } from '../objects/object-store.js';
import { CLUSTER_ROLE_BINDINGS, CLUSTER_ROLES, ROLE_BINDINGS, ROLES } from '../objects/resources.js';

/** Who calls. Whoever shows no token is the cluster's administrator: the testbed listens on loopback alone. */
export interface Caller {
  readonly username: string;
  readonly groups: readonly string[];
  readonly serviceAccount: { readonly namespace: string; readonly name: string } | null;
}

export const ADMINISTRATOR: Caller = {
  username: 'kubernetes-admin',
  groups: ['system:masters', 'system:authenticated'],
  serviceAccount: null,
};

/** What is asked for: a resource, or an address that is none. */
export type Attributes =
  | {
      readonly kind: 'resource';
      readonly verb: string;
      readonly group: string;
      /** `pods` or `pods/log`. */
      readonly resource: string;
      readonly namespace: string | null;
      readonly name: string | null;
    }
  | { readonly kind: 'address'; readonly verb: string; readonly path: string };

/** What every authenticated caller may ask: discovery, health, and about itself. */
const OPEN_TO_ALL: readonly PolicyRule[] = [
  {
    verbs: ['get'],
    nonResourceURLs: ['/', '/api', '/api/*', '/apis', '/apis/*', '/healthz', '/livez', '/openapi', '/openapi/*', '/readyz', '/version'],
  },
  {
    verbs: ['create'],
    apiGroups: ['authorization.k8s.io', 'authentication.k8s.io'],
    resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews', 'selfsubjectreviews'],
  },
];

/** Does RBAC allow it? Roles only add; nothing denies. */
export function isAllowed(objects: ObjectStore, caller: Caller, attributes: Attributes): boolean {
  if (caller.groups.includes('system:masters')) return true;
  const namespace = attributes.kind === 'resource' ? attributes.namespace : null;
  return rulesFor(objects, caller, namespace).some((rule) => permits(rule, attributes));
}

/** Every rule that holds for the caller in a namespace (null: cluster-wide alone). */
export function rulesFor(objects: ObjectStore, caller: Caller, namespace: string | null): readonly PolicyRule[] {
  const clusterWide = objects.list(CLUSTER_ROLE_BINDINGS).filter((binding) => binds(binding, caller));
  const local = namespace === null ? [] : objects.list(ROLE_BINDINGS, namespace).filter((binding) => binds(binding, caller));
  return [...OPEN_TO_ALL, ...[...clusterWide, ...local].flatMap((binding) => roleOf(objects, binding)?.rules ?? [])];
}

/** The sentence of the API server's 403. */
export function forbiddenText(caller: Caller, attributes: Attributes): string {
  if (attributes.kind === 'address') return `forbidden: User "${caller.username}" cannot ${attributes.verb} path "${attributes.path}"`;
  const { group, resource, name, verb, namespace } = attributes;
  const [plural = ''] = resource.split('/');
  const subject = `${group === '' ? plural : `${plural}.${group}`}${name === null ? '' : ` "${name}"`}`;
  const scope = namespace === null ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  return `${subject} is forbidden: User "${caller.username}" cannot ${verb} resource "${resource}" in API group "${group}" ${scope}`;
}

function roleOf(objects: ObjectStore, binding: RoleBinding): Role | null {
  const { kind, name } = binding.roleRef;
  return kind === 'Role' ? objects.find(ROLES, binding.metadata.namespace ?? null, name) : objects.find(CLUSTER_ROLES, null, name);
}

function binds(binding: RoleBinding, caller: Caller): boolean {
  return (binding.subjects ?? []).some(({ kind, name, namespace }) => {
    if (kind === 'User') return name === caller.username;
    if (kind === 'Group') return caller.groups.includes(name);
    return caller.serviceAccount?.name === name && caller.serviceAccount.namespace === (namespace ?? binding.metadata.namespace);
  });
}

function permits(rule: PolicyRule, attributes: Attributes): boolean {
  if (!includes(rule.verbs, attributes.verb)) return false;
  if (attributes.kind === 'address') {
    return (rule.nonResourceURLs ?? []).some(
      (url) => url === attributes.path || (url.endsWith('*') && attributes.path.startsWith(url.slice(0, -1))),
    );
  }
  const { group, resource, name } = attributes;
  const names = rule.resourceNames ?? [];
  return (
    includes(rule.apiGroups ?? [], group) &&
    coversResource(rule.resources ?? [], resource) &&
    (names.length === 0 || (name !== null && names.includes(name)))
  );
}

function coversResource(resources: readonly string[], wanted: string): boolean {
  const subresource = wanted.includes('/') ? wanted.slice(wanted.indexOf('/')) : null;
  return resources.some((each) => each === '*' || each === wanted || (subresource !== null && each === `*${subresource}`));
}

function includes(list: readonly string[], wanted: string): boolean {
  return list.includes('*') || list.includes(wanted);
}
