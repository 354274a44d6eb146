import type { EdgeState } from './run.js';

/**
 * What a node does once its in-edges look like this.
 *
 *   step2 ──enabled───┐
 *   step3 ──disabled──┼──► step11   runs: every input is decided and one is enabled
 *
 * While one input is pending it waits; when all are disabled it is skipped.
 */
export function join(inputs: readonly EdgeState[]): 'wait' | 'run' | 'skip' {
  if (inputs.includes('pending')) return 'wait';
  return inputs.includes('enabled') ? 'run' : 'skip';
}
