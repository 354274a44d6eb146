/** kubectl's resource names with the words people use for them. */
const RESOURCES: readonly (readonly string[])[] = [
  ['pod', 'po', 'container', 'osd', 'replica'],
  ['deployment', 'deploy'],
  ['statefulset', 'sts'],
  ['daemonset', 'ds'],
  ['replicaset', 'rs'],
  ['node', 'no'],
  ['service', 'svc'],
  ['endpoints', 'endpoint', 'ep', 'endpointslice'],
  ['persistentvolumeclaim', 'pvc', 'claim'],
  ['persistentvolume', 'pv', 'volume'],
  ['namespace', 'ns'],
  ['event', 'ev'],
  ['job'],
  ['cronjob', 'cj'],
  ['configmap', 'cm'],
  ['secret'],
  ['ingress', 'ing'],
  ['horizontalpodautoscaler', 'hpa', 'autoscaler'],
  ['storageclass', 'sc'],
  ['networkpolicy', 'netpol'],
  ['poddisruptionbudget', 'pdb'],
  ['clusteroperator', 'co', 'operator'],
  ['machine'],
  ['machineset'],
  ['machineconfigpool', 'mcp'],
  ['certificatesigningrequest', 'csr'],
  ['revision'],
  ['certificate', 'cert'],
  ['virtualmachineinstance', 'vmi'],
  ['virtualmachine', 'vm'],
  ['helmrelease', 'hr'],
  ['kustomization', 'ks'],
  ['application', 'app'],
  ['backup'],
  ['apiservice'],
  ['customresourcedefinition', 'crd'],
  ['serviceaccount', 'sa'],
  ['resourcequota', 'quota'],
  ['lease'],
  ['webhook', 'validatingwebhookconfiguration', 'mutatingwebhookconfiguration'],
];

const resourceByWord: ReadonlyMap<string, string> = new Map(
  RESOURCES.flatMap((words) => words.flatMap((word) => [word, plural(word)].map((form) => [form, words[0] ?? word] as const))),
);

function plural(word: string): string {
  if (/(?:s|x|ch)$/.test(word)) return `${word}es`;
  return word.endsWith('y') ? `${word.slice(0, -1)}ies` : `${word}s`;
}

/** `po`, `Pods`, `pod` are `pod`; null where the word is no resource. */
export function resourceNamed(word: string): string | null {
  return resourceByWord.get(word.toLowerCase()) ?? null;
}

/** Nouns for one line of a result, whatever it is about. In the singular. */
export const ROW_NOUNS = new Set(
  'row result record entry line item match value series object resource something anything one object instance'.split(' '),
);

/** Nouns for things that rows are often about. In the singular. */
export const THING_NOUNS = new Set(
  `account address adapter agent alert apiserver app application backend backup broker bucket broker cache certificate claim client cluster component connection consumer container controller
  customer daemon database datacenter datastore db deployment device disk domain driver endpoint endpoints environment exporter feature filesystem flag function gateway group host image index ingester ingress
  instance interface job key leader machine member message mount namespace network node object operation operator osd partition path peer pipeline pod pool port probe process product
  provider proxy publication pvc pv query queue range region release replica replicaset repository route router rule runner scenario schema server service session shard slot source standby
  statefulset store stream subnet subscription table tablespace target task tenant thread topic transaction user version vm vmi volume webhook worker workload zone follower mon monitor event revision secret
  certificate storageclass policy container order item computer location site partition project model element section segment`.split(/\s+/),
);

/** Nouns for what the query brought back, as a whole. In the singular. */
export const OUTPUT_NOUNS = new Set(
  'query command output analysis data summary overview assessment dashboard graph panel result response list table report check lookup search statement panel call expression body set it log this that'.split(
    ' ',
  ),
);

/** Nouns for text to be searched. In the singular. */
export const TEXT_NOUNS = new Set(
  'log output text body response message event describe description line entry stderr stdout page trace stacktrace journal'.split(' '),
);
