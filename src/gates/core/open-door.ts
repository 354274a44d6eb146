import { TerminalError } from '../../platform/errors.js';

/** What decides whether the door is open: the address and the keys of the configuration. */
export interface Door {
  readonly http: { readonly host: string };
  readonly security: { readonly apiKeys: readonly unknown[] };
}

const LOOPBACK = new Set(['localhost', '::1', '[::1]', '0:0:0:0:0:0:0:1']);

/** Whether only this machine can reach an address or host name. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.has(host.toLowerCase()) || /^127(?:\.\d{1,3}){3}$/u.test(host) || /^::ffff:127(?:\.\d{1,3}){3}$/iu.test(host);
}

/** Whether a caller without a key is the person `local`: bound to loopback and no key configured. */
export function isKeyless(door: Door): boolean {
  return isLoopback(door.http.host) && door.security.apiKeys.length === 0;
}

/** Called before listening. @throws TerminalError `open-door` where others could reach the API and no key guards it. */
export function refuseOpenDoor(door: Door): void {
  if (isLoopback(door.http.host) || door.security.apiKeys.length > 0) return;
  throw new TerminalError(
    'open-door',
    `Periplus will not listen on ${door.http.host} without an API key: anybody who reaches it could act.`,
    {
      hint: 'Name at least one key under security.apiKeys in periplus.yaml (name, role, and the SHA-256 of the key: printf %s "$KEY" | sha256sum), or bind to 127.0.0.1 (PERIPLUS_HOST).',
    },
  );
}
