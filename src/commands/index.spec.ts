import { Command } from 'commander';
import { expect, test } from 'vitest';
import { COMMANDS, filesFor } from './index.js';

test('each file registers the commands it is listed with, and no others', { timeout: 60_000 }, async () => {
  for (const { names, load } of COMMANDS) {
    const program = new Command();
    (await load()).register(program);
    expect(program.commands.map((command) => command.name())).toEqual(names);
  }
});

test('a command loads its own file alone; without one all are there for the help page', () => {
  expect(filesFor('lint').map(({ names }) => names)).toEqual([['lint']]);
  expect(filesFor('--help')).toHaveLength(COMMANDS.length);
  expect(filesFor(undefined)).toHaveLength(COMMANDS.length);
});
