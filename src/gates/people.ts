import type { Person, Role } from './core/identity.js';

/** A key that a person or a program signs in with. Only its SHA-256 is ever kept. */
export interface ApiKeyRecord {
  readonly name: string;
  readonly sha256: string;
  readonly role: Role;
}

/** Who may sign in, beyond those named in periplus.yaml. Filled by `memory`. */
export abstract class People {
  /** Keys that were issued and not revoked. */
  abstract keys(): Promise<readonly ApiKeyRecord[]>;
  /** @throws TerminalError `key-exists` where a key of that name was issued before */
  abstract issue(key: ApiKeyRecord, by: Person): Promise<void>;
  /** @returns false where no such key is valid. */
  abstract revoke(name: string, by: Person): Promise<boolean>;
}
