import type { KubeObject } from './meta.js';

export interface ChaosSelector {
  namespaces?: string[];
  labelSelectors?: Record<string, string>;
}

/** An experiment on the way between pods. */
export interface NetworkChaos extends KubeObject {
  spec: {
    action: 'delay' | 'loss' | 'bandwidth';
    mode: string;
    selector: ChaosSelector;
    direction?: string;
    target?: { mode: string; selector: ChaosSelector };
    delay?: { latency: string; jitter?: string };
    /** Percent, as a string. */
    loss?: { loss: string };
    bandwidth?: { rate: string };
  };
  status: Record<string, unknown>;
}

/** An experiment that takes CPU inside the selected pods. */
export interface StressChaos extends KubeObject {
  spec: {
    mode: string;
    selector: ChaosSelector;
    /** `load` is percent of a core for each worker. */
    stressors: { cpu?: { workers: number; load: number } };
  };
  status: Record<string, unknown>;
}
