import { meantBy } from '../../platform/slips.js';
import type { QueryFlaw } from '../../tsg-parser/index.js';
import { programOf, shellCommands } from './shell-words.js';

/** What a shell would refuse, whatever the programs: open quotes, pipes that lead nowhere, slips in a program's name or verb. */
export function shellFlaws(text: string): readonly QueryFlaw[] {
  const code = withoutComments(text);
  if (/<<-?\s*['"]?\w/.test(code) || PRINTED.test(code)) return [];
  const message = openQuote(code) ?? brokenPipe(code) ?? slip(code);
  return message === null ? [] : [message];
}

/** A table, or the prompt of a database: no shell. */
const PRINTED = /^\s*[-+|=]{4,}\s*$|^\s*\w+=[#>*]{1,2}\s/m;

function openQuote(code: string): QueryFlaw | null {
  let mark = '';
  let openedAt = 0;
  for (let at = 0; at < code.length; at += 1) {
    const character = code[at] ?? '';
    if (character === '\\' && mark !== "'") at += 1;
    else if (mark === '' && (character === "'" || character === '"')) [mark, openedAt] = [character, at];
    else if (character === mark) mark = '';
  }
  if (mark === '' || isApostrophe(code, openedAt)) return null;
  return { message: `the quote ${mark} is never closed`, line: code.slice(0, openedAt).split('\n').length - 1 };
}

/** "don't", "the pod's": prose that stands among commands. */
function isApostrophe(code: string, at: number): boolean {
  return code[at] === "'" && /[A-Za-z]/.test(code[at - 1] ?? '');
}

function brokenPipe(code: string): QueryFlaw | null {
  const bare = code.replace(/'[^']*'|"(?:\\.|[^"\\])*"|\\./g, (quoted) => '_'.repeat(quoted.length));
  const empty = /(?<!\|)\|(?!\|)\s*\|(?!\|)/.exec(bare) ?? /(?<!\|)\|\s*$/.exec(bare) ?? /^\s*\|(?!\|)/.exec(bare);
  return empty === null ? null : { message: 'a pipe leads nowhere', line: bare.slice(0, empty.index).split('\n').length - 1 };
}

/** Programs whose names are long enough to be slipped in, and the verbs of some. */
const PROGRAMS = ['kubectl', 'systemctl', 'journalctl', 'etcdctl', 'virtctl', 'terraform', 'docker', 'podman'];
const VERBS: Readonly<Record<string, readonly string[]>> = {
  systemctl: [
    'status',
    'start',
    'stop',
    'restart',
    'reload',
    'enable',
    'disable',
    'is-active',
    'is-enabled',
    'list-units',
    'daemon-reload',
  ],
  helm: ['install', 'upgrade', 'uninstall', 'rollback', 'history', 'status', 'template', 'list'],
  docker: ['inspect', 'restart', 'start', 'stop', 'logs', 'stats', 'images', 'network', 'volume'],
  etcdctl: ['endpoint', 'member', 'defrag', 'snapshot', 'alarm', 'compact', 'compaction'],
};

function slip(code: string): QueryFlaw | null {
  for (const { words } of commandsIn(code)) {
    const run = programOf(words);
    if (run === null) continue;
    const verb = run.args.find((word) => /^[a-z]/.test(word)) ?? '';
    const program = meantBy(run.program, PROGRAMS);
    const right = program ?? meantBy(verb, VERBS[run.program] ?? []);
    if (right === null) continue;
    const wrong = program === null ? verb : run.program;
    return {
      message: `there is no "${wrong}": did you mean ${right}?`,
      line: Math.max(
        0,
        code.split('\n').findIndex((line) => line.includes(wrong)),
      ),
    };
  }
  return null;
}

function commandsIn(code: string): ReturnType<typeof shellCommands> {
  const commands = shellCommands(code);
  return [...commands, ...commands.flatMap(({ words }) => (words[0] === 'ssh' ? shellCommands(words.at(-1) ?? '') : []))];
}

function withoutComments(text: string): string {
  return text
    .split('\n')
    .map((line) => (/^\s*#/.test(line) ? '' : line.replace(/\s#\s.*$/, '')))
    .join('\n');
}
