import { Arguments, flags } from './arguments.js';
import type { JqVariable } from './filter.js';
import type { FilterReading } from './filter-reading.js';

const JQ = flags(
  'r raw-output',
  'j join-output',
  'c compact-output',
  's slurp',
  'S sort-keys',
  'M monochrome-output',
  'C color-output',
  'e exit-status',
  'unbuffered',
);

/**
 * `jq -r '.items[] | select(.spec.replicas == 0) | .metadata.name'`. The program is carried out by jq itself; a hole in it
 * becomes one of jq's own variables, so that its text depends on the guide alone.
 */
export function readJq(words: readonly string[]): FilterReading {
  const { variables, others } = takeVariables(words);
  const given = Arguments.read(others, JQ);
  const [program = '.', ...files] = given.words;
  const [unknown] = given.unknown;
  if (unknown !== undefined) return { obstacle: `jq ${unknown} is not carried out here` };
  if (files.length > 0) return { obstacle: 'jq reads a file of the machine it is run on' };
  const bound = bindHoles(program);
  return {
    filter: {
      kind: 'jq',
      program: bound.program,
      variables: [...variables, ...bound.variables],
      print: given.has('join-output') ? 'joined' : given.has('raw-output') ? 'raw' : given.has('compact-output') ? 'compact' : 'pretty',
      slurp: given.has('slurp'),
      sortKeys: given.has('sort-keys'),
    },
  };
}

/** `--arg name value` and `--argjson name value` take two words each. */
function takeVariables(words: readonly string[]): { readonly variables: readonly JqVariable[]; readonly others: readonly string[] } {
  const variables: JqVariable[] = [];
  const others: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '--arg' || word === '--argjson') {
      variables.push({ variable: words[index + 1] ?? '', value: words[index + 2] ?? '', json: word === '--argjson' });
      index += 2;
    } else others.push(word);
  }
  return { variables, others };
}

const MARK = /^\uE000(\d+)\uE001/u;

/** A hole within a string is interpolated, anywhere else it is the value: a number where it reads as one. */
function bindHoles(program: string): { readonly program: string; readonly variables: readonly JqVariable[] } {
  const variables = new Map<string, JqVariable>();
  const nesting = new Nesting();
  let text = '';
  for (let at = 0; at < program.length;) {
    const mark = MARK.exec(program.slice(at, at + 20));
    if (mark === null) {
      const taken = nesting.take(program, at);
      text += program.slice(at, at + taken);
      at += taken;
      continue;
    }
    const variable = `hole${mark[1] ?? ''}`;
    variables.set(variable, { variable, value: mark[0], json: false });
    text += nesting.isInString ? `\\($${variable})` : `($${variable} | (tonumber? // .))`;
    at += mark[0].length;
  }
  return { program: text, variables: [...variables.values()] };
}

/** Whether a place of a jq program is inside a string; `\( … )` within one is code again. */
class Nesting {
  /** Open brackets of the code at each level; every level but the first stands within a string. */
  private readonly depths = [0];
  isInString = false;

  /** @returns how many characters belong together */
  take(program: string, at: number): number {
    const char = program.charAt(at);
    if (this.isInString) return this.takeInString(program, at, char);
    if (char === '"') this.isInString = true;
    else if (char === '(') this.change(1);
    else if (char === ')') this.close();
    else if (char === '#') return Math.max(1, (program.indexOf('\n', at) + 1 || program.length) - at);
    return 1;
  }

  private takeInString(program: string, at: number, char: string): number {
    if (char === '"') this.isInString = false;
    if (char !== '\\') return 1;
    if (program.charAt(at + 1) !== '(') return 2;
    this.depths.push(0);
    this.isInString = false;
    return 2;
  }

  private close(): void {
    if (this.depths.length > 1 && this.depths.at(-1) === 0) {
      this.depths.pop();
      this.isInString = true;
    } else this.change(-1);
  }

  private change(by: number): void {
    this.depths.push((this.depths.pop() ?? 0) + by);
  }
}
