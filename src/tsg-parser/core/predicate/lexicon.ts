import type { Comparator } from './predicate.js';

/** The words conditions are written in. Whatever is in none of these lists, nor in the query, makes a reading unsafe. */

/** Words that carry nothing for the answer. */
export const FILLERS = new Set(
  'still currently now also actually already then the a an this that these those its their it of for on in at by to from as per each your our given either both following respective corresponding above it'.split(
    ' ',
  ),
);

/** Nouns for "what the query brought back". */
export const OUTPUT_NOUNS = new Set(
  'query queries command output result results response step table list report check it this that lookup search statement panel call expression log logs body set'.split(
    ' ',
  ),
);

/** Nouns for one line of a result. */
export const ROW_NOUNS = new Set(
  'row rows result results record records entry entries line lines item items match matches value values series data output object objects resource resources something anything one ones'.split(
    ' ',
  ),
);

/** Nouns that name no column and no filter. */
export const GENERIC_NOUNS = new Set(
  `row rows record records entry entries line lines item items result results series value values query output command service services route routes endpoint
  instance instances host hosts server servers application app apps system cluster shop workload workloads component components resource resources object objects target targets
  container containers member members shard shards partition partitions region regions zone zones version versions release releases flag flags scenario scenarios feature business
  tenant tenants customer customers group groups column columns field time times window state status phase reported observed measured metric metrics number current overall total
  session sessions probe probes response responses table tables percentile percentiles transaction transactions there certificate certificates cert certs backup backups message messages user users database databases disk disks
  job jobs task tasks path paths operation operations code codes address addresses label labels`.split(/\s+/),
);

/** kubectl's resource names with the words people use for them. */
const RESOURCES: readonly (readonly string[])[] = [
  ['pod', 'pods', 'po', 'container', 'containers', 'osd', 'osds'],
  ['deployment', 'deployments', 'deploy'],
  ['statefulset', 'statefulsets', 'sts'],
  ['daemonset', 'daemonsets', 'ds'],
  ['replicaset', 'replicasets', 'rs'],
  ['node', 'nodes', 'no'],
  ['service', 'services', 'svc'],
  ['endpoints', 'endpoint', 'ep', 'endpointslice', 'endpointslices'],
  ['persistentvolumeclaim', 'persistentvolumeclaims', 'pvc', 'pvcs', 'claim', 'claims'],
  ['persistentvolume', 'persistentvolumes', 'pv', 'pvs', 'volume', 'volumes'],
  ['namespace', 'namespaces', 'ns'],
  ['event', 'events', 'ev'],
  ['job', 'jobs'],
  ['cronjob', 'cronjobs', 'cj'],
  ['configmap', 'configmaps', 'cm'],
  ['secret', 'secrets'],
  ['ingress', 'ingresses', 'ing'],
  ['horizontalpodautoscaler', 'horizontalpodautoscalers', 'hpa'],
  ['storageclass', 'storageclasses', 'sc'],
  ['networkpolicy', 'networkpolicies', 'netpol'],
  ['poddisruptionbudget', 'poddisruptionbudgets', 'pdb', 'pdbs'],
  ['clusteroperator', 'clusteroperators', 'co', 'operator', 'operators'],
  ['machine', 'machines'],
  ['machineconfigpool', 'machineconfigpools', 'mcp'],
  ['certificatesigningrequest', 'certificatesigningrequests', 'csr', 'csrs'],
  ['revision', 'revisions'],
];

const resourceByWord: ReadonlyMap<string, string> = new Map(
  RESOURCES.flatMap((words) => words.map((word) => [word, words[0] ?? word] as const)),
);

/** `po`, `Pods`, `pod` are `pod`; null where the word is no resource. */
export function resourceNamed(word: string): string | null {
  return resourceByWord.get(word.toLowerCase()) ?? null;
}

/** States, as `kubectl` prints them, by how people write them. */
const STATES =
  `Pending Running Succeeded Failed Unknown CrashLoopBackOff ImagePullBackOff ErrImagePull ErrImageNeverPull InvalidImageName CreateContainerConfigError
  CreateContainerError RunContainerError ContainerCreating PodInitializing Terminating Completed Error OOMKilled Evicted NotReady Ready Bound Lost Released Available
  SchedulingDisabled Unschedulable FailedScheduling FailedMount FailedAttachVolume BackOff Unhealthy Killing NodeLost NodeAffinity Active ContainerStatusUnknown
  DeadlineExceeded StartError Preempting Shutdown FailedCreate FailedCreatePodSandBox NodeNotReady Warning Normal Complete Suspended Degraded Progressing`.split(
    /\s+/,
  );

const stateByWord: ReadonlyMap<string, string> = new Map([
  ...STATES.map((state) => [state.toLowerCase(), state] as const),
  ['crashlooping', 'CrashLoopBackOff'],
  ['crash-looping', 'CrashLoopBackOff'],
  ['crashloop', 'CrashLoopBackOff'],
  ['oomkill', 'OOMKilled'],
  ['cordoned', 'SchedulingDisabled'],
  ['terminated', 'Terminated'],
  ['waiting', 'Waiting'],
]);

/** The state a word names, as `kubectl` spells it. */
export function stateNamed(word: string): string | null {
  return stateByWord.get(word.toLowerCase()) ?? null;
}

/** States in which nothing is wrong: a bare plural ("pods are Running") then speaks of all of them. */
const GOOD_STATES = new Set(['Running', 'Ready', 'Succeeded', 'Completed', 'Bound', 'Available', 'Active', 'Complete', 'Normal']);

