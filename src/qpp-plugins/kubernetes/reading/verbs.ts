import { Arguments, flags } from './arguments.js';
import {
  readCordon,
  readDelete,
  readDrain,
  readPatchCommand,
  readRolloutChange,
  readScale,
  readSet,
  readSetMetadata,
} from './read-change.js';
import { readDescribe, readEvents, readGet } from './read-get.js';
import { readAbout, readAuth, readLogs, readRolloutReading, readTop, readWait } from './read-observe.js';
import type { VerbReader } from './verb-reading.js';
import { byHand, flaw } from './verb-reading.js';

/** Every verb of kubectl and oc, each with its reader. */
export const VERBS: ReadonlyMap<string, VerbReader> = new Map<string, VerbReader>([
  ['get', readGet],
  ['describe', readDescribe],
  ['events', readEvents],
  ['logs', readLogs],
  ['top', readTop],
  ['wait', readWait],
  ['auth', readAuth],
  ['version', readAbout('version')],
  ['cluster-info', readAbout('cluster-info')],
  ['api-resources', readAbout('api-resources')],
  ['rollout', readRollout],
  ['adm', readAdmin],
  ['scale', readScale],
  ['set', readSet],
  ['patch', readPatchCommand],
  ['annotate', readSetMetadata('annotate')],
  ['label', readSetMetadata('label')],
  ['delete', readDelete],
  ['cordon', readCordon('cordon')],
  ['uncordon', readCordon('uncordon')],
  ['drain', readDrain],
  ...['exec', 'rsh', 'debug'].map((verb) => [verb, readInside(verb)] as const),
  ...[
    'apply',
    'create',
    'replace',
    'edit',
    'run',
    'expose',
    'autoscale',
    'taint',
    'cp',
    'rsync',
    'new-app',
    'new-project',
    'adopt',
    'import-image',
    'tag',
  ].map((verb) => [verb, (): ReturnType<VerbReader> => byHand(`kubectl ${verb} is for a person to do`, true)] as const),
  ...[
    'attach',
    'port-forward',
    'proxy',
    'config',
    'explain',
    'diff',
    'api-versions',
    'plugin',
    'completion',
    'kustomize',
    'options',
    'help',
    'login',
    'logout',
    'whoami',
    'project',
    'projects',
    'status',
    'certificate',
    'observe',
    'process',
    'image',
    'extract',
    'secrets',
    'policy',
  ].map((verb) => [verb, (): ReturnType<VerbReader> => byHand(`kubectl ${verb} is for a person to do`)] as const),
]);

const VALUED = new Set([
  '-n',
  '--namespace',
  '--context',
  '--kubeconfig',
  '--cluster',
  '--user',
  '--request-timeout',
  '--as',
  '--as-group',
  '-v',
  '-s',
  '--server',
  '--token',
]);

/** The verb and all other words: flags before the verb go with the rest. */
export function verbsOf(words: readonly string[]): { readonly verb: string; readonly rest: readonly string[] } | null {
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (VALUED.has(word)) index += 1;
    else if (!word.startsWith('-'))
      return {
        verb: word,
        rest: [...subverb(words, index), ...words.slice(0, index), ...words.slice(index + 1 + subverb(words, index).length)],
      };
  }
  return null;
}

/** `rollout undo`, `set env`, `adm top`, `auth can-i`: the second word stays first. */
function subverb(words: readonly string[], index: number): readonly string[] {
  const next = words[index + 1];
  return ['rollout', 'set', 'adm', 'auth'].includes(words[index] ?? '') && next !== undefined && !next.startsWith('-') ? [next] : [];
}

function readRollout(words: readonly string[]): ReturnType<VerbReader> {
  switch (words[0]) {
    case 'status':
    case 'history':
      return readRolloutReading(words);
    case 'undo':
    case 'restart':
    case 'pause':
    case 'resume':
      return readRolloutChange(words);
    default:
      return flaw(`kubectl rollout has no verb "${words[0] ?? ''}"`);
  }
}

/** `oc adm top|cordon|uncordon|drain`. */
function readAdmin([verb = '', ...words]: readonly string[]): ReturnType<VerbReader> {
  const known = ['top', 'cordon', 'uncordon', 'drain'].includes(verb) ? VERBS.get(verb) : undefined;
  if (known !== undefined) return known(words);
  const reads = ['must-gather', 'inspect', 'node-logs', 'top'].includes(verb) || (verb === 'upgrade' && asksOnly(words));
  return byHand(`oc adm ${verb} is for a person to do`, !reads);
}

/** `oc adm upgrade` alone, or with `status`: tells how an upgrade stands. */
export function asksOnly(words: readonly string[]): boolean {
  return words.every((word) => word === 'status' || word === 'recommend' || word.startsWith('--include'));
}

const HARMFUL =
  /^(?:rm|kill|pkill|killall|reboot|shutdown|poweroff|halt|mv|cp|dd|mkfs\S*|chmod|chown|truncate|tee|systemctl|service|apt\S*|yum|dnf|umount|mount|restart|stop|start|delete|drop|flush\S*|set|put|prune|rmi|defrag|compact|purge)$/u;

/** A command inside a container or a node: a person's business, and reading only where nothing in it looks otherwise. */
function readInside(verb: string): VerbReader {
  return (words) => {
    const given = Arguments.read(
      words,
      flags('c container=', 'i stdin', 't tty', 'it', 'image=', 'q quiet', 'f filename=', 'target=', 'profile='),
    );
    const inner = [...given.words.slice(1), ...given.rest];
    const reads = inner.includes('status') || inner.includes('list');
    const mutating = !reads && inner.some((word) => word.split(/\s+/u).some((part) => HARMFUL.test(programName(part))));
    return byHand(`kubectl ${verb} runs a program inside the cluster`, mutating);
  };
}

/** `/usr/sbin/reboot` is a program, `/path/to/mount` a file. */
function programName(word: string): string {
  return word.replace(/^.*\/s?bin\//u, '');
}
