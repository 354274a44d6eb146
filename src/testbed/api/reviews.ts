import { StatusError } from '../objects/status-error.js';
import type { PolicyRule } from '../objects/kinds.js';
import type { ObjectStore } from '../objects/object-store.js';
import { isAllowed, rulesFor, type Attributes, type Caller } from './access.js';
import { isRecord } from './merge-patch.js';

const AUTHORIZATION = 'authorization.k8s.io/v1';
const AUTHENTICATION = 'authentication.k8s.io/v1';
const EVERYTHING: readonly PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
];

/** Answers what a caller asks about itself: may I, what may I, who am I. Undefined when the path is no review. */
export function review(objects: ObjectStore, caller: Caller, path: string, body: unknown): unknown {
  const spec = isRecord(body) && isRecord(body['spec']) ? body['spec'] : {};
  switch (path) {
    case `/apis/${AUTHORIZATION}/selfsubjectaccessreviews`: {
      const allowed = isAllowed(objects, caller, attributesIn(spec));
      return { kind: 'SelfSubjectAccessReview', apiVersion: AUTHORIZATION, metadata: {}, spec, status: { allowed } };
    }
    case `/apis/${AUTHORIZATION}/selfsubjectrulesreviews`:
      return {
        kind: 'SelfSubjectRulesReview',
        apiVersion: AUTHORIZATION,
        metadata: {},
        spec,
        status: rulesReview(objects, caller, text(spec['namespace'])),
      };
    case `/apis/${AUTHENTICATION}/selfsubjectreviews`: {
      const userInfo = { username: caller.username, groups: caller.groups };
      return { kind: 'SelfSubjectReview', apiVersion: AUTHENTICATION, metadata: {}, status: { userInfo } };
    }
    default:
      return undefined;
  }
}

function attributesIn(spec: Record<string, unknown>): Attributes {
  const wanted = spec['resourceAttributes'];
  const address = spec['nonResourceAttributes'];
  if (isRecord(address)) return { kind: 'address', verb: text(address['verb']), path: text(address['path']) };
  if (!isRecord(wanted)) {
    throw StatusError.invalid(
      'SelfSubjectAccessReview',
      'authorization.k8s.io',
      '',
      'spec.resourceAttributes',
      'Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified',
    );
  }
  const subresource = text(wanted['subresource']);
  const plural = text(wanted['resource']);
  return {
    kind: 'resource',
    verb: text(wanted['verb']),
    group: text(wanted['group']),
    resource: subresource === '' ? plural : `${plural}/${subresource}`,
    namespace: text(wanted['namespace']) === '' ? null : text(wanted['namespace']),
    name: text(wanted['name']) === '' ? null : text(wanted['name']),
  };
}

function rulesReview(objects: ObjectStore, caller: Caller, namespace: string): unknown {
  const rules = caller.groups.includes('system:masters') ? EVERYTHING : rulesFor(objects, caller, namespace === '' ? null : namespace);
  const isAddress = (rule: PolicyRule): boolean => rule.nonResourceURLs !== undefined;
  return { resourceRules: rules.filter((rule) => !isAddress(rule)), nonResourceRules: rules.filter(isAddress), incomplete: false };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
