/** The forms of English words, as far as conditions need them: "exceeding" is "exceed", "replicas" are "replica". */

/** Verbs that guides use of systems. In base form; none of them turns an answer round by itself. */
const VERBS =
  `abort accept acquire activate adjust aggregate alert analyse analyze archive associate assume attempt authorize automate balance base become belong bypass cancel capture clean collapse communicate compare compute configure conflict contact contribute control convert cordon correct correspond corrupt cover debug define degrade depend deprecate design determine diagnose discover disrupt distribute divide document download duplicate edit eliminate embed encrypt enforce ensure establish estimate evaluate examine execute expand explain export extend extract fence fix focus function gather generate guide hash help ignore impact implement import improve initialize insert inspect install instruct integrate interact introduce investigate involve isolate lack lead limit link locate manage map merge minimize mirror misconfigure monitor multiply navigate negotiate notice obtain optimize override overlap overload paste pick plan prefer preserve profile program propagate prune purge qualify query rebalance recommend reconcile reconfigure record recreate recur reference reflect relate rely remediate render review rewrite resync revert represent repair sample search ship sign silence specify structure supply support suppose surface swap target tear test trace track treat triage truncate trust tune uninstall upload validate view visit warm weigh wrap access accumulate acknowledge act add advertise affect allocate allow announce answer appear apply arrive assign attach authenticate
  await back bind block boot breach bring build bump cache call carry catch cause change check claim clear climb close collect come commit compile complain complete
  confirm connect consist consume contain continue coordinate copy count crash create cross decline decommission decrease delete deliver demote deny deploy
  describe detach detect deviate die differ dip disable disappear disconnect display double drain drift drop emit enable encounter end enter equal evict exceed exhaust
  exhibit exist exit expect experience expire expose fail fall fill find finish fire fit flag flap flow fluctuate follow form freeze get give go grow halt handle hang happen have
  hit hold host identify kill hover idle include increase indicate issue join jump keep lag land last leak leave lengthen linger list listen live load lock log look loop lose
  lower maintain make mark match measure mention migrate miss mount move name need note number observe obtain occupy occur offer open operate originate outnumber own participate pass pause
  peak perform persist place point poll post prepare present prevent print proceed process produce promote protect provide provision publish pull push put queue raise reach
  read reboot rebuild receive recover redirect reduce refer refresh refuse register reject release remain remove rename repeat replace replay replicate reply report request
  require reserve reset resolve respond rest restart restore result resume retain retry return reveal rise roll rotate route run satisfy save say scale schedule scrape see seem select
  send separate serve set settle shed show shrink shut sink sit skip sleep spawn spend spike split stabilise stabilize stall stand start state stay stop store stream strike submit succeed suffer sum suspend switch
  sync synchronise synchronize take tell terminate throttle throw tie time top total touch trail transfer transition trend trigger trip try turn undergo verify specify notify classify modify unlock unmount update upgrade use utilise
  utilize vary violate wait warn watch win work write yield zero`.split(/\s+/);

const IRREGULAR: Readonly<Record<string, string>> = {
  be: 'am is are was were been being', have: 'has had having', do: 'does did done doing', go: 'goes went gone', come: 'came', take: 'took taken', give: 'gave given',
  see: 'saw seen', find: 'found', run: 'ran', begin: 'began begun begins beginning', fall: 'fell fallen', rise: 'rose risen', grow: 'grew grown', keep: 'kept', leave: 'left', lose: 'lost',
  hold: 'held', make: 'made', mean: 'means meant', meet: 'meets met', pass: 'past', put: 'puts', read: 'reads', say: 'says said', send: 'sent', sink: 'sank sunk', sit: 'sat', shrink: 'shrank shrunk',
  stand: 'stood', spend: 'spent', tell: 'told', throw: 'threw thrown', win: 'won', write: 'wrote written', freeze: 'froze frozen', hang: 'hung', die: 'died dies dying', lie: 'lies lay lain lying',
  get: 'got gotten', show: 'shown', know: 'knew known', drive: 'drove driven', break: 'broke broken', choose: 'chose chosen', draw: 'drew drawn', hide: 'hid hidden', lead: 'led', feed: 'fed', stick: 'stuck', override: 'overrode overridden', seek: 'sought', think: 'thought', hit: 'hits', shut: 'shuts', split: 'splits', fit: 'fits', reset: 'resets', set: 'sets', broadcast: 'broadcasts', undergo: 'underwent undergone', tie: 'tied ties tying', strike: 'struck',
  try: 'tried tries', deny: 'denied denies', reply: 'replied replies', apply: 'applied applies', carry: 'carried carries', vary: 'varied varies', satisfy: 'satisfied satisfies', occupy: 'occupied occupies', bring: 'brought', catch: 'caught', build: 'built',
}; // prettier-ignore

