import { KubeConfig } from '@kubernetes/client-node';
import type { ClusterConfig, Credential } from '../config.js';
import { sentenceOf, TerminalError } from '../errors.js';
import { readCredential } from '../load-config.js';

/** As whom a cluster is spoken to, and where. */
export interface Identity {
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  readonly inCluster: boolean;
  readonly server?: string | undefined;
  readonly token?: Credential | undefined;
}

export function readerIdentity(config: ClusterConfig): Identity {
  return config;
}

/** The second identity, at the same address. Null: the cluster is read-only. */
export function actorIdentity(config: ClusterConfig): Identity | null {
  const { actor } = config;
  if (actor === undefined) return null;
  const own = actor.kubeconfig !== undefined || actor.token !== undefined;
  return {
    kubeconfig: actor.kubeconfig ?? config.kubeconfig,
    context: actor.context ?? (actor.kubeconfig === undefined ? config.context : undefined),
    inCluster: config.inCluster && !own,
    server: actor.kubeconfig === undefined ? config.server : undefined,
    token: actor.token ?? (own ? undefined : config.token),
  };
}

/**
 * The client's configuration for an identity. The environment's KUBECONFIG is never looked at.
 * @throws TerminalError `cluster-misconfigured` with what to mend.
 */
export function kubeConfigOf(cluster: string, identity: Identity): KubeConfig {
  const config = loadedConfig(cluster, identity);
  const current = config.getCurrentCluster();
  if (current?.server.startsWith('http://') !== true) return config;
  refuseOpenSecret(cluster, current.server, config);
  const plain = new KubeConfig(); // the client wants it said that nothing is verified where nothing is encrypted
  plain.loadFromClusterAndUser({ ...current, skipTLSVerify: true }, config.getCurrentUser() ?? { name: 'periplus' });
  return plain;
}

/** A secret is never sent unencrypted to another machine. */
function refuseOpenSecret(cluster: string, server: string, config: KubeConfig): void {
  const { hostname } = new URL(server);
  const loopback = hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
  const user = config.getCurrentUser();
  const hasSecret =
    [user?.token, user?.password].some((secret) => secret !== undefined && secret !== '') || Boolean(user?.exec ?? user?.authProvider);
  if (loopback || !hasSecret) return;
  throw new TerminalError('cluster-misconfigured', `The cluster ${cluster} (${server}) would get its credential unencrypted.`, {
    hint: `Use an https address for clusters.${cluster} in periplus.yaml.`,
  });
}

function loadedConfig(cluster: string, identity: Identity): KubeConfig {
  const config = new KubeConfig();
  if (identity.server !== undefined) {
    const token = identity.token === undefined ? {} : { token: readCredential(identity.token) };
    config.loadFromClusterAndUser(
      { name: cluster, server: identity.server.replace(/\/+$/u, ''), skipTLSVerify: false },
      { name: 'periplus', ...token },
    );
    return config;
  }
  if (identity.kubeconfig !== undefined) return fromFile(cluster, identity.kubeconfig, identity);
  if (identity.inCluster) {
    config.loadFromCluster();
    return config;
  }
  throw new TerminalError('cluster-misconfigured', `The cluster ${cluster} has no address.`, {
    hint: `Give clusters.${cluster} one of kubeconfig, server or inCluster in periplus.yaml.`,
  });
}

function fromFile(cluster: string, file: string, identity: Identity): KubeConfig {
  const config = new KubeConfig();
  try {
    config.loadFromFile(file);
  } catch (cause) {
    throw new TerminalError('cluster-misconfigured', `The kubeconfig ${file} of cluster ${cluster} cannot be read: ${sentenceOf(cause)}`, {
      cause,
      hint: `Mend clusters.${cluster}.kubeconfig in periplus.yaml.`,
    });
  }
  if (identity.context !== undefined) {
    if (config.getContextObject(identity.context) === null) {
      const known = config.getContexts().map((context) => context.name);
      throw new TerminalError('cluster-misconfigured', `The kubeconfig ${file} has no context "${identity.context}".`, {
        hint: `It has ${known.join(', ') || 'none'}; mend clusters.${cluster}.context in periplus.yaml.`,
      });
    }
    config.setCurrentContext(identity.context);
  }
  if (identity.token !== undefined) return withToken(config, cluster, readCredential(identity.token));
  return config;
}

function withToken(config: KubeConfig, cluster: string, token: string): KubeConfig {
  const current = config.getCurrentCluster();
  if (current === null) {
    throw new TerminalError('cluster-misconfigured', `The kubeconfig of cluster ${cluster} names no cluster in its current context.`);
  }
  const replaced = new KubeConfig();
  replaced.loadFromClusterAndUser(current, { name: 'periplus', token });
  return replaced;
}
