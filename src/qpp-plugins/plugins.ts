import type { Config } from '../platform/config.js';
import type { Clusters } from '../platform/kubernetes/cluster.js';
import { analysisPlugin } from './analysis/analysis.plugin.js';
import { httpPlugin } from './http/http.plugin.js';
import { kubernetesPlugin } from './kubernetes/index.js';
import { kustoPlugin } from './kusto/kusto.plugin.js';
import { lokiPlugin } from './loki/loki.plugin.js';
import { prometheusPlugin } from './prometheus/prometheus.plugin.js';
import type { QueryPlugin } from './query-plugin.js';
import { Sources } from './sources.js';
import { sqlPlugin } from './sql/sql.plugin.js';

/** Every plugin, one line each. The first that knows a language carries it out. */
export function createPlugins(config: Config, clusters: Clusters): readonly QueryPlugin[] {
  const sources = new Sources(config);
  return [
    kubernetesPlugin(clusters),
    prometheusPlugin(sources),
    sqlPlugin(sources),
    lokiPlugin(sources),
    kustoPlugin(),
    httpPlugin(sources),
    analysisPlugin(),
  ];
}