/** Whether all of the states are ones in which nothing is wrong. */
export function areGood(states: readonly string[]): boolean {
  return states.every((state) => GOOD_STATES.has(state));
}

/** A word that can only be a value: CRITICAL, HIGH_ERROR_RATE, HEALTH_WARN, FailedScheduling. */
export function looksLikeStatus(raw: string): boolean {
  return (
    /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(raw) || /^[A-Z]{4,}$/.test(raw) || /^[A-Z](?=[A-Za-z]*[a-z])[A-Za-z]*[A-Z][A-Za-z]*$/.test(raw)
  );
}

/** What is measured: words that mean the same share a stem, stems of one dimension exclude those of another. */
const MEASURES: readonly (readonly [stem: string, dimension: string | null, words: string])[] = [
  ['latency', 'latency', 'latency latencies duration durations delay delays seconds ms slowness'],
  ['p50', 'latency', 'p50 median'],
  ['p90', 'latency', 'p90'],
  ['p95', 'latency', 'p95'],
  ['p99', 'latency', 'p99'],
  ['error', 'error', 'error errors failure failures failed fail failing 5xx err errs exceptions exception faults'],
  ['success', 'success', 'success successes successful succeeded availability uptime completion completed'],
  ['restart', 'restart', 'restart restarts restarted restarting'],
  ['cpu', 'cpu', 'cpu processor'],
  ['memory', 'memory', 'memory mem rss heap'],
  ['disk', 'disk', 'disk filesystem storage space inode inodes volume'],
  ['connection', 'connection', 'connection connections conns numbackends sessions clients'],
  ['queue', 'queue', 'queue queues backlog depth unacked'],
  ['lag', 'lag', 'lag behind'],
  ['request', 'request', 'request requests req reqs traffic throughput hits calls rps qps'],
  ['replica', 'replica', 'replica replicas'],
  ['age', 'age', 'age old older'],
  ['usage', null, 'usage used use utilisation utilization util consumption saturation'],
  ['free', null, 'free remaining left available avail'],
  ['rate', null, 'rate rates ratio ratios percentage percent pct share fraction proportion'],
  ['count', null, 'count counts number total totals sum amount cnt length'],
  ['mean', null, 'mean average avg'],
  ['max', null, 'max maximum highest peak worst'],
  ['min', null, 'min minimum lowest'],
  ['value', null, 'value values'],
  ['increase', null, 'increase growth'],
];

const measureByWord: ReadonlyMap<string, { readonly stem: string; readonly dimension: string | null }> = new Map(
  MEASURES.flatMap(([stem, dimension, words]) => words.split(' ').map((word) => [word, { stem, dimension }] as const)),
);

/** The measure a word names: `p99`, `error`, `restart`, …; null where it names none. */
export function measureNamed(word: string): { readonly stem: string; readonly dimension: string | null } | null {
  return measureByWord.get(word.toLowerCase()) ?? null;
}

/** Comparators in words, with what they mean. */
export const COMPARATORS: Readonly<Record<string, Comparator>> = {
  'above': '>', 'over': '>', 'more than': '>', 'greater than': '>', 'higher than': '>', 'larger than': '>', 'bigger than': '>', 'longer than': '>',
  'in excess of': '>', 'beyond': '>', 'older than': '>', 'slower than': '>', 'upwards of': '>',
  'below': '<', 'under': '<', 'less than': '<', 'lower than': '<', 'fewer than': '<', 'smaller than': '<', 'shorter than': '<', 'younger than': '<', 'faster than': '<',
  'at least': '>=', 'no less than': '>=', 'not less than': '>=', 'no fewer than': '>=', 'a minimum of': '>=', 'greater than or equal to': '>=', 'more than or equal to': '>=',
  'at most': '<=', 'no more than': '<=', 'not more than': '<=', 'up to': '<=', 'a maximum of': '<=', 'less than or equal to': '<=', 'fewer than or equal to': '<=',
  'exactly': '=', 'equal to': '=', 'equals': '=', 'not equal to': '!=', 'different from': '!=', 'other than': '!=',
}; // prettier-ignore

/** Verbs that compare by themselves: "exceeds 5". */
export const COMPARING_VERBS: Readonly<Record<string, Comparator>> = {
  ...Object.fromEntries(['exceeds', 'exceed', 'exceeded', 'has exceeded', 'have exceeded', 'surpasses', 'surpass'].map((verb) => [verb, '>' as const])),
  ...Object.fromEntries(['reaches', 'reach', 'has reached', 'have reached'].map((verb) => [verb, '>=' as const])),
  ...Object.fromEntries(['equals', 'equal', 'matches', 'match'].map((verb) => [verb, '=' as const])),
  ...moving(['goes', 'go', 'rises', 'rise', 'climbs', 'stays', 'stay', 'remains', 'remain', 'has risen', 'jumps', 'is', 'are'], ['above', 'over', 'beyond'], '>'),
  ...moving(['goes', 'go', 'drops', 'drop', 'falls', 'fall', 'stays', 'stay', 'remains', 'remain', 'has dropped', 'has fallen', 'is', 'are'], ['below', 'under'], '<'),
}; // prettier-ignore

function moving(verbs: readonly string[], ways: readonly string[], comparator: Comparator): Readonly<Record<string, Comparator>> {
  return Object.fromEntries(verbs.flatMap((verb) => ways.map((way) => [`${verb} ${way}`, comparator] as const)));
}

/** Numbers people spell out. */
export const NUMBER_WORDS: Readonly<Record<string, number>> = {
  zero: 0, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, once: 1, twice: 2,
}; // prettier-ignore
