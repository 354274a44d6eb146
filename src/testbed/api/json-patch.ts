import { isDeepStrictEqual } from 'node:util';
import { StatusError } from '../objects/status-error.js';

interface Operation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

/** RFC 6902 on a plain JSON value; the argument stays as it is. A failing operation is a 422, as on a cluster. */
export function applyJsonPatch(target: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) throw StatusError.badRequest('error decoding patch: a JSON patch is an array of operations');
  return patch.reduce<unknown>((value, operation) => applyOperation(value, operation as Operation), structuredClone(target));
}

function applyOperation(root: unknown, operation: Operation): unknown {
  switch (operation.op) {
    case 'add':
      return write(root, operation.path, operation.value, 'add');
    case 'replace':
      read(root, operation.path, operation.op);
      return write(root, operation.path, operation.value, 'replace');
    case 'remove':
      return remove(root, operation.path);
    case 'test':
      if (!isDeepStrictEqual(read(root, operation.path, operation.op), operation.value)) {
        throw refused(`testing value ${operation.path} failed`);
      }
      return root;
    case 'copy':
      return write(root, operation.path, structuredClone(read(root, operation.from ?? '', operation.op)), 'add');
    case 'move': {
      const moved = read(root, operation.from ?? '', operation.op);
      return write(remove(root, operation.from ?? ''), operation.path, moved, 'add');
    }
    default:
      throw refused(`Unexpected kind: ${operation.op}`);
  }
}

function read(root: unknown, pointer: string, op: string): unknown {
  let value = root;
  for (const step of stepsOf(pointer)) {
    if (!isContainer(value) || !(step in value))
      throw refused(`${op} operation does not apply: doc is missing path: ${pointer}: missing value`);
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}

function write(root: unknown, pointer: string, value: unknown, op: 'add' | 'replace'): unknown {
  const steps = stepsOf(pointer);
  const last = steps.at(-1);
  if (last === undefined) return value;
  const parent = read(root, pointerOf(steps.slice(0, -1)), op);
  if (Array.isArray(parent)) {
    const index = last === '-' ? parent.length : Number(last);
    if (!Number.isInteger(index) || index < 0 || index > parent.length)
      throw refused(`${op} operation does not apply: invalid array index ${last}`);
    parent.splice(index, op === 'add' ? 0 : 1, value);
  } else if (isContainer(parent)) {
    (parent as Record<string, unknown>)[last] = value;
  } else {
    throw refused(`${op} operation does not apply: doc is missing path: ${pointer}: missing value`);
  }
  return root;
}

function remove(root: unknown, pointer: string): unknown {
  const steps = stepsOf(pointer);
  const last = steps.at(-1);
  read(root, pointer, 'remove');
  if (last === undefined) return null;
  const parent = read(root, pointerOf(steps.slice(0, -1)), 'remove');
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else if (isContainer(parent)) Reflect.deleteProperty(parent, last);
  return root;
}

function stepsOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function pointerOf(steps: readonly string[]): string {
  return steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function refused(message: string): StatusError {
  return new StatusError(422, 'Invalid', `the server rejected our request due to an error in our request: ${message}`);
}
