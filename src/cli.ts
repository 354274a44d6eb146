#!/usr/bin/env node
import { Command } from 'commander';
import { PeriplusError, sentenceOf } from './platform/errors.js';
import { COMMANDS } from './commands/index.js';

const program = new Command('periplus')
  .description('Runs the troubleshooting guides your team already has, the moment PagerDuty pages.')
  .version('0.1.0');
for (const register of COMMANDS) register(program);

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${sentenceOf(error)}\n`);
  if (error instanceof PeriplusError && error.hint !== undefined) process.stderr.write(`${error.hint}\n`);
  process.exitCode = 1;
}
