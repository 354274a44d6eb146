import { isDeepStrictEqual } from 'node:util';
import type { Container, Deployment, Pod, Service } from './kinds.js';
import type { KubeObject } from './meta.js';
import { parseQuantity } from './quantities.js';
import type { Resource } from './resources.js';
import { selects } from './selectors.js';
import { StatusError } from './status-error.js';

const NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/u;

/** Refuses with a 422 what the API server would refuse. `before` is null for a new object. */
export function validate(resource: Resource, object: KubeObject, before: KubeObject | null): void {
  const refuse = (field: string, message: string, cause?: string): never => {
    throw StatusError.invalid(resource.kind, resource.group, object.metadata.name, field, message, cause);
  };
  if (resource.group !== 'rbac.authorization.k8s.io' && resource.plural !== 'events' && !NAME.test(object.metadata.name)) {
    refuse(
      'metadata.name',
      `Invalid value: ${JSON.stringify(object.metadata.name)}: a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character`,
    );
  }
  if (object.kind === 'Deployment') validateDeployment(object as Deployment, before as Deployment | null, refuse);
  if (object.kind === 'Pod') validatePod(object as Pod, before as Pod | null, refuse);
  if (object.kind === 'Service') validateService(object as Service, before as Service | null, refuse);
}

type Refuse = (field: string, message: string, cause?: string) => never;

function validateDeployment(deployment: Deployment, before: Deployment | null, refuse: Refuse): void {
  const { spec } = deployment;
  if ((spec.replicas ?? 0) < 0) refuse('spec.replicas', `Invalid value: ${spec.replicas ?? 0}: must be greater than or equal to 0`);
  if (!Number.isInteger(spec.replicas ?? 0))
    throw StatusError.badRequest(
      'Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal spec.replicas into Go struct field DeploymentSpec.spec.replicas of type int32',
    );
  if (before !== null && !isDeepStrictEqual(spec.selector, before.spec.selector)) {
    refuse('spec.selector', `Invalid value: ${JSON.stringify(spec.selector)}: field is immutable`);
  }
  if (!selects(spec.selector, spec.template.metadata?.labels)) {
    refuse(
      'spec.template.metadata.labels',
      `Invalid value: ${JSON.stringify(spec.template.metadata?.labels ?? {})}: \`selector\` does not match template \`labels\``,
    );
  }
  validateContainers(spec.template.spec.containers, 'spec.template.spec', refuse);
}

function validatePod(pod: Pod, before: Pod | null, refuse: Refuse): void {
  validateContainers(pod.spec.containers, 'spec', refuse);
  if (before === null) return;
  const fixed = (each: Pod): unknown => ({
    ...each.spec,
    nodeName: undefined,
    tolerations: undefined,
    activeDeadlineSeconds: undefined,
    containers: each.spec.containers.map((container) => ({ ...container, image: '' })),
  });
  if (!isDeepStrictEqual(fixed(pod), fixed(before))) {
    refuse(
      'spec',
      'Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
      'FieldValueForbidden',
    );
  }
}

function validateContainers(containers: readonly Container[] | undefined, path: string, refuse: Refuse): void {
  if (containers === undefined || containers.length === 0) return refuse(`${path}.containers`, 'Required value', 'FieldValueRequired');
  containers.forEach((container, index) => {
    const field = `${path}.containers[${index}]`;
    if (!container.name) refuse(`${field}.name`, 'Required value', 'FieldValueRequired');
    if (!container.image) refuse(`${field}.image`, 'Required value', 'FieldValueRequired');
    validateResources(container, field, refuse);
  });
}

function validateResources(container: Container, field: string, refuse: Refuse): void {
  const { limits = {}, requests = {} } = container.resources ?? {};
  for (const [kind, amounts] of Object.entries({ limits, requests })) {
    for (const [name, amount] of Object.entries(amounts)) {
      if (parseQuantity(amount) === null) {
        throw StatusError.badRequest(
          `${field}.resources.${kind}.${name}: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'`,
        );
      }
    }
  }
  for (const [name, amount] of Object.entries(requests)) {
    const limit = limits[name];
    if (limit !== undefined && (parseQuantity(amount) ?? 0) > (parseQuantity(limit) ?? 0)) {
      refuse(
        `${field}.resources.requests`,
        `Invalid value: ${JSON.stringify(amount)}: must be less than or equal to ${name} limit of ${limit}`,
      );
    }
  }
}

function validateService(service: Service, before: Service | null, refuse: Refuse): void {
  if (before?.spec.clusterIP !== undefined && service.spec.clusterIP !== before.spec.clusterIP) {
    refuse('spec.clusterIPs[0]', `Invalid value: ${JSON.stringify(service.spec.clusterIPs ?? [])}: may not change once set`);
  }
  if (service.spec.type !== 'ExternalName' && (service.spec.ports ?? []).length === 0)
    refuse('spec.ports', 'Required value', 'FieldValueRequired');
}

/** Parts without which an object of these kinds cannot be read at all. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['spec', 'spec.selector', 'spec.template', 'spec.template.spec'],
  ReplicaSet: ['spec', 'spec.selector', 'spec.template', 'spec.template.spec'],
  Pod: ['spec'],
  Service: ['spec'],
  HorizontalPodAutoscaler: ['spec', 'spec.scaleTargetRef'],
  NetworkPolicy: ['spec'],
  PodDisruptionBudget: ['spec'],
};

/** Refuses an object whose parts are missing or of the wrong kind, before anything reads them. */
export function requireShape(resource: Resource, object: KubeObject): void {
  for (const path of REQUIRED[object.kind] ?? []) {
    const part = valueAt(object, path);
    if (part === undefined || part === null)
      throw StatusError.invalid(resource.kind, resource.group, object.metadata.name, path, 'Required value', 'FieldValueRequired');
    if (typeof part !== 'object' || Array.isArray(part)) throw unreadable(resource, path);
  }
  const containers = valueAt(object, 'spec.template.spec.containers') ?? valueAt(object, 'spec.containers');
  const isReadable =
    containers === undefined || (Array.isArray(containers) && containers.every((each) => typeof each === 'object' && each !== null));
  if (!isReadable) throw unreadable(resource, 'containers');
}

function unreadable(resource: Resource, path: string): StatusError {
  return StatusError.badRequest(
    `${resource.kind} in version "${resource.version}" cannot be handled as a ${resource.kind}: json: cannot unmarshal ${path} into Go struct field ${resource.kind}.${path}`,
  );
}

function valueAt(object: unknown, path: string): unknown {
  let value = object;
  for (const step of path.split('.'))
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined;
  return value;
}
