import { apiVersionOf, type Resource } from '../objects/resources.js';
import { SERVED } from './views.js';

export const VERSION = {
  major: '1',
  minor: '32',
  gitVersion: 'v1.32.4',
  gitCommit: '59526cd4867447956156ae3a602fcbac10a2c335',
  gitTreeState: 'clean',
  buildDate: '2025-04-22T15:56:15Z',
  goVersion: 'go1.23.6',
  compiler: 'gc',
  platform: 'linux/amd64',
};

interface ResourceEntry {
  readonly name: string;
  readonly singularName: string;
  readonly namespaced: boolean;
  readonly kind: string;
  readonly group?: string;
  readonly version?: string;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
}

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

/** What is served besides the stored resources: reviews and metrics. */
const VIRTUAL: Readonly<Record<string, readonly ResourceEntry[]>> = {
  'authorization.k8s.io/v1': [
    virtual('selfsubjectaccessreviews', 'SelfSubjectAccessReview', false, ['create']),
    virtual('selfsubjectrulesreviews', 'SelfSubjectRulesReview', false, ['create']),
  ],
  'authentication.k8s.io/v1': [virtual('selfsubjectreviews', 'SelfSubjectReview', false, ['create'])],
  'metrics.k8s.io/v1beta1': [virtual('nodes', 'NodeMetrics', false, ['get', 'list']), virtual('pods', 'PodMetrics', true, ['get', 'list'])],
};

/** The answer to a discovery address; undefined when the path is none. */
export function discover(path: string, accept: string | undefined): unknown {
  const aggregated = accept?.includes('as=APIGroupDiscoveryList') === true;
  if (path === '/api') return aggregated ? aggregatedList(['']) : { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] };
  if (path === '/apis')
    return aggregated ? aggregatedList(groups()) : { kind: 'APIGroupList', apiVersion: 'v1', groups: groups().map(groupEntry) };
  if (path === '/api/v1') return resourceList('v1');
  const match = /^\/apis\/([^/]+)(?:\/([^/]+))?$/u.exec(path);
  if (match === null) return undefined;
  const [, group = '', version] = match;
  if (!groups().includes(group)) return undefined;
  if (version === undefined) return { kind: 'APIGroup', apiVersion: 'v1', ...groupEntry(group) };
  return groupVersions().includes(`${group}/${version}`) ? resourceList(`${group}/${version}`) : undefined;
}

export function groupVersions(): readonly string[] {
  return [...new Set([...SERVED.map(apiVersionOf), ...Object.keys(VIRTUAL)])];
}

function groups(): readonly string[] {
  return [
    ...new Set(
      groupVersions()
        .filter((each) => each.includes('/'))
        .map((each) => each.slice(0, each.indexOf('/'))),
    ),
  ];
}

function versionsOf(group: string): readonly string[] {
  return groupVersions()
    .filter((each) => (group === '' ? !each.includes('/') : each.startsWith(`${group}/`)))
    .map((each) => each.slice(each.indexOf('/') + 1));
}

function groupEntry(group: string): Record<string, unknown> {
  const versions = versionsOf(group).map((version) => ({ groupVersion: `${group}/${version}`, version }));
  return { name: group, versions, preferredVersion: versions[0] };
}

function resourceList(groupVersion: string): unknown {
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources: entriesOf(groupVersion) };
}

function entriesOf(groupVersion: string): readonly ResourceEntry[] {
  const stored = SERVED.filter((resource) => apiVersionOf(resource) === groupVersion);
  return [
    ...stored.flatMap((resource) => [entryOf(resource), ...resource.subresources.map((name) => subresourceEntry(resource, name))]),
    ...(VIRTUAL[groupVersion] ?? []),
  ];
}

function entryOf(resource: Resource): ResourceEntry {
  return {
    name: resource.plural,
    singularName: resource.singular,
    namespaced: resource.namespaced,
    kind: resource.kind,
    verbs: VERBS,
    ...(resource.shortNames.length > 0 ? { shortNames: resource.shortNames } : {}),
    ...(resource.categories.length > 0 ? { categories: resource.categories } : {}),
  };
}

function subresourceEntry(resource: Resource, name: string): ResourceEntry {
  const base = { name: `${resource.plural}/${name}`, singularName: '', namespaced: resource.namespaced };
  if (name === 'scale') return { ...base, kind: 'Scale', group: 'autoscaling', version: 'v1', verbs: ['get', 'patch', 'update'] };
  if (name === 'eviction') return { ...base, kind: 'Eviction', group: 'policy', version: 'v1', verbs: ['create'] };
  if (name === 'binding') return { ...base, kind: 'Binding', verbs: ['create'] };
  return { ...base, kind: resource.kind, verbs: name === 'log' ? ['get'] : ['get', 'patch', 'update'] };
}

function virtual(name: string, kind: string, namespaced: boolean, verbs: readonly string[]): ResourceEntry {
  return { name, singularName: '', namespaced, kind, verbs };
}

/** All groups with their resources in one answer, as newer clients ask for. */
function aggregatedList(wanted: readonly string[]): unknown {
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: wanted.map((group) => ({
      metadata: { name: group, creationTimestamp: null },
      versions: versionsOf(group).map((version) => ({ version, resources: aggregatedResources(group, version), freshness: 'Current' })),
    })),
  };
}

function aggregatedResources(group: string, version: string): unknown {
  const entries = entriesOf(group === '' ? version : `${group}/${version}`);
  return entries
    .filter((entry) => !entry.name.includes('/'))
    .map((entry) => ({
      resource: entry.name,
      responseKind: { group, version, kind: entry.kind },
      scope: entry.namespaced ? 'Namespaced' : 'Cluster',
      singularResource: entry.singularName,
      verbs: entry.verbs,
      ...(entry.shortNames === undefined ? {} : { shortNames: entry.shortNames }),
      ...(entry.categories === undefined ? {} : { categories: entry.categories }),
      ...subresourcesOf(entries, entry.name, group, version),
    }));
}

function subresourcesOf(entries: readonly ResourceEntry[], plural: string, group: string, version: string): Record<string, unknown> {
  const below = entries.filter((entry) => entry.name.startsWith(`${plural}/`));
  if (below.length === 0) return {};
  return {
    subresources: below.map((entry) => ({
      subresource: entry.name.slice(plural.length + 1),
      responseKind: { group: entry.group ?? group, version: entry.version ?? version, kind: entry.kind },
      verbs: entry.verbs,
    })),
  };
}
