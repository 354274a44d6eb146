import type { Container } from '../objects/kinds.js';
import type { ScaledClock } from '../scaled-clock.js';
import { keepProbing } from './probe-loop.js';
import type { ProbeTarget } from './prober.js';

/** A running container and what its probes decide about it. */
export interface ProbedContainer {
  readonly container: Container;
  readonly target: ProbeTarget;
  readonly clock: ScaledClock;
  /** Ends with the run of the container. */
  readonly signal: AbortSignal;
  onUnhealthy(message: string): void;
  /** The startup probe has succeeded for the first time. */
  onStarted(): void;
  onReady(isReady: boolean): void;
  onDead(probe: 'liveness' | 'startup'): void;
}

/** Starts the container's probes: readiness and liveness wait for the startup probe, where there is one. */
export function startProbes(probed: ProbedContainer): void {
  const { startupProbe } = probed.container;
  if (startupProbe === undefined) {
    startLastingProbes(probed);
    return;
  }
  let hasStarted = false;
  start(probed, 'Startup', startupProbe, (healthy) => {
    if (!healthy) {
      probed.onDead('startup');
    } else if (!hasStarted) {
      hasStarted = true;
      probed.onStarted();
      startLastingProbes(probed);
    }
  });
}

function startLastingProbes(probed: ProbedContainer): void {
  const { readinessProbe, livenessProbe } = probed.container;
  start(probed, 'Readiness', readinessProbe, (healthy) => {
    probed.onReady(healthy);
  });
  start(probed, 'Liveness', livenessProbe, (healthy) => {
    if (!healthy) probed.onDead('liveness');
  });
}

function start(probed: ProbedContainer, kind: string, probe: Container['readinessProbe'], onVerdict: (healthy: boolean) => void): void {
  if (probe === undefined) return;
  const { target, clock, signal } = probed;
  const onFailure = (message: string): void => {
    probed.onUnhealthy(`${kind} probe failed: ${message}`);
  };
  keepProbing({ probe, target, clock, signal, onFailure, onVerdict }).catch(() => undefined);
}
