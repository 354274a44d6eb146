import { isLoopback } from './open-door.js';

/** What a request says of where it comes from and whom it means. */
export interface RequestOrigin {
  readonly host: string | undefined;
  readonly origin: string | undefined;
}

/**
 * Why a keyless request is refused, or null. A page of another site that talks to 127.0.0.1 through a browser (DNS
 * rebinding, a cross-site form) carries a Host or an Origin that is not ours.
 */
export function foreignness(request: RequestOrigin, allowedHosts: readonly string[]): string | null {
  const host = hostNameOf(request.host);
  if (host === null) return 'The request names no host.';
  if (!isOurs(host, allowedHosts)) return `The request is for the host ${host}, which is not this service.`;
  if (request.origin === undefined) return null;
  const origin = hostNameOfOrigin(request.origin);
  if (origin === null || !isOurs(origin, allowedHosts))
    return `The request comes from a page of ${request.origin}, which is not this service.`;
  return null;
}

function isOurs(host: string, allowedHosts: readonly string[]): boolean {
  return isLoopback(host) || allowedHosts.some((allowed) => allowed.toLowerCase() === host);
}

function hostNameOf(header: string | undefined): string | null {
  return header === undefined ? null : hostNameOfOrigin(`http://${header}`);
}

function hostNameOfOrigin(origin: string): string | null {
  const url = URL.parse(origin);
  return url === null || url.hostname === '' ? null : url.hostname.replace(/^\[|\]$/gu, '').toLowerCase();
}
