import { StatusError } from '../objects/status-error.js';
import { isRecord } from './merge-patch.js';

const EVERYTHING = {
  resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
  nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
  incomplete: false,
};

const USER = { username: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] };

/** Answers what a caller asks about itself: may I, what may I, who am I. Undefined when the path is no review. */
export function review(path: string, body: unknown): unknown {
  const spec = isRecord(body) ? body['spec'] : undefined;
  switch (path) {
    case '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews':
      if (!isRecord(spec) || (spec['resourceAttributes'] === undefined && spec['nonResourceAttributes'] === undefined)) {
        throw StatusError.invalid(
          'SelfSubjectAccessReview',
          'authorization.k8s.io',
          '',
          'spec.resourceAttributes',
          'Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified',
        );
      }
      return { kind: 'SelfSubjectAccessReview', apiVersion: 'authorization.k8s.io/v1', metadata: {}, spec, status: { allowed: true } };
    case '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews':
      return { kind: 'SelfSubjectRulesReview', apiVersion: 'authorization.k8s.io/v1', metadata: {}, spec: spec ?? {}, status: EVERYTHING };
    case '/apis/authentication.k8s.io/v1/selfsubjectreviews':
      return { kind: 'SelfSubjectReview', apiVersion: 'authentication.k8s.io/v1', metadata: {}, status: { userInfo: USER } };
    default:
      return undefined;
  }
}
