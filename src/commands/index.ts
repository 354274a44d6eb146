import type { Command } from 'commander';

/** A file that registers commands, loaded when one of them is called: nobody waits for what the others need. */
export interface CommandFile {
  readonly names: readonly string[];
  readonly load: () => Promise<{ readonly register: (program: Command) => void }>;
}

/** The commands, in the order of the help page. Adding one: one file and one line here. */
export const COMMANDS: readonly CommandFile[] = [
  { names: ['demo'], load: () => import('./demo/demo.js') },
  { names: ['try'], load: () => import('./try.js') },
  { names: ['serve'], load: () => import('./serve.js') },
  { names: ['run'], load: () => import('./run/run.js') },
  { names: ['questions', 'answer'], load: () => import('./answer.js') },
  { names: ['doctor'], load: () => import('./doctor.js') },
  { names: ['compile'], load: () => import('./compile.js') },
  { names: ['lint'], load: () => import('./lint/lint.js') },
  { names: ['replay'], load: () => import('./replay.js') },
  { names: ['explain'], load: () => import('./explain.js') },
  { names: ['normalise'], load: () => import('./normalise.js') },
  { names: ['coverage'], load: () => import('./coverage.js') },
  { names: ['overlay'], load: () => import('./overlay.js') },
  { names: ['import'], load: () => import('./import/import.js') },
  { names: ['diff'], load: () => import('./diff.js') },
  { names: ['decide'], load: () => import('./decide.js') },
  { names: ['freeze', 'unfreeze'], load: () => import('./freeze.js') },
  { names: ['keys'], load: () => import('./keys.js') },
  { names: ['audit'], load: () => import('./audit.js') },
  { names: ['testbed'], load: () => import('./testbed.js') },
  { names: ['scenarios'], load: () => import('./scenarios.js') },
];

/** The files for a command line: the one that has the command, or, for the help page, all. */
export function filesFor(command: string | undefined): readonly CommandFile[] {
  const named = COMMANDS.filter(({ names }) => command !== undefined && names.includes(command));
  return named.length > 0 ? named : COMMANDS;
}
