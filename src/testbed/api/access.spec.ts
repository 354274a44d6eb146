import { beforeEach, expect, test } from 'vitest';
import { createAdmission } from '../objects/admission.js';
import { ObjectStore } from '../objects/object-store.js';
import { CLUSTER_ROLE_BINDINGS, CLUSTER_ROLES, ROLE_BINDINGS, ROLES } from '../objects/resources.js';
import { ScaledClock } from '../scaled-clock.js';
import { ADMINISTRATOR, forbiddenText, isAllowed, type Attributes, type Caller } from './access.js';
import { Tokens } from './tokens.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
let objects: ObjectStore;
let tokens: Tokens;

beforeEach(() => {
  objects = new ObjectStore(new ScaledClock(1, new Date(NOW)), createAdmission(1));
  tokens = new Tokens();
  objects.create(CLUSTER_ROLES, {
    metadata: { name: 'reader' },
    rules: [{ verbs: ['get', 'list'], apiGroups: [''], resources: ['pods', 'pods/log'] }],
  });
  objects.create(CLUSTER_ROLE_BINDINGS, {
    metadata: { name: 'reader' },
    roleRef: { kind: 'ClusterRole', name: 'reader' },
    subjects: [{ kind: 'ServiceAccount', name: 'reader', namespace: 'ops' }],
  });
  const rules = [{ verbs: ['patch'], apiGroups: ['apps'], resources: ['deployments', 'deployments/scale'], resourceNames: ['web'] }];
  objects.create(ROLES, { metadata: { name: 'actor', namespace: 'shop' }, rules });
  objects.create(ROLE_BINDINGS, {
    metadata: { name: 'actor', namespace: 'shop' },
    roleRef: { kind: 'Role', name: 'actor' },
    subjects: [{ kind: 'ServiceAccount', name: 'actor', namespace: 'ops' }],
  });
});

function callerFor(name: string): Caller {
  const issued = tokens.issue('ops', name, {}, NOW) as { status: { token: string } };
  return tokens.callerOf(`Bearer ${issued.status.token}`, NOW);
}

function on(verb: string, resource: string, namespace: string | null, name: string | null = null, group = ''): Attributes {
  return { kind: 'resource', verb, group, resource, namespace, name };
}

test.each([
  ['reader', on('list', 'pods', null), true],
  ['reader', on('get', 'pods/log', 'shop', 'a'), true],
  ['reader', on('delete', 'pods', 'shop', 'a'), false],
  ['reader', on('get', 'secrets', 'shop', 'a'), false],
  ['reader', on('patch', 'deployments', 'shop', 'web', 'apps'), false],
  ['actor', on('patch', 'deployments', 'shop', 'web', 'apps'), true],
  ['actor', on('patch', 'deployments/scale', 'shop', 'web', 'apps'), true],
  ['actor', on('patch', 'deployments', 'shop', 'other', 'apps'), false],
  ['actor', on('patch', 'deployments', 'elsewhere', 'web', 'apps'), false],
  ['actor', on('list', 'pods', 'shop'), false],
  ['actor', { kind: 'address', verb: 'get', path: '/apis/apps/v1' }, true],
  ['actor', { kind: 'address', verb: 'get', path: '/metrics' }, false],
] as const)('%s and %j: %s', (name, attributes, allowed) => {
  expect(isAllowed(objects, callerFor(name), attributes)).toBe(allowed);
});

test('without a token one is the administrator, with an unknown or expired one nobody', () => {
  expect(tokens.callerOf(undefined, NOW)).toBe(ADMINISTRATOR);
  expect(() => tokens.callerOf('Bearer nonsense', NOW)).toThrow('Unauthorized');
  expect(() => tokens.callerOf('Basic abc', NOW)).toThrow('Unauthorized');
  const issued = tokens.issue('ops', 'reader', { spec: { expirationSeconds: 600 } }, NOW) as { status: { token: string } };
  expect(() => tokens.callerOf(`Bearer ${issued.status.token}`, NOW + 601_000)).toThrow('Unauthorized');
});

test('a refusal says who may not do what, where', () => {
  expect(forbiddenText(callerFor('reader'), on('delete', 'pods', 'shop', 'a'))).toBe(
    'pods "a" is forbidden: User "system:serviceaccount:ops:reader" cannot delete resource "pods" in API group "" in the namespace "shop"',
  );
});
