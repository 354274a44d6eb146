import { lookup } from 'node:dns';
import { BlockList } from 'node:net';
import type { LookupFunction } from 'node:net';
import { TerminalError } from '../../platform/errors.js';

/** Addresses nobody serves a page at: this host, links (where clouds keep their metadata), multicast, reserved. */
const NEVER = listOf([
  ['0.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['100.100.100.200', 32, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 128, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
  ['fd00:ec2::254', 128, 'ipv6'],
]);
const LOOPBACK = listOf([
  ['127.0.0.0', 8, 'ipv4'],
  ['::1', 128, 'ipv6'],
]);
const PRIVATE = listOf([
  ['10.0.0.0', 8, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['fc00::', 7, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
]);

/**
 * Resolves a name for the connection that is about to be made, and hands on only addresses it may mean: a name that somebody
 * points at this machine, at a cloud's metadata or into the private network is refused, also when it changes between two
 * probes. Addresses written as such in the configuration are not looked up and never come here.
 */
export function guardedLookup(source: { readonly name: string; readonly privateNetwork: boolean }): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) {
        callback(error, '');
        return;
      }
      const allowed = found.filter(({ address, family }) => isReachable(hostname, address, family === 6 ? 'ipv6' : 'ipv4', source));
      const [first] = allowed;
      if (first === undefined)
        callback(
          refusal(
            hostname,
            found.map(({ address }) => address),
            source.name,
          ),
          '',
        );
      else if (options.all === true) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}

/** Whether a name may mean an address. `localhost` means this machine, and nothing else does. */
export function isReachable(
  hostname: string,
  address: string,
  family: 'ipv4' | 'ipv6',
  source: { readonly privateNetwork: boolean },
): boolean {
  if (NEVER.check(address, family)) return false;
  if (LOOPBACK.check(address, family)) return hostname === 'localhost';
  return source.privateNetwork || !PRIVATE.check(address, family);
}

function refusal(hostname: string, addresses: readonly string[], source: string): TerminalError {
  return new TerminalError(
    'address-refused',
    `${hostname} resolves to ${addresses.join(', ')}, where the source ${source} may not reach.`,
    {
      hint: `Where that is meant, set sources.${source}.privateNetwork: true in periplus.yaml, or write the address itself under hosts.`,
    },
  );
}

function listOf(ranges: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[]): BlockList {
  const list = new BlockList();
  for (const [address, prefix, family] of ranges) list.addSubnet(address, prefix, family);
  return list;
}
