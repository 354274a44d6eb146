import { TerminalError } from '../../../platform/errors.js';
import { resourcePath } from '../../../platform/kubernetes/paths.js';
import { referenceText } from '../answering/ask-context.js';
import type { Assignment, SetEnvironmentCommand, SetImageCommand, SetMetadataCommand, SetResourcesCommand } from '../reading/command.js';
import type { Container } from '../shapes.js';
import { revisionOf, specOf } from '../shapes.js';
import type { ChangePlan, Subject } from './plan.js';
import { MERGE, pin, STRATEGIC } from './plan.js';

export function planSetEnvironment(command: SetEnvironmentCommand, subject: Subject): ChangePlan {
  const env = command.assignments.map(({ key, value }) => (value === null ? { name: key, $patch: 'delete' } : { name: key, value }));
  const containers = chosen(subject, command.container).map(({ name }) => ({ name, env }));
  const words = command.assignments.map(({ key, value }) => (value === null ? `${key} is removed` : `${key}=${value}`));
  return templatePlan('set env', subject, containers, words.join(', '), 'env updated');
}

export function planSetImage(command: SetImageCommand, subject: Subject): ChangePlan {
  const containers = command.images.flatMap(({ container, image }) =>
    chosen(subject, container === '*' ? null : container).map(({ name }) => ({ name, image })),
  );
  return templatePlan(
    'set image',
    subject,
    containers,
    command.images.map(({ container, image }) => `${container}: ${image}`).join(', '),
    'image updated',
  );
}

export function planSetResources(command: SetResourcesCommand, subject: Subject): ChangePlan {
  const resources = {
    ...(command.limits.length > 0 && { limits: quantities(command.limits) }),
    ...(command.requests.length > 0 && { requests: quantities(command.requests) }),
  };
  const containers = chosen(subject, command.container).map(({ name }) => ({ name, resources }));
  return templatePlan('set resources', subject, containers, JSON.stringify(resources), 'resource requirements updated');
}

function quantities(assignments: readonly Assignment[]): Readonly<Record<string, string | null>> {
  return Object.fromEntries(assignments.map(({ key, value }) => [key, value]));
}

/** The containers a change names, all of them where it names none. @throws TerminalError where there is no such container */
function chosen({ object }: Subject, name: string | null): readonly Container[] {
  const containers = specOf(object).template?.spec?.containers ?? [];
  const found = name === null || name === '*' ? containers : containers.filter((container) => container.name === name);
  if (found.length > 0) return found;
  throw new TerminalError(
    'no-such-container',
    `${object.metadata.name} has no container "${name ?? ''}": it has ${containers.map((one) => one.name).join(', ') || 'none'}.`,
  );
}

function templatePlan(verb: string, subject: Subject, containers: readonly unknown[], intent: string, participle: string): ChangePlan {
  const { type, object, namespace } = subject;
  const name = object.metadata.name;
  return {
    verb,
    request: {
      method: 'PATCH',
      path: resourcePath(type, namespace, name),
      contentType: STRATEGIC,
      body: { metadata: pin(object), spec: { template: { spec: { containers } } } },
    },
    intent,
    done: `${referenceText(type, name)} ${participle}`,
    aspect: 'object',
    undoCommand:
      type.kind === 'Deployment'
        ? `kubectl -n ${namespace ?? ''} rollout undo deployment/${name} --to-revision=${String(revisionOf(object))}`
        : null,
  };
}

/** `annotate` and `label`. An existing value is only replaced with --overwrite, as with kubectl. */
export function planMetadata(command: SetMetadataCommand, { type, object, namespace }: Subject): ChangePlan {
  const field = command.verb === 'label' ? 'labels' : 'annotations';
  const current = object.metadata[field] ?? {};
  const taken = command.assignments.find(({ key, value }) => value !== null && current[key] !== undefined && current[key] !== value);
  if (taken !== undefined && !command.overwrite) {
    throw new TerminalError(
      'has-value',
      `${object.metadata.name} already has ${taken.key}=${current[taken.key] ?? ''}, and --overwrite is not given.`,
    );
  }
  const values = Object.fromEntries(command.assignments.map(({ key, value }) => [key, value]));
  return {
    verb: command.verb,
    request: {
      method: 'PATCH',
      path: resourcePath(type, namespace, object.metadata.name),
      contentType: MERGE,
      body: { metadata: { ...pin(object), [field]: values } },
    },
    intent: command.assignments.map(({ key, value }) => (value === null ? `${key} is removed` : `${key}=${value}`)).join(', '),
    done: `${referenceText(type, object.metadata.name)} ${command.verb === 'label' ? 'labeled' : 'annotated'}`,
    aspect: 'object',
    undoCommand: null,
  };
}
