import { meantBy } from '../../../platform/slips.js';
import type { QueryFlaw, QueryStatement } from '../../../tsg-parser/index.js';
import { columnsOf, statusWordsOf } from './columns-of.js';
import type { ChangeCommand, Command } from './command.js';
import type { Filter } from './filter.js';
import { withNames } from './holes.js';
import { readFilter } from './read-filters.js';
import { secretObstacle } from './secrets.js';
import { VERBS, verbsOf } from './verbs.js';
import type { VerbReading } from './verb-reading.js';
import type { CommandLine } from './words.js';
import { readWords } from './words.js';

/** What a command line says: the statement for the compiler, the typed command for the plugin. */
export interface KubectlReading {
  readonly statement: QueryStatement;
  /** Null where nobody can carry it out in code. */
  readonly command: Command | null;
  readonly filters: readonly Filter[];
  /** Names of the holes; a mark in the command carries the index. */
  readonly holes: readonly string[];
  readonly capture: string | null;
  /** The cluster that `--context` names; null where the incident's is meant. */
  readonly context: string | null;
}

/** Whether a line is a kubectl or oc command, with or without a capture, a prompt, `sudo`. */
export function isKubectl(text: string): boolean {
  return programOf(readWords(text).stages[0] ?? []) !== null;
}

/**
 * Reads one `kubectl` or `oc` command. Pure. Whether it changes anything is decided here, from the parsed verb, also
 * where a person has to carry it out.
 */
export function readKubectl(text: string): KubectlReading {
  const line = readWords(text);
  const words = withoutProgram(line.stages[0] ?? []);
  const verb = readVerb(words);
  const pipe = readPipe(line);
  const obstacle = line.obstacle ?? pipe.obstacle ?? (verb.kind === 'command' ? secretObstacle(verb.command) : null);
  const mutating = isMutating(verb) || pipe.mutating || (line.obstacle !== null && mentionsChange(text));
  const carriedOut =
    verb.kind === 'command' && obstacle === null && !(isChange(verb.command) && (pipe.filters.length > 0 || line.capture !== null));
  const read = carriedOut ? verb.command : null;
  return {
    statement: {
      language: languageOf(line),
      text,
      lines: [0, text.split('\n').length - 1],
      mutating,
      parameters: line.holes,
      binds: line.capture === null ? [] : [line.capture],
      columns: read === null ? null : columnsOf(read, pipe.filters),
      statusWords: read === null ? [] : statusWordsOf(read),
      byHand: read === null ? reasonOf(verb, obstacle, line.holes) : null,
      flaws: flawsOf(verb, line.holes),
    },
    command: read,
    filters: pipe.filters,
    holes: line.holes,
    capture: line.capture,
    context: contextOf(words),
  };
}

const PROGRAMS = new Set(['kubectl', 'oc', 'k']);
const PREFIXES = new Set(['sudo', 'watch', 'time']);

function programOf(words: readonly string[]): number | null {
  const index = words.findIndex((word) => !PREFIXES.has(word) && !word.startsWith('-') && !/^[A-Z_]+=/u.test(word) && !/^\d+$/u.test(word));
  return PROGRAMS.has(words[index] ?? '') ? index : null;
}

function languageOf(line: CommandLine): 'kubectl' | 'oc' {
  const words = line.stages[0] ?? [];
  return words[programOf(words) ?? -1] === 'oc' ? 'oc' : 'kubectl';
}

function withoutProgram(words: readonly string[]): readonly string[] {
  const index = programOf(words);
  return index === null ? [] : words.slice(index + 1);
}

/** The verb may stand after global flags: `kubectl -n shop get pods`. */
function readVerb(words: readonly string[]): VerbReading {
  const found = verbsOf(words);
  if (found === null) return { kind: 'flaw', message: 'the command has no verb', mutating: false };
  const own = VERBS.get(found.verb);
  if (own === undefined) return unknownVerb(found.verb);
  const reading = own(found.rest);
  const last = words.at(-1) ?? '';
  if (/^(?:-n|-l|-o|--namespace|--selector|--output)$/u.test(last)) {
    return { kind: 'flaw', message: `${last} needs a value`, mutating: isMutating(reading) };
  }
  const foreign = words.find((word) => FOREIGN.test(word));
  if (foreign === undefined) return reading;
  const flag = foreign.split('=')[0] ?? '';
  const reason = flag.startsWith('--as') ? 'it speaks in somebody else’s name' : 'it brings its own way to a cluster';
  return { kind: 'by-hand', reason: `${reason} (${flag})`, mutating: isMutating(reading) };
}

