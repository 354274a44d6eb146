import { secondsOf } from './durations.js';
import { shown, ValueRefused } from './fill-command.js';
import { quantityOf } from './quantities.js';
import type { Assignment, Command } from './reading/command.js';
import { secretObstacle } from './reading/secrets.js';

/** Checks the values of a filled command against what Kubernetes allows there. @throws ValueRefused with a sentence */
export function checkCommand(command: Command): void {
  const obstacle = secretObstacle(command);
  if (obstacle !== null) throw new ValueRefused(`Not here: ${obstacle}.`);
  if (command.namespace !== null) checkNamespace(command.namespace);
  for (const { type, name } of namedIn(command)) {
    checkType(type);
    if (name !== null) checkName(name);
  }
  checkNumbers(command);
}

function namedIn(command: Command): readonly { readonly type: string; readonly name: string | null }[] {
  switch (command.verb) {
    case 'get':
    case 'describe':
    case 'wait':
      return [...command.selection.types.map((type) => ({ type, name: null })), ...command.selection.objects];
    case 'logs':
      return command.target === null ? [] : [command.target];
    case 'top':
      return [{ type: command.of, name: command.name }];
    case 'auth can-i':
      return command.resource === null ? [] : [command.resource];
    case 'about':
      return [];
    default:
      return [command.target];
  }
}

function checkNamespace(text: string): void {
  if (text.length <= 63 && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/u.test(text)) return;
  throw new ValueRefused(`"${shown(text)}" cannot be a namespace: lower-case letters, digits and dashes, at most 63.`);
}

function checkName(text: string): void {
  if (text.length <= 253 && /^[a-z0-9](?:[a-z0-9.:-]*[a-z0-9])?$/u.test(text)) return;
  throw new ValueRefused(`"${shown(text)}" cannot be the name of an object: lower-case letters, digits, dashes and dots, at most 253.`);
}

function checkType(text: string): void {
  if (text.length <= 253 && /^[A-Za-z][A-Za-z0-9.-]*$/u.test(text)) return;
  throw new ValueRefused(`"${shown(text)}" cannot be a resource type.`);
}

function checkNumbers(command: Command): void {
  switch (command.verb) {
    case 'logs':
      checkWhole('--tail', command.tail, true);
      checkDuration('--since', command.since);
      return;
    case 'rollout status':
    case 'wait':
      checkDuration('--timeout', command.timeout);
      return;
    case 'scale':
      checkWhole('--replicas', command.replicas, false);
      checkWhole('--current-replicas', command.currentReplicas, true);
      return;
    case 'rollout undo':
      checkWhole('--to-revision', command.toRevision, false);
      return;
    case 'set resources':
      [...command.limits, ...command.requests].forEach(checkQuantity);
      return;
    case 'delete':
    case 'drain':
      checkWhole('--grace-period', command.graceSeconds, true);
      return;
    default:
      return;
  }
}

function checkWhole(flag: string, text: string | null, negative: boolean): void {
  if (text === null || /^\d{1,9}$/u.test(text) || (negative && text === '-1')) return;
  throw new ValueRefused(`${flag} needs a whole number, and "${shown(text)}" is none.`);
}

function checkDuration(flag: string, text: string | null): void {
  if (text === null || secondsOf(text) !== null) return;
  throw new ValueRefused(`${flag} needs a duration such as 10m, and "${shown(text)}" is none.`);
}

function checkQuantity({ key, value }: Assignment): void {
  if (value !== null && quantityOf(value) !== null) return;
  throw new ValueRefused(`${key} needs a quantity such as 500Mi or 100m, and "${shown(value ?? '')}" is none.`);
}
