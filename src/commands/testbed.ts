import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { TerminalError } from '../platform/errors.js';
import { callControl, DEFAULT_STATE_DIRECTORY, findTestbed, startTestbed, stopTestbed, type RunningTestbed } from './testbed-process.js';

interface Place {
  readonly stateDir: string;
  readonly json: boolean;
}

/** `periplus testbed …`: the embedded Sock Shop, started, broken, mended, loaded, watched and stopped. */
export function register(program: Command): void {
  const testbed = program
    .command('testbed')
    .description('a Sock Shop on this machine, with a Kubernetes API and a Prometheus, to try things on');
  registerStart(testbed);
  registerInject(testbed);
  placed(testbed.command('recover').description('take a fault away, or all of them').argument('[fault]', 'for example SS-04')).action(
    async (fault: string | undefined, place: Place) => {
      show(await callControl(await running(place), 'POST', '/faults/recover', fault === undefined ? {} : { fault }), place);
    },
  );
  placed(testbed.command('list').description('what can be injected')).action(async (place: Place) => {
    show(await callControl(await running(place), 'GET', '/faults'), place);
  });
  placed(
    testbed.command('load').description('how many visitors the shop has').argument('<level>', 'none, light, moderate or heavy'),
  ).action(async (level: string, place: Place) => {
    show(await callControl(await running(place), 'POST', '/load', { level }), place);
  });
  placed(testbed.command('status').description('what runs, since when, and what is broken')).action(async (place: Place) => {
    const found = await findTestbed(place.stateDir);
    show(found === null ? { running: false } : { running: true, ...found, ...asObject(await callControl(found, 'GET', '/status')) }, place);
  });
  placed(testbed.command('stop').description('end it and everything in it')).action(async (place: Place) => {
    show({ stopped: await stopTestbed(place.stateDir) }, place);
  });
}

function registerStart(testbed: Command): void {
  placed(testbed.command('start').description('start it, or say where it runs already'))
    .option('--seed <number>', 'the same seed gives the same names and the same chances', wholeNumber, 1)
    .option('--time-scale <factor>', 'how many of its seconds pass in one of ours', factor, 1)
    .option('--port <number>', 'port of the Kubernetes API; 0 takes a free one', wholeNumber, 0)
    .action(async (options: Place & { readonly seed: number; readonly timeScale: number; readonly port: number }) => {
      const started = await startTestbed({ ...options, stateDirectory: options.stateDir });
      if (options.json) show(addressesOf(started), options);
      else process.stdout.write(introduction(started));
    });
}

function registerInject(testbed: Command): void {
  placed(testbed.command('inject').description('break something').argument('<fault>', 'for example SS-04; `list` names them'))
    .option('--service <name>', 'on which service, where the fault fits several')
    .option('--param <name=value...>', 'parameters of the fault; `--delay 2s` is short for `--param delay=2s`')
    .option('--seed <number>', 'for faults that choose', wholeNumber)
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async (fault: string, options: Place & { service?: string; param?: string[]; seed?: number }, command: Command) => {
      const parameters = Object.fromEntries([...(options.param ?? []).map(splitParameter), ...shortParameters(command.args.slice(1))]);
      const { service, seed } = options;
      show(await callControl(await running(options), 'POST', '/faults/inject', { fault, service, seed, parameters }), options);
    });
}

function placed(command: Command): Command {
  return command
    .option('--state-dir <directory>', 'where the running testbed is written down', DEFAULT_STATE_DIRECTORY)
    .option('--json', 'one JSON object', false);
}

async function running(place: Place): Promise<RunningTestbed> {
  const found = await findTestbed(place.stateDir);
  if (found !== null) return found;
  throw new TerminalError('testbed-absent', `No testbed runs in ${place.stateDir}.`, { hint: 'Start one with `periplus testbed start`.' });
}

function addressesOf({ kubernetes, prometheus, kubeconfig, control }: RunningTestbed): Record<string, string> {
  return { kubernetes, prometheus, kubeconfig, control };
}

function introduction(testbed: RunningTestbed): string {
  return [
    `The Sock Shop runs (process ${testbed.pid}, seed ${testbed.seed}, time scale ${testbed.timeScale}).`,
    `  Kubernetes   ${testbed.kubernetes}   kubectl --kubeconfig ${testbed.kubeconfig} get pods`,
    `  Prometheus   ${testbed.prometheus}`,
    `  Control      ${testbed.control}   periplus testbed inject SS-04, recover, load, status, stop`,
    '',
  ].join('\n');
}

/** One JSON line for programs, indented JSON for people. */
function show(answer: unknown, place: Place): void {
  process.stdout.write(`${JSON.stringify(answer, null, place.json ? undefined : 2)}\n`);
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** `--delay 2s --percent=30` → [['delay', '2s'], ['percent', '30']]. */
function shortParameters(words: readonly string[]): [string, string][] {
  const parameters: [string, string][] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const match = /^--([a-zA-Z][\w-]*)(?:=(.*))?$/u.exec(word);
    const value = match?.[2] ?? words[index + 1];
    if (match?.[1] === undefined || value === undefined) throw new InvalidArgumentError(`"${word}" is no parameter: write --name value.`);
    parameters.push([match[1], value]);
    if (match[2] === undefined) index += 1;
  }
  return parameters;
}

function splitParameter(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at <= 0) throw new InvalidArgumentError(`"${text}" is no parameter: write name=value.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function wholeNumber(text: string): number {
  if (!/^[0-9]+$/u.test(text)) throw new InvalidArgumentError('It takes a whole number.');
  return Number(text);
}

function factor(text: string): number {
  const number = Number(text);
  if (!(number >= 0.1 && number <= 600)) throw new InvalidArgumentError('It takes a factor from 0.1 to 600.');
  return number;
}
