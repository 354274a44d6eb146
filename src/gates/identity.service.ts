import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../platform/config.js';
import type { Config } from '../platform/config.js';
import { personOfKey } from './core/api-key.js';
import type { Person } from './core/identity.js';
import { isKeyless } from './core/open-door.js';
import { foreignness } from './core/request-origin.js';
import type { RequestOrigin } from './core/request-origin.js';
import { People } from './people.js';

/** What a request brings along to say who is calling. */
export interface Credentials extends RequestOrigin {
  /** `Authorization: Bearer <key>`. */
  readonly authorization: string | undefined;
}

export type Identification =
  | { readonly kind: 'known'; readonly person: Person }
  | { readonly kind: 'unknown'; readonly why: string }
  | { readonly kind: 'foreign'; readonly why: string };

/** The person a keyless service on loopback serves. */
export const LOCAL: Person = { id: 'local', name: 'local', role: 'admin', via: 'loopback' };

/** Who is calling: an API key, or on keyless loopback the person `local`. */
@Injectable()
export class Identity {
  constructor(
    @Inject(CONFIG) private readonly config: Pick<Config, 'http' | 'security'>,
    private readonly people: People,
  ) {}

  async identify(credentials: Credentials): Promise<Identification> {
    const key = bearerOf(credentials.authorization);
    if (key !== null) return this.byKey(key);
    if (!isKeyless(this.config)) return { kind: 'unknown', why: 'This service needs a key: send "Authorization: Bearer <key>".' };
    const foreign = foreignness(credentials, this.config.security.allowedHosts);
    return foreign === null ? { kind: 'known', person: LOCAL } : { kind: 'foreign', why: foreign };
  }

  private async byKey(key: string): Promise<Identification> {
    const configured = personOfKey(key, this.config.security.apiKeys);
    const person = configured ?? personOfKey(key, await this.people.keys());
    return person === null ? { kind: 'unknown', why: 'This key is not known, or was revoked.' } : { kind: 'known', person };
  }
}

function bearerOf(header: string | undefined): string | null {
  return /^bearer\s+(\S+)$/iu.exec(header?.trim() ?? '')?.[1] ?? null;
}
