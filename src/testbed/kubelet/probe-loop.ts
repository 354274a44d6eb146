import type { Probe } from '../objects/kinds.js';
import type { ScaledClock } from '../scaled-clock.js';
import { probeOnce, type ProbeTarget } from './prober.js';

export interface ProbeLoop {
  readonly probe: Probe;
  readonly target: ProbeTarget;
  readonly clock: ScaledClock;
  readonly signal: AbortSignal;
  /** Each single failure, with the sentence of the Unhealthy event. */
  onFailure(message: string): void;
  /** The thresholds are reached: the container now counts as healthy, or as unhealthy. Called at each change only. */
  onVerdict(healthy: boolean): void;
}

/** Probes after the initial delay and then each period, until the signal. The first verdict is always told. */
export async function keepProbing(loop: ProbeLoop): Promise<void> {
  const { probe, clock, signal } = loop;
  let verdict: boolean | null = null;
  let inARow = { healthy: true, count: 0 };
  await clock.sleep((probe.initialDelaySeconds ?? 0) * 1_000, { signal });
  for (;;) {
    const result = await probeOnce(probe, loop.target);
    if (signal.aborted) return;
    inARow = inARow.healthy === result.healthy ? { ...inARow, count: inARow.count + 1 } : { healthy: result.healthy, count: 1 };
    if (!result.healthy) loop.onFailure(result.message);
    const threshold = result.healthy ? (probe.successThreshold ?? 1) : (probe.failureThreshold ?? 3);
    if (inARow.count >= threshold && verdict !== result.healthy) {
      verdict = result.healthy;
      loop.onVerdict(verdict);
    }
    await clock.sleep((probe.periodSeconds ?? 10) * 1_000, { signal });
  }
}
