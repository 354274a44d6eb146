import type { ClusterConfig, Config } from '../config.js';
import { TerminalError } from '../errors.js';
import { Clusters } from './cluster.js';
import type { ClusterReader, ClusterWriter } from './cluster.js';
import { Connection } from './connection.js';
import { HttpClusterReader } from './http-cluster-reader.js';
import { HttpClusterWriter } from './http-cluster-writer.js';
import { actorIdentity, readerIdentity } from './identity.js';
import { Throttle } from './throttle.js';

interface Pair {
  readonly reader: ClusterReader;
  /** Null where no second identity is configured: the cluster is read-only. */
  readonly writer: ClusterWriter | null;
}

/** The clusters of periplus.yaml; a pair is made when it is first asked for. */
export class ConfiguredClusters extends Clusters {
  private readonly pairs = new Map<string, Pair>();

  constructor(private readonly configured: Readonly<Record<string, ClusterConfig>>) {
    super();
  }

  names(): readonly string[] {
    return Object.keys(this.configured);
  }

  reader(cluster: string): ClusterReader {
    return this.pair(cluster).reader;
  }

  writer(cluster: string): ClusterWriter {
    const { writer } = this.pair(cluster);
    if (writer !== null) return writer;
    throw new TerminalError('cluster-read-only', `The cluster ${cluster} is read-only: it has no second identity for changes.`, {
      hint: `Add clusters.${cluster}.actor to periplus.yaml.`,
    });
  }

  private pair(cluster: string): Pair {
    const made = this.pairs.get(cluster);
    if (made !== undefined) return made;
    const config = Object.hasOwn(this.configured, cluster) ? this.configured[cluster] : undefined;
    if (config === undefined) throw unknown(cluster, this.names());
    const pair = pairOf(cluster, config);
    this.pairs.set(cluster, pair);
    return pair;
  }
}

/** The clusters a configuration names. */
export function createClusters(config: Pick<Config, 'clusters'>): Clusters {
  return new ConfiguredClusters(config.clusters);
}

function pairOf(cluster: string, config: ClusterConfig): Pair {
  const throttle = new Throttle(config);
  const actor = actorIdentity(config);
  return {
    reader: new HttpClusterReader(new Connection(cluster, readerIdentity(config), throttle)),
    writer: actor === null ? null : new HttpClusterWriter(new Connection(cluster, actor, throttle)),
  };
}

function unknown(cluster: string, known: readonly string[]): TerminalError {
  if (known.length === 0) {
    return new TerminalError('cluster-unknown', 'No Kubernetes cluster is configured.', {
      hint: 'Add one under clusters in periplus.yaml, or set KUBECONFIG.',
    });
  }
  return new TerminalError('cluster-unknown', `There is no cluster "${cluster}"; periplus.yaml names ${known.join(', ')}.`, {
    hint: 'Mend the alert’s cluster label, or add the cluster under clusters in periplus.yaml.',
  });
}
