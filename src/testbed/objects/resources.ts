import type {
  ConfigMap,
  Deployment,
  Endpoints,
  EndpointSlice,
  HorizontalPodAutoscaler,
  KubeEvent,
  KubeObject,
  Lease,
  Namespace,
  NetworkChaos,
  NetworkPolicy,
  Node,
  Pod,
  PodDisruptionBudget,
  ReplicaSet,
  Role,
  RoleBinding,
  Secret,
  Service,
  StressChaos,
} from './kinds.js';

/** A resource type of the API. `group` is '' for the core group. `Shape` says what its objects look like. */
export interface Resource<Shape extends KubeObject = KubeObject> {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly subresources: readonly string[];
  /** Never set; carries the type. */
  readonly shape?: Shape;
}

interface Traits {
  readonly shortNames?: readonly string[];
  readonly all?: true;
  readonly cluster?: true;
  readonly subresources?: readonly string[];
}

function resource<Shape extends KubeObject>(apiVersion: string, plural: string, kind: string, traits: Traits = {}): Resource<Shape> {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  return {
    group: group ?? '',
    version: version ?? 'v1',
    plural,
    singular: kind.toLowerCase(),
    kind,
    namespaced: traits.cluster !== true,
    shortNames: traits.shortNames ?? [],
    categories: traits.all === true ? ['all'] : [],
    subresources: traits.subresources ?? [],
  };
}

export const PODS = resource<Pod>('v1', 'pods', 'Pod', {
  shortNames: ['po'],
  all: true,
  subresources: ['log', 'status', 'eviction', 'binding'],
});
export const SERVICES = resource<Service>('v1', 'services', 'Service', { shortNames: ['svc'], all: true, subresources: ['status'] });
export const ENDPOINTS = resource<Endpoints>('v1', 'endpoints', 'Endpoints', { shortNames: ['ep'] });
export const EVENTS = resource<KubeEvent>('v1', 'events', 'Event', { shortNames: ['ev'] });
export const NODES = resource<Node>('v1', 'nodes', 'Node', { shortNames: ['no'], cluster: true, subresources: ['status'] });
export const NAMESPACES = resource<Namespace>('v1', 'namespaces', 'Namespace', {
  shortNames: ['ns'],
  cluster: true,
  subresources: ['status'],
});
export const CONFIG_MAPS = resource<ConfigMap>('v1', 'configmaps', 'ConfigMap', { shortNames: ['cm'] });
export const SECRETS = resource<Secret>('v1', 'secrets', 'Secret');
export const DEPLOYMENTS = resource<Deployment>('apps/v1', 'deployments', 'Deployment', {
  shortNames: ['deploy'],
  all: true,
  subresources: ['scale', 'status'],
});
export const REPLICA_SETS = resource<ReplicaSet>('apps/v1', 'replicasets', 'ReplicaSet', {
  shortNames: ['rs'],
  all: true,
  subresources: ['scale', 'status'],
});
export const HORIZONTAL_POD_AUTOSCALERS = resource<HorizontalPodAutoscaler>(
  'autoscaling/v2',
  'horizontalpodautoscalers',
  'HorizontalPodAutoscaler',
  {
    shortNames: ['hpa'],
    all: true,
    subresources: ['status'],
  },
);
export const ENDPOINT_SLICES = resource<EndpointSlice>('discovery.k8s.io/v1', 'endpointslices', 'EndpointSlice');
export const NETWORK_POLICIES = resource<NetworkPolicy>('networking.k8s.io/v1', 'networkpolicies', 'NetworkPolicy', {
  shortNames: ['netpol'],
});
export const POD_DISRUPTION_BUDGETS = resource<PodDisruptionBudget>('policy/v1', 'poddisruptionbudgets', 'PodDisruptionBudget', {
  shortNames: ['pdb'],
  subresources: ['status'],
});

/** Chaos Mesh's own kinds: a cluster where somebody experiments shows them. */
export const NETWORK_CHAOS = resource<NetworkChaos>('chaos-mesh.org/v1alpha1', 'networkchaos', 'NetworkChaos');
export const STRESS_CHAOS = resource<StressChaos>('chaos-mesh.org/v1alpha1', 'stresschaos', 'StressChaos');

export const SERVICE_ACCOUNTS = resource('v1', 'serviceaccounts', 'ServiceAccount', { shortNames: ['sa'], subresources: ['token'] });
export const LEASES = resource<Lease>('coordination.k8s.io/v1', 'leases', 'Lease');
export const ROLES = resource<Role>('rbac.authorization.k8s.io/v1', 'roles', 'Role');
export const ROLE_BINDINGS = resource<RoleBinding>('rbac.authorization.k8s.io/v1', 'rolebindings', 'RoleBinding');
export const CLUSTER_ROLES = resource<Role>('rbac.authorization.k8s.io/v1', 'clusterroles', 'ClusterRole', { cluster: true });
export const CLUSTER_ROLE_BINDINGS = resource<RoleBinding>('rbac.authorization.k8s.io/v1', 'clusterrolebindings', 'ClusterRoleBinding', {
  cluster: true,
});

/** Every stored resource. What no controller here acts on is stored, listed and watched all the same. */
export const RESOURCES: readonly Resource[] = [
  PODS,
  SERVICES,
  ENDPOINTS,
  EVENTS,
  NODES,
  NAMESPACES,
  CONFIG_MAPS,
  SECRETS,
  SERVICE_ACCOUNTS,
  resource('v1', 'replicationcontrollers', 'ReplicationController', { shortNames: ['rc'], all: true }),
  resource('v1', 'persistentvolumeclaims', 'PersistentVolumeClaim', { shortNames: ['pvc'], subresources: ['status'] }),
  resource('v1', 'persistentvolumes', 'PersistentVolume', { shortNames: ['pv'], cluster: true }),
  resource('v1', 'resourcequotas', 'ResourceQuota', { shortNames: ['quota'] }),
  resource('v1', 'limitranges', 'LimitRange', { shortNames: ['limits'] }),
  DEPLOYMENTS,
  REPLICA_SETS,
  resource('apps/v1', 'statefulsets', 'StatefulSet', { shortNames: ['sts'], all: true, subresources: ['status'] }),
  resource('apps/v1', 'daemonsets', 'DaemonSet', { shortNames: ['ds'], all: true, subresources: ['status'] }),
  resource('apps/v1', 'controllerrevisions', 'ControllerRevision'),
  resource('batch/v1', 'jobs', 'Job', { all: true }),
  resource('batch/v1', 'cronjobs', 'CronJob', { shortNames: ['cj'], all: true }),
  HORIZONTAL_POD_AUTOSCALERS,
  ENDPOINT_SLICES,
  NETWORK_POLICIES,
  resource('networking.k8s.io/v1', 'ingresses', 'Ingress', { shortNames: ['ing'], subresources: ['status'] }),
  POD_DISRUPTION_BUDGETS,
  LEASES,
  ROLES,
  ROLE_BINDINGS,
  CLUSTER_ROLES,
  CLUSTER_ROLE_BINDINGS,
  NETWORK_CHAOS,
  STRESS_CHAOS,
  resource('storage.k8s.io/v1', 'storageclasses', 'StorageClass', { shortNames: ['sc'], cluster: true }),
];

/** `v1` or `apps/v1`. */
export function apiVersionOf(resource: Pick<Resource, 'group' | 'version'>): string {
  return resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
}

/** `pods` or `deployments.apps`, as error messages name a resource. */
export function qualifiedName(resource: Pick<Resource, 'group' | 'plural'>): string {
  return resource.group === '' ? resource.plural : `${resource.plural}.${resource.group}`;
}
