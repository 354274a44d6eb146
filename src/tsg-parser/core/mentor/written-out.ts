import type { PlanParameter } from '../plan.js';
import type { QueryLanguage } from '../query-template.js';
import { meaningOf } from './parameters.js';

/** A value that stands where the guide's own parameter belongs. */
export interface WrittenOut {
  readonly literal: string;
  readonly parameter: string;
}

/** A place of a query that holds a value, and what the value is of: group 1 the key, group 2 the value. */
type Place = RegExp;

const VALUE = '([A-Za-z0-9][\\w./:-]*)';
const MATCHER: Place = /\b([A-Za-z_]\w*)\s*=\s*"([^"{}$<>]+)"/g;
const SQL_TEST: Place = /\b([A-Za-z_]\w*)\s*=\s*'([^'{}$<>]+)'/g;
const KQL_TEST: Place = /\b([A-Za-z_]\w*)\s*(?:==|=~)\s*["']([^"'{}$<>]+)["']/g;
const COMMAND: readonly Place[] = [
  new RegExp(`(?:^|\\s)(-n|--namespace)[ =]["']?${VALUE}["']?(?=\\s|$|["'])`, 'g'),
  new RegExp(
    `\\b(deployment|deploy|statefulset|sts|daemonset|service|svc|node|pod|pvc|job|cronjob)(?:s?\\.apps)?/["']?${VALUE}["']?(?=\\s|$)`,
    'g',
  ),
  new RegExp(
    `\\b(?:get|describe|delete|scale|cordon|drain|uncordon|logs|top|edit|patch|annotate|label)\\s+(?:-\\S+\\s+)*(deployment|deploy|statefulset|sts|daemonset|service|svc|node|pod|pvc|job|cronjob)s?\\s+["']?${VALUE}["']?(?=\\s|$)`,
    'g',
  ),
  new RegExp(`(?:-l|--selector)[ =]\\S*?\\b(app|service|deployment|app\\.kubernetes\\.io/name|k8s-app)=${VALUE}(?=[,\\s"']|$)`, 'g'),
  new RegExp(`\\b(ssh)\\s+(?:-\\S+\\s+)*(?:[\\w-]+@)?${VALUE}(?=\\s|$)`, 'g'),
];

const KEYS: Readonly<Record<string, readonly string[]>> = {
  '-n': ['namespace'],
  '--namespace': ['namespace'],
  ssh: ['host', 'instance', 'node', 'server', 'machine'],
  app: ['app', 'application', 'service', 'deployment', 'workload', 'component'],
  service: ['service'],
  deployment: ['deployment', 'workload', 'worker', 'consumer'],
};

/** Namespaces that are the same everywhere. */
const SYSTEM = /^(?:kube-|openshift|default$|monitoring$|istio-system$|cert-manager$|argocd$|flux-system$)/;

/** Values of a line of a query that stand where a declared parameter belongs. */
export function writtenOut(line: string, language: QueryLanguage, declared: readonly PlanParameter[]): WrittenOut[] {
  if (declared.length === 0) return [];
  return placesOf(language).flatMap((place) =>
    [...line.matchAll(place)].flatMap((match) => {
      const [, key = '', literal = ''] = match;
      const wanted = KEYS[key] ??
        KEYS[meaningOf(key)] ??
        (key.startsWith('app.') || key === 'k8s-app' ? KEYS['app'] : undefined) ?? [meaningOf(key)];
      const parameter = declared.find(({ name }) => wanted.includes(meaningOf(name)));
      if (parameter === undefined || (wanted.includes('namespace') && SYSTEM.test(literal))) return [];
      return [{ literal, parameter: parameter.name }];
    }),
  );
}

function placesOf(language: QueryLanguage): readonly Place[] {
  switch (language) {
    case 'promql':
    case 'logql':
      return [MATCHER];
    case 'sql':
      return [SQL_TEST];
    case 'kql':
      return [KQL_TEST];
    case 'kubectl':
    case 'oc':
    case 'shell':
      return COMMAND;
    default:
      return [];
  }
}
