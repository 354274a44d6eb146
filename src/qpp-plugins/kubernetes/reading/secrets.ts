import type { Command } from './command.js';
import { knownType } from './resource-types.js';

/** Why a command that would read or change what is inside a Secret is left to a person; null for every other command. */
export function secretObstacle(command: Command): string | null {
  return touchesContents(command) ? 'what is inside a Secret is neither read nor changed here' : null;
}

/** Names of secrets may be listed; everything else would carry their contents along. */
function touchesContents(command: Command): boolean {
  switch (command.verb) {
    case 'get':
      return namesSecrets(command.selection.types, command.selection.objects) && !['table', 'name'].includes(command.output.kind);
    case 'describe':
      return namesSecrets(command.selection.types, command.selection.objects);
    case 'logs':
    case 'top':
    case 'rollout status':
    case 'rollout history':
    case 'wait':
    case 'auth can-i':
    case 'about':
      return false;
    default:
      return namesSecrets([command.target.type], []);
  }
}

function namesSecrets(types: readonly string[], objects: readonly { readonly type: string }[]): boolean {
  return [...types, ...objects.map(({ type }) => type)].some((type) => knownType(type)?.kind === 'Secret');
}
