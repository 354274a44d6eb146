import { secondsOf } from './durations.js';
import type { Command } from './reading/command.js';

/** A Deployment's own progress deadline, where it sets none: after it `kubectl rollout status` gives up as well. */
const ROLLOUT_SECONDS = 600;
/** kubectl's own default of `wait`. */
const WAIT_SECONDS = 30;

/** How long a command waits for what it asks to come about; 0 for those that look once. */
export function waitSeconds(command: Command): number {
  switch (command.verb) {
    case 'rollout status':
      return command.watch ? secondsOr(command.timeout, ROLLOUT_SECONDS) : 0;
    case 'wait':
      return secondsOr(command.timeout, WAIT_SECONDS);
    default:
      return 0;
  }
}

function secondsOr(text: string | null, otherwise: number): number {
  const seconds = text === null ? null : secondsOf(text);
  return seconds === null || seconds === 0 ? otherwise : seconds;
}
