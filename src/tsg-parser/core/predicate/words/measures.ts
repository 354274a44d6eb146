/** What is measured. Words that mean the same share a stem; where a sentence names a dimension, its column must be of it. */
const MEASURES: readonly (readonly [stem: string, dimension: string | null, words: string])[] = [
  ['latency', 'latency', 'latency latencies duration durations delay delays seconds millisecond ms slowness elapsed took'],
  ['p50', 'latency', 'p50 median'],
  ['p75', 'latency', 'p75'],
  ['p90', 'latency', 'p90'],
  ['p95', 'latency', 'p95'],
  ['p99', 'latency', 'p99'],
  ['p999', 'latency', 'p999'],
  [
    'error',
    'error',
    'error errors failure failures failed fail fails failing 5xx 4xx err errs exceptions exception faults unsuccessful rejected',
  ],
  ['success', 'success', 'success successes successful succeeded succeed succeeds availability uptime completion completed apdex ok'],
  ['restart', 'restart', 'restart restarts restarted restarting'],
  ['cpu', 'cpu', 'cpu cpus processor vcpu vcpus'],
  ['memory', 'memory', 'memory mem rss heap ram'],
  ['disk', 'disk', 'disk disks filesystem storage space inode inodes volume'],
  ['connection', null, 'connection connections conns conn numbackends sessions clients'],
  ['queue', null, 'queue queues queued backlog depth unacked'],
  ['lag', 'lag', 'lag lags lagging behind'],
  ['request', null, 'request requests req reqs traffic throughput calls rps qps'],
  ['replica', null, 'replica replicas'],
  ['age', 'age', 'age old older'],
  ['hit', 'hit', 'hit hits'],
  ['wait', null, 'wait waits waiting waited'],
  [
    'usage',
    null,
    'usage used use uses using utilisation utilization util consumption consume consumes consumed saturation full in-use occupied',
  ],
  ['free', null, 'free remaining remain remains left available avail unused spare idle'],
  ['rate', null, 'rate rates ratio ratios percentage percent pct share fraction proportion %'],
  ['count', null, 'count counts number total totals sum amount cnt length num'],
  ['mean', null, 'mean average avg averages'],
  ['max', null, 'max maximum highest peak worst longest slowest largest biggest'],
  ['min', null, 'min minimum lowest shortest fastest smallest'],
  ['value', null, 'value values'],
  ['increase', null, 'increase growth'],
  ['size', null, 'size sizes bytes'],
  ['limit', null, 'limit limits quota cap'],
  ['desired', null, 'desired requested wanted spec'],
  ['ready', null, 'ready'],
];

const measureByWord: ReadonlyMap<string, Measure> = new Map(
  MEASURES.flatMap(([stem, dimension, words]) => words.split(' ').map((word) => [word, { stem, dimension }] as const)),
);

export interface Measure {
  readonly stem: string;
  /** Null: goes with any column. */
  readonly dimension: string | null;
}

/** The measure a word names: `p99`, `error`, `restart`, …; null where it names none. */
export function measureNamed(word: string): Measure | null {
  return measureByWord.get(word.toLowerCase()) ?? null;
}
