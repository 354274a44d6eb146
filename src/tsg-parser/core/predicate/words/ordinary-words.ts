/** Of those, the ones that tell what kind of thing is meant and never name it. */
export const ADJECTIVES = new Set(
  `active actual additional affected allocated aggregate aggregated allowed applicable application-level assigned associated attached available backing base blocked blocking cached calculated certain cluster-wide combined complete
  computed concurrent configured connected containing control-plane corresponding created currently dead dedicated default deployed desired direct distinct downstream dynamic effective elapsed enabled entire existing external final first following front
  full given global graceful host-level hosted idle identical inbound incoming individual initial inner internal involved joint kube-system leading listed live local logical main managed manual marked matching measured mutating named native nested
  new node-level observed offered old open original other outbound outer outgoing own particular per-node permitted persistent physical present previous primary private provisioned public queried queued raw real
  recorded registered regional related-to relevant remote reported requested required reserved resident respective resulting returned root running said same scheduled scraped secondary selected separate serving shown single-node
  specific specified standard stateful storage-side stored synthetic system-wide target temporary test total transient underlying unique upstream usable user-facing valid vertical virtual visible whole working world`.split(
    /\s+/,
  ),
);

/**
 * Words of the field that may stand in a condition without changing its answer, once everything else in it is understood.
 * Verbs are all of this kind (see `inflections.ts`); names, numbers, states, negations and words of degree never are.
 */
export const ORDINARY = new Set([
  ...ADJECTIVES,
  ...`ability access account action activity adapter addition address admin administrator agent alert analysis annotation answer api apiserver app appliance application
  architecture array artifact assessment attempt attribute audit author autoscaler autovacuum backend background backlog backup balance balancer bandwidth baseline batch
  bin blob block blocker board body boot bottleneck bound box breakdown broker browser bucket budget buffer build bundle business byte cache call capability capacity category cell
  certificate cert chain change channel chart check checkpoint checkpointer checksum child chunk claim class client clock cloud cluster code collection collector column
  command commit compaction compactor component computer concurrency condition config configmap configuration connect connection connectivity console consumer consumption container
  content context control controller cookie copy core coredns count counter crash credential cron cursor customer cycle daemon daemonset dashboard data database date datacenter
  dataset datastore db deadlock decision default definition delay deletion delivery demand dependency deploy deployment depth description destination detail detection developer device
  difference directory disk dispatcher distribution dns document domain downtime driver drive duration edge edition element encryption end endpoint endpoints engine entity entry environment error etcd event
  evidence evaluation exception execution exit expiration expiry exporter expression extension failover failure fact feature fetch field figure file filesystem filter finalizer finding firewall flag fleet flow flush
  folder follower fork form format fraction fragmentation frontend fsync function gap garbage gateway generation goroutine graph group growth grpc guest guide handle handler
  hash head header heap heartbeat history host hostname hour hpa http hub hypervisor id identifier identity image index infrastructure ingress initiator injection inode input
  instance integration interface interval inventory invocation iops issue item job jvm kernel key kubelet kubernetes label lag latch latency launcher layer leader leadership lease
  legacy length level library license lifecycle limit line link list listener load location lock log logging login lookup loop lun machine mailbox maintenance manager manifest mapping master
  match maximum measurement member membership memory message metadata method metric middleware migration minimum minute mirror miss mode model module moment mon monitor monitoring
  month mount mutex name namespace namespaces nature network node nodepool nodes note notification number object objective observation operation operator order organisation organization origin osd
  outage outcome output overhead owner package packet page panel parameter parent part participant partition party password patch path pattern payload peer percentage percentile performance period
  permission phase ping pipeline pg pgbouncer place placement plane plan platform plugin pod point policy pool port position postgres postgresql pressure priority probe procedure process processor producer product
  profile program progress project propagation property protocol provider provisioner proxy publisher purpose quantity query queue quorum quota range rate ratio readiness read reader reading reason receiver
  reclaim reconciler reconciliation record recording recovery redis reference region registration registry relation release reload replica replication report repository request requirement reserve resolution resolver
  resource response rest result retention retry revision role rollout root rotation round route router row rpc rule run runner runtime sample saturation scale scaler scan scenario schedule
  scheduler schema scope scrape script search second secret section security segment selector sequence series server service session set setting shard share shell shop signal single site size slice
  sli slo slot snapshot socket software source space span speed stack stage standby start startup state statefulset statement statistics status step storage storageclass store stream string subnet
  subscription subset sum summary supervisor surge switch symptom sync system table tablespace tag target task team tenant term test text thread threshold throughput throttling time timeline timeout timer timestamp title tls
  token tool top total trace tracker traffic transaction transfer transport trip tuple tup type unit unlock update upgrade upload uptime upstream url usage use user utilisation utilization validation
  validity validator value variable vault vcpu vendor version view vip vm vmi volume wal wait waiter warning watch watcher webhook window word work worker workflow workload write writer zone
  actually again ago all already also alone altogether anyway anywhere apart currently directly eventually ever exactly further here immediately indeed instead just later lately meanwhile now once online overall permanently precisely presently really
  simultaneously simply somewhere still successfully then there thereafter thus together twice ultimately yet
  above-mentioned another any anything both each either every everything it itself its one ones our own same some something such that the their them themselves these they this those what whatever which who whole whose your
  a an about across after against along among around as at away back before behind beside besides between by down during for forth from in inside into of off on onto out outside over per round since through throughout till to toward towards under until up upon via when where
  whether while with within without can do does need will be have
  way kind sort case situation hand matter sign amount bunch couple pair thing person people human operator-side engineer team responder on-call
  com org http https url html json yaml txt csv`.split(/\s+/),
]);

