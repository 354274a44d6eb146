/** What is known of a resource type before any cluster is asked: its names and the columns kubectl prints for it. */
export interface KnownType {
  readonly plural: string;
  readonly kind: string;
  readonly group: string;
  readonly version: string;
  readonly namespaced: boolean;
  /** Other names: singular and short. */
  readonly aliases: readonly string[];
  readonly columns: readonly string[];
  /** What `-o wide` adds. */
  readonly wide: readonly string[];
  /** Status words its table can show. */
  readonly words: readonly string[];
}

const POD_WORDS = [
  'Running', 'Pending', 'Completed', 'Succeeded', 'Failed', 'Error', 'Evicted', 'Terminating', 'Unknown', 'ContainerCreating',
  'PodInitializing', 'CrashLoopBackOff', 'ImagePullBackOff', 'ErrImagePull', 'InvalidImageName', 'CreateContainerConfigError',
  'CreateContainerError', 'RunContainerError', 'OOMKilled', 'NodeLost', 'Init:CrashLoopBackOff', 'Init:Error',
]; // prettier-ignore

const WORKLOAD_WIDE = 'CONTAINERS,IMAGES,SELECTOR';

/** kind · plural · group/version · scope · aliases · columns · wide columns */
const TABLE: readonly (readonly [string, string, string, 'namespaced' | 'cluster', string, string, string])[] = [
  ['Pod', 'pods', 'v1', 'namespaced', 'pod,po', 'NAME,READY,STATUS,RESTARTS,AGE', 'IP,NODE,NOMINATED NODE,READINESS GATES'],
  ['Deployment', 'deployments', 'apps/v1', 'namespaced', 'deployment,deploy', 'NAME,READY,UP-TO-DATE,AVAILABLE,AGE', WORKLOAD_WIDE],
  ['ReplicaSet', 'replicasets', 'apps/v1', 'namespaced', 'replicaset,rs', 'NAME,DESIRED,CURRENT,READY,AGE', WORKLOAD_WIDE],
  ['StatefulSet', 'statefulsets', 'apps/v1', 'namespaced', 'statefulset,sts', 'NAME,READY,AGE', 'CONTAINERS,IMAGES'],
  ['DaemonSet', 'daemonsets', 'apps/v1', 'namespaced', 'daemonset,ds', 'NAME,DESIRED,CURRENT,READY,UP-TO-DATE,AVAILABLE,NODE SELECTOR,AGE', WORKLOAD_WIDE],
  ['ControllerRevision', 'controllerrevisions', 'apps/v1', 'namespaced', 'controllerrevision', 'NAME,CONTROLLER,REVISION,AGE', ''],
  ['ReplicationController', 'replicationcontrollers', 'v1', 'namespaced', 'replicationcontroller,rc', 'NAME,DESIRED,CURRENT,READY,AGE', WORKLOAD_WIDE],
  ['Job', 'jobs', 'batch/v1', 'namespaced', 'job', 'NAME,STATUS,COMPLETIONS,DURATION,AGE', WORKLOAD_WIDE],
  ['CronJob', 'cronjobs', 'batch/v1', 'namespaced', 'cronjob,cj', 'NAME,SCHEDULE,TIMEZONE,SUSPEND,ACTIVE,LAST SCHEDULE,AGE', WORKLOAD_WIDE],
  ['Service', 'services', 'v1', 'namespaced', 'service,svc', 'NAME,TYPE,CLUSTER-IP,EXTERNAL-IP,PORT(S),AGE', 'SELECTOR'],
  ['Endpoints', 'endpoints', 'v1', 'namespaced', 'endpoint,ep', 'NAME,ENDPOINTS,AGE', ''],
  ['EndpointSlice', 'endpointslices', 'discovery.k8s.io/v1', 'namespaced', 'endpointslice', 'NAME,ADDRESSTYPE,PORTS,ENDPOINTS,AGE', ''],
  ['Ingress', 'ingresses', 'networking.k8s.io/v1', 'namespaced', 'ingress,ing', 'NAME,CLASS,HOSTS,ADDRESS,PORTS,AGE', ''],
  ['NetworkPolicy', 'networkpolicies', 'networking.k8s.io/v1', 'namespaced', 'networkpolicy,netpol', 'NAME,POD-SELECTOR,AGE', ''],
  ['Event', 'events', 'v1', 'namespaced', 'event,ev', 'LAST SEEN,TYPE,REASON,OBJECT,MESSAGE', 'SUBOBJECT,SOURCE,FIRST SEEN,COUNT,NAME'],
  ['ConfigMap', 'configmaps', 'v1', 'namespaced', 'configmap,cm', 'NAME,DATA,AGE', ''],
  ['Secret', 'secrets', 'v1', 'namespaced', 'secret', 'NAME,TYPE,DATA,AGE', ''],
  ['ServiceAccount', 'serviceaccounts', 'v1', 'namespaced', 'serviceaccount,sa', 'NAME,AGE', ''],
  ['ResourceQuota', 'resourcequotas', 'v1', 'namespaced', 'resourcequota,quota', 'NAME,REQUEST,LIMIT,AGE', ''],
  ['LimitRange', 'limitranges', 'v1', 'namespaced', 'limitrange,limits', 'NAME,CREATED AT', ''],
  ['PersistentVolumeClaim', 'persistentvolumeclaims', 'v1', 'namespaced', 'persistentvolumeclaim,pvc', 'NAME,STATUS,VOLUME,CAPACITY,ACCESS MODES,STORAGECLASS,VOLUMEATTRIBUTESCLASS,AGE', 'VOLUMEMODE'],
  ['PersistentVolume', 'persistentvolumes', 'v1', 'cluster', 'persistentvolume,pv', 'NAME,CAPACITY,ACCESS MODES,RECLAIM POLICY,STATUS,CLAIM,STORAGECLASS,VOLUMEATTRIBUTESCLASS,REASON,AGE', 'VOLUMEMODE'],
  ['StorageClass', 'storageclasses', 'storage.k8s.io/v1', 'cluster', 'storageclass,sc', 'NAME,PROVISIONER,RECLAIMPOLICY,VOLUMEBINDINGMODE,ALLOWVOLUMEEXPANSION,AGE', ''],
  ['HorizontalPodAutoscaler', 'horizontalpodautoscalers', 'autoscaling/v2', 'namespaced', 'horizontalpodautoscaler,hpa', 'NAME,REFERENCE,TARGETS,MINPODS,MAXPODS,REPLICAS,AGE', ''],
  ['PodDisruptionBudget', 'poddisruptionbudgets', 'policy/v1', 'namespaced', 'poddisruptionbudget,pdb', 'NAME,MIN AVAILABLE,MAX UNAVAILABLE,ALLOWED DISRUPTIONS,AGE', ''],
  ['Role', 'roles', 'rbac.authorization.k8s.io/v1', 'namespaced', 'role', 'NAME,CREATED AT', ''],
  ['RoleBinding', 'rolebindings', 'rbac.authorization.k8s.io/v1', 'namespaced', 'rolebinding', 'NAME,ROLE,AGE', 'USERS,GROUPS,SERVICEACCOUNTS'],
  ['ClusterRole', 'clusterroles', 'rbac.authorization.k8s.io/v1', 'cluster', 'clusterrole', 'NAME,CREATED AT', ''],
  ['ClusterRoleBinding', 'clusterrolebindings', 'rbac.authorization.k8s.io/v1', 'cluster', 'clusterrolebinding', 'NAME,ROLE,AGE', 'USERS,GROUPS,SERVICEACCOUNTS'],
  ['Node', 'nodes', 'v1', 'cluster', 'node,no', 'NAME,STATUS,ROLES,AGE,VERSION', 'INTERNAL-IP,EXTERNAL-IP,OS-IMAGE,KERNEL-VERSION,CONTAINER-RUNTIME'],
  ['Namespace', 'namespaces', 'v1', 'cluster', 'namespace,ns', 'NAME,STATUS,AGE', ''],
  ['ComponentStatus', 'componentstatuses', 'v1', 'cluster', 'componentstatus,cs', 'NAME,STATUS,MESSAGE,ERROR', ''],
  ['PriorityClass', 'priorityclasses', 'scheduling.k8s.io/v1', 'cluster', 'priorityclass,pc', 'NAME,VALUE,GLOBAL-DEFAULT,AGE,PREEMPTIONPOLICY', ''],
  ['Lease', 'leases', 'coordination.k8s.io/v1', 'namespaced', 'lease', 'NAME,HOLDER,AGE', ''],
  ['CustomResourceDefinition', 'customresourcedefinitions', 'apiextensions.k8s.io/v1', 'cluster', 'customresourcedefinition,crd,crds', 'NAME,CREATED AT', ''],
  ['APIService', 'apiservices', 'apiregistration.k8s.io/v1', 'cluster', 'apiservice', 'NAME,SERVICE,AVAILABLE,AGE', ''],
  ['ValidatingWebhookConfiguration', 'validatingwebhookconfigurations', 'admissionregistration.k8s.io/v1', 'cluster', 'validatingwebhookconfiguration', 'NAME,WEBHOOKS,AGE', ''],
  ['MutatingWebhookConfiguration', 'mutatingwebhookconfigurations', 'admissionregistration.k8s.io/v1', 'cluster', 'mutatingwebhookconfiguration', 'NAME,WEBHOOKS,AGE', ''],
]; // prettier-ignore

