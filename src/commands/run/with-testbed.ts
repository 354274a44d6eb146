import type { Config } from '../../platform/config.js';
import { TerminalError } from '../../platform/errors.js';
import { findTestbed } from '../testbed-process.js';

/** The configuration with a running testbed as its one cluster and its Prometheus; unchanged without a directory. */
export async function withTestbed(config: Config, stateDirectory: string | undefined): Promise<Config> {
  if (stateDirectory === undefined) return config;
  const testbed = await findTestbed(stateDirectory);
  if (testbed === null)
    throw new TerminalError('testbed-missing', `No testbed runs from ${stateDirectory}.`, { hint: 'Start one: periplus testbed start' });
  const { kubernetes, prometheus, timeScale } = testbed;
  const cluster = { server: kubernetes, inCluster: false, actor: {}, maxConcurrent: 8, ratePerMinute: 6_000 };
  const source = {
    kind: 'prometheus' as const,
    url: prometheus,
    hosts: [],
    privateNetwork: false,
    longestRangeHours: 168,
    timeoutMs: 15_000,
    maxRows: 10_000,
    maxConcurrent: 8,
    ratePerMinute: 6_000,
  };
  return {
    ...config,
    demo: true,
    clusters: { testbed: cluster },
    defaultCluster: 'testbed',
    sources: { ...config.sources, prometheus: source },
    runs: { ...config.runs, guideTimeScale: timeScale },
  };
}
