import type { Command } from 'commander';
import { register as demo } from './demo/demo.js';

/** The commands, in the order of the help page. Adding one: one file and one line here. */
export const COMMANDS: readonly ((program: Command) => void)[] = [demo];
