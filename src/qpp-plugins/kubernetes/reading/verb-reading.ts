import type { Command } from './command.js';

/** What one verb's reader makes of its words: a command, or why it cannot be carried out. */
export type VerbReading =
  | { readonly kind: 'command'; readonly command: Command }
  /** Sound, but only a person can do it. */
  | { readonly kind: 'by-hand'; readonly reason: string; readonly mutating: boolean }
  /** kubectl itself would refuse it. */
  | { readonly kind: 'flaw'; readonly message: string; readonly mutating: boolean };

export function command(read: Command): VerbReading {
  return { kind: 'command', command: read };
}

export function flaw(message: string, mutating = false): VerbReading {
  return { kind: 'flaw', message, mutating };
}

export function byHand(reason: string, mutating = false): VerbReading {
  return { kind: 'by-hand', reason, mutating };
}

/** Reads the words after the verb. */
export type VerbReader = (words: readonly string[]) => VerbReading;
