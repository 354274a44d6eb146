import { parseArgs } from 'node:util';
import { kubeconfigPath, removeState, runningPid, writeState } from './control/state-files.js';
import { startTestbed } from './testbed.js';

interface Flags {
  readonly seed: number;
  readonly timeScale: number;
  readonly port: number;
  readonly stateDirectory: string;
}

/** Starts the testbed as a process of its own; prints its addresses as one line of JSON; ends at SIGTERM, SIGINT or POST /stop. */
async function main(): Promise<void> {
  const flags = readFlags(process.argv.slice(2));
  const other = await runningPid(flags.stateDirectory);
  if (other !== null)
    throw new Error(`A testbed runs in ${flags.stateDirectory} already (process ${other}). Stop it, or choose another --state-dir.`);
  const startedAt = new Date();
  const ended = Promise.withResolvers<undefined>();
  const end = (): void => {
    ended.resolve(undefined);
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  const testbed = await startTestbed({ ...flags, onStop: end });
  const state = {
    pid: process.pid,
    seed: flags.seed,
    timeScale: flags.timeScale,
    startedAt: startedAt.toISOString(),
    kubernetes: testbed.kubernetes,
    control: testbed.control,
    kubeconfig: kubeconfigPath(flags.stateDirectory),
    ...testbed.addresses,
  };
  await writeState(flags.stateDirectory, state);
  console.log(JSON.stringify(state));
  await ended.promise;
  await removeState(flags.stateDirectory);
  setTimeout(() => process.exit(0), 3_000).unref();
  await testbed.stop();
  process.exit(0);
}

function readFlags(args: readonly string[]): Flags {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: '1' },
      'time-scale': { type: 'string', default: '1' },
      port: { type: 'string', default: '0' },
      'state-dir': { type: 'string', default: '.periplus/testbed' },
    },
  });
  return {
    seed: wholeNumber('seed', values.seed),
    timeScale: scale(values['time-scale']),
    port: wholeNumber('port', values.port),
    stateDirectory: values['state-dir'],
  };
}

function wholeNumber(flag: string, text: string): number {
  if (!/^[0-9]+$/u.test(text)) throw new Error(`--${flag} takes a whole number, not "${text}".`);
  return Number(text);
}

function scale(text: string): number {
  const factor = Number(text);
  if (!(factor >= 0.1 && factor <= 600)) throw new Error(`--time-scale takes a factor from 0.1 to 600, not "${text}".`);
  return factor;
}

main().catch((error: unknown) => {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  console.error(
    taken
      ? `The testbed cannot listen: ${error.message}. Choose another --port, or 0 for a free one.`
      : error instanceof Error
        ? error.message
        : error,
  );
  process.exit(1);
});
