import { resourceNamed } from './lexicon.js';
import type { QueryFacts } from './query-facts.js';

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

export function isCluster(query: QueryFacts): boolean {
  return query.language === 'kubectl' || query.language === 'oc';
}

export interface ClusterCommand {
  readonly verb: string;
  /** Singular resource names, as in `lexicon.ts`. */
  readonly resources: readonly string[];
}

/** The verb and the resources of a `kubectl`/`oc` command; null for other languages. */
export function clusterCommand(query: QueryFacts): ClusterCommand | null {
  if (!isCluster(query)) return null;
  const words =
    query.text
      .replace(/^.*?\b(?:kubectl|oc)\b/s, '')
      .split('|')[0]
      ?.trim()
      .split(/\s+/) ?? [];
  const verb = words.find((word) => /^(get|describe|logs|log|top|rollout|events|explain)$/.test(word));
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

/** The columns a query will have, from its reader or from what `kubectl get` prints by default. */
export function columnsOf(query: QueryFacts): readonly string[] | null {
  if (query.columns !== null && query.columns.length > 0) return query.columns;
  const command = clusterCommand(query);
  if (command?.verb !== 'get' || /\s-o\b|--output/.test(query.text)) return null;
  return DEFAULT_COLUMNS[command.resources[0] ?? ''] ?? null;
}

/** Whether the query prints text to be searched rather than a table: logs, describe, a probe's body. */
export function printsText(query: QueryFacts): boolean {
  const command = clusterCommand(query);
  if (command !== null) return command.verb === 'logs' || command.verb === 'describe';
  return ['logql', 'logfilter'].includes(query.language) || (['shell', 'powershell'].includes(query.language) && query.columns === null);
}

/** Whether a word is a whole word of the query's text: then the query is already about it. */
export function mentions(query: QueryFacts, word: string): boolean {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'iu').test(query.text);
}
