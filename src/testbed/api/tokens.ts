import { randomBytes } from 'node:crypto';
import { timestampOf } from '../objects/object-store.js';
import { StatusError } from '../objects/status-error.js';
import { ADMINISTRATOR, type Caller } from './access.js';
import { isRecord } from './merge-patch.js';

const DEFAULT_SECONDS = 3_600;

interface Issued {
  readonly caller: Caller;
  readonly expiresAt: number;
}

/** The bearer tokens of service accounts, issued by `serviceaccounts/x/token` and known as long as the world lives. */
export class Tokens {
  private readonly issued = new Map<string, Issued>();

  /** POST of a TokenRequest. `now` in the world's milliseconds. */
  issue(namespace: string, name: string, body: unknown, now: number): unknown {
    const spec = isRecord(body) && isRecord(body['spec']) ? body['spec'] : {};
    const seconds = typeof spec['expirationSeconds'] === 'number' ? spec['expirationSeconds'] : DEFAULT_SECONDS;
    const token = `testbed.${randomBytes(24).toString('base64url')}`;
    const expiresAt = now + seconds * 1_000;
    this.issued.set(token, { caller: serviceAccount(namespace, name), expiresAt });
    return {
      kind: 'TokenRequest',
      apiVersion: 'authentication.k8s.io/v1',
      metadata: { name, namespace },
      spec: { ...spec, expirationSeconds: seconds },
      status: { token, expirationTimestamp: timestampOf(new Date(expiresAt)) },
    };
  }

  /** Who shows this Authorization header; without one, the administrator; with an unknown token a 401. */
  callerOf(authorization: string | undefined, now: number): Caller {
    if (authorization === undefined) return ADMINISTRATOR;
    const token = /^Bearer\s+(\S+)$/iu.exec(authorization)?.[1];
    const known = token === undefined ? undefined : this.issued.get(token);
    if (known === undefined || known.expiresAt < now) throw new StatusError(401, 'Unauthorized', 'Unauthorized');
    return known.caller;
  }
}

function serviceAccount(namespace: string, name: string): Caller {
  return {
    username: `system:serviceaccount:${namespace}:${name}`,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
    serviceAccount: { namespace, name },
  };
}