const WORDS: Readonly<Record<string, readonly string[]>> = {
  Pod: POD_WORDS,
  Node: ['Ready', 'NotReady', 'SchedulingDisabled', 'Unknown'],
  Namespace: ['Active', 'Terminating'],
  PersistentVolumeClaim: ['Bound', 'Pending', 'Lost'],
  PersistentVolume: ['Available', 'Bound', 'Released', 'Failed'],
  Job: ['Complete', 'Failed', 'Running', 'Suspended'],
  Event: ['Normal', 'Warning'],
};

export const KNOWN_TYPES: readonly KnownType[] = TABLE.map(([kind, plural, apiVersion, scope, aliases, columns, wide]) => ({
  kind,
  plural,
  group: apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '',
  version: apiVersion.split('/').at(-1) ?? apiVersion,
  namespaced: scope === 'namespaced',
  aliases: aliases.split(','),
  columns: columns.split(','),
  wide: wide === '' ? [] : wide.split(','),
  words: WORDS[kind] ?? [],
}));

/** What `kubectl get all` stands for. */
export const ALL_TYPES = [
  'pods', 'replicationcontrollers', 'services', 'daemonsets', 'deployments', 'replicasets', 'statefulsets', 'horizontalpodautoscalers', 'cronjobs', 'jobs',
]; // prettier-ignore

/** The type a word means: `po`, `Pods`, `deployment.apps`, `deployments.v1.apps`. Undefined: not one of those known here. */
export function knownType(word: string): KnownType | undefined {
  const [name = '', ...qualifiers] = word.toLowerCase().split('.');
  const group = qualifiers.filter((part, index) => !(index === 0 && /^v\d+((alpha|beta)\d+)?$/u.test(part))).join('.');
  return KNOWN_TYPES.find((type) => (type.plural === name || type.aliases.includes(name)) && (group === '' || type.group === group));
}