const FOREIGN = /^--(?:as|as-group|kubeconfig|server|token|user|cluster)(?:=|$)/u;

function contextOf(words: readonly string[]): string | null {
  const index = words.findIndex((word) => /^--context(?:=|$)/u.test(word));
  return index < 0 ? null : (/^--context=(.*)$/u.exec(words[index] ?? '')?.[1] ?? words[index + 1] ?? '');
}

/** What people say for a verb kubectl calls otherwise. Every other unknown word may be a plugin. */
const SAID_OTHERWISE =
  /^(?:fetch|list|show|find|remove|restart|reboot|stop|start|kill|view|read|check|inspect|see|update|add|destroy|change|modify|display|print|rollback|revert|undo|resume|pause|tail|log|ls|rm|ps|stat|desc)$/u;

function unknownVerb(verb: string): VerbReading {
  const meant = meantBy(verb, VERBS.keys());
  if (meant !== null) return { kind: 'flaw', message: `kubectl has no verb "${verb}": did you mean ${meant}?`, mutating: false };
  if (SAID_OTHERWISE.test(verb)) return { kind: 'flaw', message: `kubectl has no verb "${verb}"`, mutating: false };
  return { kind: 'by-hand', reason: `kubectl ${verb} is a plugin, which a person runs`, mutating: false };
}

function isChange(command: Command): command is ChangeCommand {
  return 'target' in command && !['logs', 'rollout status', 'rollout history'].includes(command.verb);
}

/** Whether a typed command changes the cluster. */
export function isChangeCommand(command: Command): command is ChangeCommand {
  return isChange(command);
}

function isMutating(reading: VerbReading): boolean {
  return reading.kind === 'command' ? isChange(reading.command) : reading.mutating;
}

interface Pipe {
  readonly filters: readonly Filter[];
  readonly obstacle: string | null;
  readonly mutating: boolean;
}

function readPipe(line: CommandLine): Pipe {
  const filters: Filter[] = [];
  let obstacle: string | null = null;
  for (const words of line.stages.slice(1)) {
    const reading = readFilter(words);
    if ('obstacle' in reading) obstacle ??= reading.obstacle;
    else if (reading.filter !== null) filters.push(reading.filter);
  }
  const mutating = line.stages.slice(1).some((words) => changesSomething(words));
  return { filters, obstacle, mutating };
}

/** `… | xargs kubectl delete pod`: a changing command further down the pipe. */
function changesSomething(words: readonly string[]): boolean {
  const index = words.findIndex((word) => PROGRAMS.has(word));
  return index >= 0 && isMutating(readVerb(words.slice(index + 1)));
}

const CHANGING =
  /\b(?:kubectl|oc|k)\b[^|;&]*?\s(?:apply|create|delete|replace|patch|edit|scale|set|annotate|label|cordon|uncordon|drain|taint|rollout\s+(?:undo|restart|pause|resume)|expose|autoscale|run|cp)\b/u;

/** For text the words cannot be read of: rather too often than too seldom. */
function mentionsChange(text: string): boolean {
  return CHANGING.test(text);
}

function reasonOf(verb: VerbReading, obstacle: string | null, holes: readonly string[]): string {
  if (verb.kind === 'flaw') return withNames(verb.message, holes);
  if (obstacle !== null) return withNames(obstacle, holes);
  if (verb.kind === 'by-hand') return withNames(verb.reason, holes);
  return 'a change is carried out on its own, without a pipe or a capture';
}

function flawsOf(verb: VerbReading, holes: readonly string[]): readonly QueryFlaw[] {
  return verb.kind === 'flaw' ? [{ message: withNames(verb.message, holes), line: 0 }] : [];
}
