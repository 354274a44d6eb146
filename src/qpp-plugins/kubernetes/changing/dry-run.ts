import { TerminalError } from '../../../platform/errors.js';
import type { Clusters, KubernetesObject } from '../../../platform/kubernetes/cluster.js';
import { requestsOf } from './plan-drain.js';
import type { ChangePlan } from './plan.js';

export interface Trial {
  readonly accepted: boolean;
  readonly message: string;
  /** What the object would be; null where the server would not have it. */
  readonly result: KubernetesObject | null;
}

/**
 * The server's own dry run, with the actor's identity: it validates and changes nothing. What the server refuses is an
 * answer; what may succeed later is thrown. @throws TransientError
 */
export async function dryRun(plan: ChangePlan, clusters: Clusters, cluster: string, signal: AbortSignal): Promise<Trial> {
  try {
    const writer = clusters.writer(cluster);
    const results: KubernetesObject[] = [];
    for (const request of requestsOf(plan.request)) results.push(await writer.send(request, { dryRun: true }, signal));
    return { accepted: true, message: `the API server of ${cluster} accepts it`, result: results[0] ?? null };
  } catch (error) {
    if (error instanceof TerminalError) return { accepted: false, message: error.message, result: null };
    throw error;
  }
}
