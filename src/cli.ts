#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { Command } from 'commander';
import { PeriplusError, sentenceOf } from './platform/errors.js';
import { filesFor } from './commands/index.js';

enableCompileCache();
const program = new Command('periplus')
  .description('Runs the troubleshooting guides your team already has, the moment PagerDuty pages.')
  .version('0.1.0');

try {
  for (const { load } of filesFor(process.argv[2])) (await load()).register(program);
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${sentenceOf(error)}\n`);
  if (error instanceof PeriplusError && error.hint !== undefined) process.stderr.write(`${error.hint}\n`);
  process.exitCode = 1;
}
