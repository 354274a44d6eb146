import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { DEMO_DIRECTORY } from './demo/demo-world.js';

/** Each as its user would run it: one demo, one fault. The last is a false alarm, the one before is killed in the middle. */
const SCENARIOS: readonly (readonly string[])[] = [
  ['--fault', 'SS-01'],
  ['--fault', 'SS-02'],
  ['--fault', 'SS-04'],
  ['--fault', 'SS-10'],
  ['--fault', 'SS-13'],
  ['--fault', 'SS-15'],
  ['--fault', 'SS-04', '--kill-service'],
  ['--fault', 'SS-C1'],
];

interface ScenarioResult {
  readonly scenario: string;
  readonly isRight: boolean;
  readonly seconds: number;
}

export function register(program: Command): void {
  program
    .command('scenarios')
    .description('run the demo for every fault and the false alarm, graded by the testbed')
    .action(async () => {
      const results: ScenarioResult[] = [];
      for (const options of SCENARIOS) results.push(await runScenario(options));
      const right = results.filter(({ isRight }) => isRight).length;
      process.stdout.write(
        `${JSON.stringify({ scenarios: results.length, right, seconds: results.reduce((sum, { seconds }) => sum + seconds, 0) })}\n`,
      );
      if (right < results.length) process.exitCode = 1;
    });
}

async function runScenario(options: readonly string[]): Promise<ScenarioResult> {
  const startedAt = Date.now();
  const { code, output } = await runDemo(options);
  const result = { scenario: options.slice(1).join(' '), isRight: code === 0, seconds: Math.round((Date.now() - startedAt) / 1000) };
  process.stdout.write(`${result.scenario.padEnd(22)} ${result.isRight ? 'right' : 'WRONG'}  ${String(result.seconds)} s\n`);
  if (!result.isRight) {
    const file = `${DEMO_DIRECTORY}/scenario-${options[1] ?? ''}.log`;
    await writeFile(file, output);
    process.stdout.write(`${output.split('\n').slice(-60).join('\n')}\n  The whole output: ${file}\n`);
  }
  return result;
}

function runDemo(options: readonly string[]): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('../cli.js', import.meta.url)), 'demo', ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const hear = (chunk: Buffer): void => void (output += chunk.toString());
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  return new Promise((resolve) => {
    child.on('close', (code) => {
      resolve({ code, output });
    });
  });
}