/** Words of degree or judgement: without a number they leave a condition open. */
export const VAGUE = new Set(
  `abnormal abnormally acceptable accidental adequate adequately almost anomalous anomaly appropriate approximately approximate atypical awful bad badly barely big bizarre brief
  briefly broken busy careful certain close comfortable comfortably common confident considerable considerably consistent consistently constant constantly correct correctly critically cheap crowded deep dramatic dramatically
  drastic drastically early easy elevated enormous enough erratic erratically exceptional excessive excessively expected extended extreme extremely fair fairly familiar far fast few fewer fine flaky flapping frequent frequently general good great greater growing heavy heavily
  high higher highly hot huge important improper improperly inadequate inconsistent incorrect incorrectly increasing instability insufficient intermittent intermittently interesting irregular large larger late less likely little long long-running
  longer loaded low lower major many marginal massive meaningful minor misconfigured moderate moderately more most much narrow near nearly negligible normal normally notable noticeable noticeably numerous occasional occasionally
  odd off often ok okay optimal outdated overloaded overwhelmed overwhelmingly overly particularly persistently poor poorly possible potential possibly presumably pretty probable probably problem problematic prolonged proper properly proportionate quick quickly quite random rapid rapidly rare rarely
  reasonable reasonably recent recently regular regularly relevant repeated repeatedly responsible rough roughly safe safely satisfactory saturated seldom sensible serious severe severely sharp sharply short shorter significant significantly similar slight slightly slow slower slowly small smaller
  keep smooth smoothly sometimes soon spike spikes spiking sporadic sporadically stable steady strange strong stuck substantial substantially sudden suddenly sufficient sufficiently suitable sure surprising suspect suspected suspicious temporary terrible tight tiny too transient
  typical typically unacceptable uncommon unexpected unexpectedly unlikely unreasonable unreasonably unsafe unstable unsuitable unusual unusually usual usually vast very warm weak weird well worrying worse worst wrong yesterday tomorrow
  because caused due therefore related attributable responsible thanks owing ideally perhaps maybe seem appear look feel
  acceptable-looking healthy-looking overnight weekend ready-made tolerable manageable excess surplus backlogged lossy noisy quiet stale fresh appropriate intended intentional deliberate deliberately legitimate genuine real-world
  understand know think believe want wish prefer like decide agree confirm`.split(/\s+/),
);