const DOUBLING = new Set(
  'set get put run hit drop stop ship shut split fit reset scrap trip win begin occur recur incur refer prefer submit commit transfer permit admit omit defer control cancel label flap dip skip map log flag lag tap plan step bump'.split(
    ' ',
  ),
);

const SINGULAR: Readonly<Record<string, string>> = {
  series: 'series', status: 'status', statuses: 'status', indices: 'index', queries: 'query', replicas: 'replica', always: 'always', less: 'less', does: 'do', yes: 'yes', this: 'this', its: 'its',
  has: 'have', was: 'be', dns: 'dns', tls: 'tls', sms: 'sms', https: 'https', vs: 'vs', as: 'as', is: 'be', us: 'us', ms: 'ms', os: 'os', news: 'news', previous: 'previous', various: 'various', bytes: 'byte', processes: 'process', endpoints: 'endpoints',
  kubernetes: 'kubernetes', redis: 'redis', postgres: 'postgres', prometheus: 'prometheus', access: 'access', address: 'address', addresses: 'address', success: 'success', successes: 'success', progress: 'progress', loss: 'loss', losses: 'loss',
  caches: 'cache', leases: 'lease', databases: 'database', releases: 'release', phases: 'phase', cases: 'case', responses: 'response', instances: 'instance', services: 'service', devices: 'device', messages: 'message',
  hits: 'hit', misses: 'miss', classes: 'class', patches: 'patch', batches: 'batch', searches: 'search', crashes: 'crash', branches: 'branch', matches: 'match', ingresses: 'ingress', buses: 'bus', aliases: 'alias',
}; // prettier-ignore

const bases: ReadonlyMap<string, string> = new Map([
  ...VERBS.flatMap((verb) => formsOf(verb).map((form) => [form, verb] as const)),
  ...Object.entries(IRREGULAR).flatMap(([verb, forms]) => [verb, ...forms.split(' ')].map((form) => [form, verb] as const)),
]);

function formsOf(verb: string): readonly string[] {
  const third = /(?:s|x|z|ch|sh)$/.test(verb) ? `${verb}es` : /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ies` : `${verb}s`;
  const stem = verb.endsWith('e') ? verb.slice(0, -1) : DOUBLING.has(verb) ? verb + (verb.at(-1) ?? '') : verb;
  return [verb, third, `${verb.endsWith('e') ? stem : stem.replace(/([^aeiou])y$/, '$1i')}ed`, `${stem}ing`];
}

/** The base form of a verb; null where the word is none that is known. */
export function verbOf(word: string): string | null {
  return bases.get(word) ?? null;
}

/** "replicas" → "replica", "replies" → "reply", "status" → "status". */
export function singularOf(word: string): string {
  const known = SINGULAR[word];
  if (known !== undefined) return known;
  if (word.length <= 3 || !word.endsWith('s') || /(?:ss|us|is)$/.test(word)) return word;
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  return /(?:x|ch|sh|ss)es$/.test(word) ? word.slice(0, -2) : word.slice(0, -1);
}

/** The form under which word lists hold a word: the base of a verb, the singular of a noun. */
export function lemmaOf(word: string): string {
  return verbOf(word) ?? singularOf(word);
}

/** A stem that brings "replication", "replicated" and "replica" close; for comparing words with parts of names. */
export function stemOf(word: string): string {
  const lemma = lemmaOf(word);
  return lemma.length <= 4 ? lemma : lemma.replace(/(?:ations?|ions?|ings?|ed|ers?|ors?|able|ility|e)$/, '');
}
