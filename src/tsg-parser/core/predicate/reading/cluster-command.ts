import type { QueryFacts } from '../query-facts.js';
import { resourceNamed } from '../words/things.js';

export interface ClusterCommand {
  readonly verb: string;
  /** Singular resource names, as in `things.ts`. */
  readonly resources: readonly string[];
}

/** The verb and the resources of a `kubectl`/`oc` command; null for other languages. */
export function clusterCommand({ language, text }: QueryFacts): ClusterCommand | null {
  if (language !== 'kubectl' && language !== 'oc') return null;
  const words =
    text
      .replace(/^.*?\b(?:kubectl|oc)\b/s, '')
      .split('|')[0]
      ?.trim()
      .split(/\s+/) ?? [];
  const verb = words.find((word) => /^(get|describe|logs|log|top|rollout|events|explain|wait|exec)$/.test(word));
  if (verb === undefined) return null;
  if (verb === 'events') return { verb: 'get', resources: ['event'] };
  if (verb === 'rollout')
    return { verb: `rollout ${words[words.indexOf(verb) + 1] ?? ''}`, resources: ['revision', ...resourcesIn(words)] };
  return {
    verb: verb === 'log' ? 'logs' : verb,
    resources: verb.startsWith('log') ? ['pod'] : resourcesIn(words.slice(words.indexOf(verb) + 1)),
  };
}

function resourcesIn(words: readonly string[]): readonly string[] {
  const first = words.find(
    (word) => !word.startsWith('-') && word.split(/[,/]/).some((part) => resourceNamed(part.split('.')[0] ?? '') !== null),
  );
  return (first ?? '').split(/[,/]/).flatMap((part) => resourceNamed(part.split('.')[0] ?? '') ?? []);
}

const DEFAULT_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  pod: ['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE'],
  deployment: ['NAME', 'READY', 'UP-TO-DATE', 'AVAILABLE', 'AGE'],
  statefulset: ['NAME', 'READY', 'AGE'],
  daemonset: ['NAME', 'DESIRED', 'CURRENT', 'READY', 'UP-TO-DATE', 'AVAILABLE', 'NODE SELECTOR', 'AGE'],
  replicaset: ['NAME', 'DESIRED', 'CURRENT', 'READY', 'AGE'],
  node: ['NAME', 'STATUS', 'ROLES', 'AGE', 'VERSION'],
  endpoints: ['NAME', 'ENDPOINTS', 'AGE'],
  persistentvolumeclaim: ['NAME', 'STATUS', 'VOLUME', 'CAPACITY', 'ACCESS MODES', 'STORAGECLASS', 'AGE'],
  event: ['LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE'],
  job: ['NAME', 'STATUS', 'COMPLETIONS', 'DURATION', 'AGE'],
};

/** What `kubectl get` prints by default, where its reader does not tell. */
export function defaultColumns(facts: QueryFacts, command: ClusterCommand | null): readonly string[] | null {
  if (command?.verb !== 'get' || /\s-o\b|--output/.test(facts.text)) return null;
  return DEFAULT_COLUMNS[command.resources[0] ?? ''] ?? null;
}
