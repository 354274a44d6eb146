import { assertNever } from '../../platform/errors.js';
import type { ApiKeyRecord } from '../people.js';
import type { Person, Role } from './identity.js';
import { isKeyless } from './open-door.js';
import type { Door } from './open-door.js';

/** Somebody who did something a while ago, and how they had signed in. */
export type Signer = Pick<Person, 'id' | 'via'>;

/** The door with the keys that the configuration names. */
export interface KeyedDoor extends Door {
  readonly security: { readonly apiKeys: readonly ApiKeyRecord[] };
}

/**
 * The role that somebody has now; null for none any more. Who signs in by a way whose roles cannot be looked up has none: an
 * approval that nobody can check again is not acted on.
 *
 * @param issued the role of the key of that name that was issued and not revoked; undefined for none
 */
export function roleNow({ id, via }: Signer, door: KeyedDoor, issued: Role | undefined): Role | null {
  switch (via) {
    case 'api-key':
      return door.security.apiKeys.find(({ name }) => name === id)?.role ?? issued ?? null;
    case 'loopback':
      return isKeyless(door) ? 'admin' : null;
    // Whoever may start a command with this configuration may do all that it allows.
    case 'cli':
    case 'demo':
      return 'admin';
    case 'oidc':
    case 'teams':
      return null;
    default:
      return assertNever(via);
  }
}
